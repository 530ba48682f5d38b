"""XML of workbook parts: parsed with suspicion, and told apart from what only a parser may read.

Regular expressions and the engine's reader are fast, but blind to comments, CDATA sections, character
references and other encodings. A part for which these matter is parsed and written anew first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, TypedDict, cast

from lxml import etree

from .. import errors

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MOST_PROLOGS, _CHUNK = 1 << 10, 1 << 16
_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?(?:(<\?xml\s[^<>]*\?>)|(?!<\?xml))\s*<[^\s<>/:\0]+[\s/>]")
_ENCODING = re.compile(rb"""\sencoding\s*=\s*["'](?:utf-?8|us-ascii)["']""", re.IGNORECASE)
_SPACES = (b" ", b"\t", b"\r", b"\n")
# comments and CDATA sections, references, alternatives; numbers with spaces around them
_MARKS = (
    *(b"<!", b"&#", b"AlternateContent"),
    *(space + b"</v" for space in _SPACES),
)
_PADDED = re.compile(rb"<v>?\s")
_PREFIXED = re.compile(rb":(?:sheetData|row|c|f|v|is|t|r)[\s/>]")


class _Options(TypedDict):
    resolve_entities: bool
    no_network: bool
    load_dtd: bool
    remove_comments: bool
    remove_pis: bool


_SUSPICIOUS = _Options(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    remove_comments=True,
    remove_pis=True,
)


def tag(name: str) -> str:
    return f"{{{MAIN}}}{name}"


def parsed(data: bytes, file: str) -> etree._Element:
    """XML without comments, entities, document types or network.

    Raises: FileProblem.
    """
    try:
        root = etree.fromstring(data, etree.XMLParser(**_SUSPICIOUS))
    except etree.XMLSyntaxError:
        raise errors.DAMAGED(file=file) from None
    _check_doctype(root, file)
    return root


def _check_doctype(root: etree._Element, file: str) -> None:
    if str(root.getroottree().docinfo.doctype or ""):  # type: ignore[attr-defined]
        raise errors.HOSTILE(file=file)


def serialised(root: etree._Element) -> bytes:
    data: bytes = etree.tostring(
        root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return data


def plainly(root: etree._Element) -> bytes:
    """The XML as a reader that knows few prefixes reads it: without the root's. Uses the tree up."""
    namespace = etree.QName(root).namespace
    if not root.prefix or not namespace:
        return serialised(root)
    plain = etree.Element(root.tag, nsmap={None: namespace})  # type: ignore[dict-item]
    plain.attrib.update(root.attrib)
    plain.extend(list(root))  # which take over the new root's way of naming
    return serialised(plain)


def check_prolog(part: IO[bytes], file: str) -> None:
    """Refuse a part with a document type, however long and in whichever encoding its prolog is.

    Nothing behind the first tag is read. An empty part is none of XML's.

    Raises: FileProblem.
    """
    parser = etree.XMLPullParser(events=("start",), **_SUSPICIOUS)
    unreadable, size = False, _MOST_PROLOGS
    while not unreadable and (chunk := part.read(size)):
        size = _CHUNK
        try:
            parser.feed(chunk)
        except etree.XMLSyntaxError:  # perhaps behind the first tag
            unreadable = True
        for _, root in parser.read_events():
            _check_doctype(cast(etree._Element, root), file)
            return
    if unreadable or part.tell():
        raise errors.DAMAGED(file=file)


def streamed(part: IO[bytes], *names: str) -> Iterator[etree._Element]:
    """The elements of these names, each once it is whole, and emptied after its turn.

    Raises: ValueError, for what is no XML.
    """
    try:
        for _, element in etree.iterparse(part, events=("end",), tag=names, **_SUSPICIOUS):
            yield element
            element.clear()
            while element.getprevious() is not None and (parent := element.getparent()) is not None:
                del parent[0]
    except etree.XMLSyntaxError:
        raise ValueError("a part that is no XML") from None


def is_plain(data: bytes) -> bool:
    """Whether a reader that knows no more than tags, values and the five entities reads it right.

    A tag then stands in the bytes as it is written: they are UTF-8.
    """
    first = _FIRST.match(data)
    if first is None:
        return False
    declaration = first[1] or b""
    return (
        (b"encoding" not in declaration or bool(_ENCODING.search(declaration)))
        and data.count(b"<?") == bool(declaration)
        and data.count(b"xmlns=") <= 1
        and not any(mark in data for mark in _MARKS)
        and not _PREFIXED.search(data)
        and not _PADDED.search(data)
    )


def tags(data: bytes) -> int:
    """About how many elements and attributes it has; each takes some 250 bytes as a tree."""
    return data.count(b"<") - data.count(b"</") + data.count(b"=")
