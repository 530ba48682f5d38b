"""The tab against the rules of the ribbon's own language, which Excel checks when it loads the add-in.

[MS-CUSTOMUI2] 2.2 and 2.3: what may stand in what, which attributes a control has, how long they may be.
Excel drops the whole tab at the first mistake, and says so only if it was asked to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree

from tools.addin.ribbon import ribbon

NAMESPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"

INSIDE = {
    "customUI": {"ribbon"},
    "ribbon": {"tabs"},
    "tabs": {"tab"},
    "tab": {"group"},
    "group": {"button", "menu", "dynamicMenu"},
    "menu": {"button", "menu"},
    "button": set(),
    "dynamicMenu": set(),
}
_EVERY = {"id", "label", "screentip", "supertip", "keytip", "getEnabled", "imageMso"}
ATTRIBUTES = {
    "customUI": {"onLoad"},
    "ribbon": set(),
    "tabs": set(),
    "tab": {"id", "label", "keytip"},
    "group": {"id", "label"},
    "button": _EVERY | {"size", "tag", "onAction", "getLabel", "getSupertip"},
    "menu": _EVERY | {"size"},
    "dynamicMenu": _EVERY | {"size", "getContent", "invalidateContentOnDrop"},
}
LONGEST = {"label": 1024, "screentip": 1024, "supertip": 1024, "tag": 1024, "id": 1024, "keytip": 3,
           "imageMso": 1024}  # fmt: skip
#: Pairs of which a control has at most one.
EITHER = [("label", "getLabel"), ("supertip", "getSupertip")]
#: Of Microsoft's lists of control identifiers, Excel 2013 to Microsoft 365: those that we use.
IMAGES = {
    "CalculateNow", "Connections", "ErrorChecking", "FileNew", "FileProperties", "FormatCellsDialog",
    "FunctionWizard", "Help", "SheetInsert",
}  # fmt: skip


def mistakes(xml: str) -> Iterator[str]:
    """What is wrong with a tab."""
    root: Any = etree.fromstring(xml.encode())
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    yield from (f"twice: {i}" for i in set(ids) if ids.count(i) > 1)
    for element in root.iter():
        kind = element.tag.removeprefix(NAMESPACE)
        if kind not in INSIDE:
            yield f"no such element: {kind}"
            continue
        yield from (f"{kind} in {kind}: {c.tag!s}" for c in element
                    if c.tag.removeprefix(NAMESPACE) not in INSIDE[kind])  # fmt: skip
        yield from (
            f"{kind} has no {name}" for name in set(map(str, element.keys())) - ATTRIBUTES[kind]
        )
        yield from _values(kind, element, inside_menu=element.getparent() is not None
                           and element.getparent().tag == NAMESPACE + "menu")  # fmt: skip


def _values(kind: str, element: Any, inside_menu: bool) -> Iterator[str]:
    for name, longest in LONGEST.items():
        value = element.get(name)
        if value is not None and not 1 <= len(value) <= longest:
            yield f"{kind} {name}: {value}"
    if element.get("id") and not re.fullmatch(r"[A-Za-z_][\w.-]*", element.get("id")):
        yield f"id: {element.get('id')}"
    if element.get("keytip") and not re.fullmatch(r"[A-Z0-9]{1,3}", element.get("keytip")):
        yield f"keytip: {element.get('keytip')}"
    if element.get("size") not in (None, "normal", "large") or (
        inside_menu and element.get("size")
    ):
        yield f"{kind} size in a menu: {element.get('id')}"
    yield from (f"{kind}: {both}" for both in EITHER if all(element.get(name) for name in both))
    if element.get("imageMso") and element.get("imageMso") not in IMAGES:
        yield f"image: {element.get('imageMso')}"
    if kind in ("button", "menu", "dynamicMenu", "tab") and not (element.get("id")):
        yield f"{kind} without an id"


def test_the_tab_keeps_the_rules() -> None:
    assert list(mistakes(ribbon())) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('id="svHelp"', 'id="svExplain"'),
        ('id="svHelp"', 'id="1"'),
        ('keytip="H"', 'keytip="HELP"'),
        ('keytip="H"', 'keytip="h"'),
        ('keytip="H"', 'keytip=""'),
        ('imageMso="Help"', 'imageMso="ServerConnection"'),
        ('getLabel="SvEngineLabel"', 'getLabel="SvEngineLabel" label="Engine"'),
        ('id="svCheck"', 'id="svCheck" size="large"'),
        ('getContent="SvTemplates"', 'getContents="SvTemplates"'),
        ("<tabs>", "<tabs><group/>"),
    ],
)
def test_a_mistake_would_be_seen(before: str, after: str) -> None:
    assert before in ribbon()
    assert list(mistakes(ribbon().replace(before, after, 1))) != []


def controls() -> list[Any]:
    root = etree.fromstring(ribbon().encode())
    return [
        e for e in root.iter() if e.tag.removeprefix(NAMESPACE) in ("button", "menu", "dynamicMenu")
    ]


def test_every_key_leads_to_one_control() -> None:
    """Alt, S, V, then the key."""
    keys = [e.get("keytip") for e in controls() if e.get("keytip")]
    assert len(keys) == len(set(keys)) == 11
    assert not any(a != b and b.startswith(a) for a in keys for b in keys)


def test_every_large_control_has_a_key_a_screentip_and_a_longer_tip() -> None:
    large = [e for e in controls() if e.get("size") == "large"]
    assert len(large) == 11
    for e in large:
        assert e.get("keytip"), e.get("id")
        assert e.get("screentip"), e.get("id")
        assert e.get("supertip") or e.get("getSupertip"), e.get("id")


def test_what_works_on_a_sheet_is_grey_where_there_is_none() -> None:
    grey = {e.get("id") for e in controls() if e.get("getEnabled") == "SvHasSheet"}
    assert grey == {
        "svInsert", "svFormatResults", "svNextError", "svExplain", "svRecalculate", "svNewSheet",
    }  # fmt: skip
