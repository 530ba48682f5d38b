"""A workbook whose XML says the same in other, legal words.

Prefixes, encodings, comments, processing instructions, CDATA sections, character references, the order
and quotes of attributes, and white space that means nothing: all of them drawn by lot.
"""

from __future__ import annotations

import io
import zipfile
from random import Random

from lxml import etree

PREFIXES = ("", "", "x", "a-b", "a.b", "é", "_")
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "iso-8859-1")
_ATTRIBUTES = "{http://www.w3.org/XML/1998/namespace}"
_TEXTS = (
    "t",
    "f",
    "v",
    "definedName",
    "formula",
    "calculatedColumnFormula",
    "oddHeader",
    "oddFooter",
)


def respelled(data: bytes, random: Random) -> bytes:
    """The workbook with each part of XML that is read written anew."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name.endswith((".xml", ".rels")) and not name.startswith("docProps"):
                body = Writer(random).document(etree.fromstring(body))
            new.writestr(name, body)
    return out.getvalue()


class Writer:
    """Writes one document, with the habits of one writer."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.encoding = random.choice(ENCODINGS)
        self.prefix = random.choice(PREFIXES)
        self.often = random.choice([0.0, 0.02, 0.3])  # how often something odd is written

    def document(self, root: etree._Element) -> bytes:
        declared = self.encoding.removesuffix("-sig")
        head = f'<?xml version="1.0" encoding="{declared}" standalone="yes"?>'
        if self.encoding.startswith("utf-8") and self.random.random() < 0.3:
            head = ""
        text = head + self.between() + self.element(root, {}) + self.between()
        return text.encode(self.encoding, "xmlcharrefreplace")

    def element(self, element: etree._Element, known: dict[str, str]) -> str:
        name = etree.QName(element)
        known = dict(known)
        declarations = []

        def prefixed(uri: str | None, local: str, attribute: bool) -> str:
            if not uri:
                return local
            if uri == _ATTRIBUTES[1:-1]:
                return f"xml:{local}"
            key = f"{uri} attribute" if attribute else uri
            if key not in known:
                known[key] = f"n{len(known)}" if attribute or known else self.prefix
                prefix = known[key]
                declarations.append((f"xmlns:{prefix}" if prefix else "xmlns", uri))
            return f"{known[key]}:{local}" if known[key] else local

        tag = prefixed(name.namespace, name.localname, attribute=False)
        attributes = [
            (prefixed(etree.QName(key).namespace, etree.QName(key).localname, True), str(value))
            for key, value in element.attrib.items()
        ]
        attributes = declarations + attributes
        self.random.shuffle(attributes)
        start = f"<{tag}" + "".join(map(self.attribute, attributes))
        spacious = name.localname not in _TEXTS
        inside = self.text(element.text or "") if not len(element) or element.text else ""
        for child in element:
            inside += (self.between() if spacious else "") + self.element(child, known)
            inside += self.text(child.tail or "")
        if not inside and self.random.random() < 0.8:
            return f"{start}{self.space()}/>"
        return f"{start}{self.space()}>{inside}</{tag}{self.space()}>"

    def attribute(self, pair: tuple[str, str]) -> str:
        name, value = pair
        quote = self.random.choice("\"'")
        escaped = "".join(self.character(c, in_attribute=True) for c in value)
        return f" {self.space()}{name}{self.space()}={self.space()}{quote}{escaped}{quote}"

    def text(self, text: str) -> str:
        if text and text.isprintable() and self.fits(text) and self.odd():
            return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
        written = ""
        for c in text:
            written += self.aside() if self.odd() else ""
            written += self.character(c, in_attribute=False)
        return written + (self.aside() if text and self.odd() else "")

    def fits(self, text: str) -> bool:
        """Whether the encoding has the letters: a CDATA section holds no references."""
        return text.encode(self.encoding, "ignore").decode(self.encoding) == text

    def character(self, c: str, in_attribute: bool) -> str:
        must = c in "<&\r" or (in_attribute and c in "\"'\n\t") or c == ">"
        if must or self.odd():
            return self.random.choice([f"&#{ord(c)};", f"&#x{ord(c):x};"])
        return c

    def between(self) -> str:
        """What may stand between elements."""
        return self.random.choice([" ", "\n", "\t\n"]) + self.aside() if self.odd() else ""

    def aside(self) -> str:
        decoy = '<row r="1" hidden="1"><c r="A1"><f>1+1</f><v>9</v></c></row>'
        return self.random.choice(["<!---->", f"<!-- {decoy} -->", "<?note <f>1</f>?>"])

    def space(self) -> str:
        return self.random.choice([" ", "\n"]) if self.odd() else ""

    def odd(self) -> bool:
        return self.random.random() < self.often
