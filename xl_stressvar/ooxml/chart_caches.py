"""What a chart remembers of its cells: written from the computed values.

A reader that draws without calculating, such as a preview, shows what the chart remembers; when the
charts were written there was no value yet. Whether labels are numbers or texts is settled here too.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from .package import opened
from .references import area, cell_name
from .xml import parsed, serialised, tag

Values = Mapping[tuple[str, str], float | str]  # by sheet and address; an error by its name

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def filled(path: Path) -> bytes:
    """The workbook with what its charts remember brought up to date; all else byte for byte."""
    package = opened(path)
    with zipfile.ZipFile(path) as members:
        parts = [name for name in members.namelist() if name.startswith("xl/charts/chart")]
    strings = parsed(package.read("xl/sharedStrings.xml"), path.name)
    texts = ["".join(map(str, each.itertext())) for each in strings]
    values = {
        (sheet, str(cell.get("r"))): value
        for sheet, part in package.sheets.items()
        for cell in parsed(package.read(part), path.name).iter(tag("c"))
        if (value := _value(cell, texts)) is not None
    }
    charts = {part: parsed(package.read(part), path.name) for part in parts}
    for chart in charts.values():
        dates = chart.find(f".//{_CHART}dateAx") is not None
        for name in chart.iterfind(f".//{_CHART}ser/{_CHART}tx"):
            if name.find(f"{_CHART}strRef") is not None:
                _remember(name, values, "General")
        for labels in chart.iter(f"{_CHART}cat"):
            _remember(labels, values, r"yyyy\-mm\-dd" if dates else "General")
        for figures in chart.iter(f"{_CHART}val"):
            _remember(figures, values, "General")
    return package.with_parts({part: serialised(chart) for part, chart in charts.items()})


def _value(cell: etree._Element, texts: list[str]) -> float | str | None:
    text, kind = cell.findtext(tag("v")), cell.get("t", "n")
    if text is None:
        return None
    return texts[int(text)] if kind == "s" else text if kind in ("str", "e") else float(text)


def _remember(data: etree._Element, values: Values, form: str) -> None:
    """Put the values of the cells that `data` refers to into it."""
    formula = data.findtext(f"*/{_CHART}f") or ""
    block = area(formula, "")
    assert block is not None, formula
    cells = [
        values.get((block.sheet, cell_name(row, column)))
        for row in range(block.top, block.bottom + 1)
        for column in range(block.left, block.right + 1)
    ]
    kind = (
        "num" if data.tag == f"{_CHART}val" or all(isinstance(v, float) for v in cells) else "str"
    )
    del data[:]
    reference = etree.SubElement(data, f"{_CHART}{kind}Ref")
    etree.SubElement(reference, f"{_CHART}f").text = formula
    cache = etree.SubElement(reference, f"{_CHART}{kind}Cache")
    if kind == "num":
        etree.SubElement(cache, f"{_CHART}formatCode").text = form
    etree.SubElement(cache, f"{_CHART}ptCount", val=str(len(cells)))
    for i, value in enumerate(cells):
        if value is not None:
            point = etree.SubElement(cache, f"{_CHART}pt", idx=str(i))
            etree.SubElement(point, f"{_CHART}v").text = _text(value, kind)


def _text(value: float | str, kind: str) -> str:
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return value if kind == "str" or value.startswith("#") else "0"  # as Excel draws a text
