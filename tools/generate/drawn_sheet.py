"""An example as it would stand in a sheet: its arguments in cells, the formula that reads them, what it gives.

The layout comes from the example's own formula, so that a function has its picture with its docstring.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from xl_stressvar.catalogue import CATALOGUE, Catalogue, Entry
from xl_stressvar.cells.algebra import ErrorValue
from xl_stressvar.domain import dates
from xl_stressvar.hosts.headless import evaluate
from xl_stressvar.ooxml.formulas import OMITTED, Call, Leaf, Node, calls, parse, printed, walk
from xl_stressvar.ooxml.references import cell_name, column_letters

_TOKEN = re.compile(r'\s*"(?:[^"]|"")*"|[^,;{}]+|[,;]')
_MOST_ROWS, _FIRST_ROWS = 9, 5  # of a run of cells, before its middle is left out
_BESIDE = 6  # columns of a result that still stands beside the arguments
_COLOURS = 6  # of arguments, in docs/stylesheets/extra.css


@dataclass(frozen=True)
class DrawnCell:
    """What a cell holds and how it is shown; `style` is its class on the page."""

    value: object
    text: str
    style: str


@dataclass
class DrawnSheet:
    """Cells by (row, column) from 0, the formula typed, and where its result begins."""

    cells: dict[tuple[int, int], DrawnCell] = field(default_factory=dict)
    spilled: set[tuple[int, int]] = field(default_factory=set)  # results: of the formula, or of one
    formula: str = ""
    coloured: str = ""  # the formula as HTML, its ranges in the colours of their cells
    anchor: tuple[int, int] = (0, 0)

    def put(self, row: int, column: int, value: object, text: str, style: str) -> None:
        self.cells[row, column] = DrawnCell(value, text, style)

    @property
    def width(self) -> int:
        return 1 + max(column for _, column in self.cells)

    def inputs(self) -> Iterator[tuple[int, int, object]]:
        """What must be typed into a sheet for the formula to give its result."""
        for (row, column), cell in self.cells.items():
            if (row, column) not in self.spilled:
                yield row, column, cell.value


@dataclass(frozen=True)
class _Block:
    """The cells of one argument."""

    name: str
    rows: Sequence[Sequence[tuple[object, str]]]  # (value, as shown)

    @property
    def one(self) -> bool:
        return len(self.rows) == 1 and len(self.rows[0]) == 1


def drawn(entry: Entry, formula: str, catalogue: Catalogue = CATALOGUE) -> DrawnSheet:
    """The sheet of one example of a function."""
    tree = parse(formula.removeprefix("="))
    call = next(c for c in calls(tree) if c.name == entry.name)
    blocks = [
        None if argument == OMITTED else _block(parameter.name, argument, catalogue)
        for parameter, argument in zip(entry.parameters, call.arguments, strict=False)
    ]
    sheet = DrawnSheet()
    places = _arguments(sheet, [block for block in blocks if block])
    parts = [(places[block.name] if block else "", block) for block in blocks]
    colours = {block.name: i % _COLOURS for i, block in enumerate(b for b in blocks if b)}
    sheet.formula = f"={entry.name}({', '.join(place for place, _ in parts)})"
    sheet.coloured = f"={entry.name}(" + ", ".join(
        f'<b class="a{colours[block.name]}">{place}</b>' if block else "" for place, block in parts
    ) + ")"  # fmt: skip
    _result(sheet, entry, _value(f"={printed(call)}", catalogue), _picked(tree, call))
    return sheet


def _block(name: str, argument: Node, catalogue: Catalogue) -> _Block:
    """The cells of an argument: as typed, or what a formula in its place gives."""
    if isinstance(argument, Leaf) and argument.kind == "array":
        typed = _typed(argument.text)
    elif any(isinstance(node, Call) for node in walk(argument)):
        value = _value(f"={printed(argument)}", catalogue)
        rows = value if isinstance(value, list) else [[value]]
        return _Block(name, _shown(rows))
    else:
        typed = [[printed(argument)]]
    return _Block(name, [[(_cell(text), _unquoted(text)) for text in row] for row in typed])


def _typed(array: str) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    for token in _TOKEN.findall(array.strip("{}")):
        if token == ";":
            rows.append([])
        elif token != ",":
            rows[-1].append(token.strip())
    return rows


def _unquoted(text: str) -> str:
    return text[1:-1].replace('""', '"') if text.startswith('"') else text


def _cell(text: str) -> object:
    if text.startswith('"'):
        return _unquoted(text)
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def _value(formula: str, catalogue: Catalogue) -> object:
    (answer,) = evaluate([formula], catalogue=catalogue)
    if answer.error:
        raise ValueError(f"{formula}: {answer.why}")
    return answer.value


def _shown(rows: Sequence[Sequence[object]], units: Sequence[str] = ()) -> list[list[tuple[object, str]]]:  # fmt: skip
    """Cells with their texts: dates below a heading that says so, or in a column of that unit."""
    heads = [str(cell).casefold() for cell in rows[0]]
    dated = {i for i, head in enumerate(heads) if head == "date" or units[i : i + 1] == ["date"]}
    return [
        [(cell, _text(cell, "date" if i in dated else "")) for i, cell in enumerate(row)]
        for row in rows
    ]


def _text(value: object, unit: str = "") -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, ErrorValue):
        return str(value)
    if isinstance(value, (int, float)):
        if unit == "date" and value >= dates.SINCE_1950:  # a row number, where there are no dates
            return dates.iso(int(value))
        return f"{value:.6g}"
    return str(value)


def _arguments(sheet: DrawnSheet, blocks: list[_Block]) -> dict[str, str]:
    """Tables side by side, single values below each other behind them; gives their ranges."""
    places, column, line = {}, 0, 0
    for i, block in enumerate(blocks):
        if not block.one:
            sheet.put(0, column, block.name, block.name, "label")
            for r, cells in enumerate(block.rows, 1):
                for c, (value, text) in enumerate(cells):
                    sheet.put(r, column + c, value, text, f"a{i % _COLOURS}")
            last = column + len(block.rows[0]) - 1
            places[block.name] = _range(1, column, len(block.rows), last)
            column = last + 2
    for i, block in enumerate(blocks):
        if block.one:
            ((value, text),) = block.rows[0]
            sheet.put(line, column, block.name, block.name, "label")
            sheet.put(line, column + 1, value, text, f"a{i % _COLOURS}")
            places[block.name] = _address(line, column + 1)
            line += 1
    return places


def _address(row: int, column: int) -> str:
    return cell_name(row + 1, column + 1)


def _range(top: int, left: int, bottom: int, right: int) -> str:
    first, last = _address(top, left), _address(bottom, right)
    return first if first == last else f"{first}:{last}"


def _result(sheet: DrawnSheet, entry: Entry, value: object, picked: tuple[int, int] | None) -> None:
    """What the formula gives, beside the arguments, or below them where it is wide."""
    units = [unit for _, unit in entry.returns.columns]
    lines = dict(entry.returns.lines)
    rows = _shown(value, units) if isinstance(value, list) else [[(value, _text(value, entry.returns.unit))]]  # fmt: skip
    if lines:
        rows = [
            [row[0], *((v, _text(v, lines.get(str(row[0][0]), ""))) for v, _ in row[1:])]
            for row in rows
        ]
    if not sheet.cells:
        top, left = 0, 0
    elif len(rows[0]) <= _BESIDE and (sheet.width < _BESIDE or len(rows) < 3):
        top, left = 0, sheet.width + 1
    else:
        top, left = 2 + max(row for row, _ in sheet.cells), 0
    sheet.anchor = top, left
    for r, row in enumerate(rows):
        for c, (cell, text) in enumerate(row):
            style = "result picked" if (r + 1, c + 1) == picked and len(rows) > 1 else "result"
            sheet.put(top + r, left + c, cell, text, style)
            sheet.spilled.add((top + r, left + c))


def _picked(tree: Node, call: Call) -> tuple[int, int] | None:
    """Row and column that an INDEX around the call takes."""
    for outer in calls(tree):
        if outer.name == "INDEX" and outer.arguments[0] == call:
            row, column = (int(float(printed(a))) for a in outer.arguments[1:3])
            return row, column
    return None


def as_html(sheet: DrawnSheet) -> str:
    """The sheet as a table with letters and numbers; the middle of long blocks is left out."""
    last = max(row for row, _ in sheet.cells)
    keep = _kept(sheet, last)
    letters = [column_letters(c + 1) for c in range(sheet.width)]
    head = "".join(f"<th>{letter}</th>" for letter in letters)
    body, before = [], -1
    for row in keep:
        if row > before + 1:
            gap = "".join(f"<td>{'⋮' if _crosses(sheet, before, row, c) else ''}</td>" for c in range(sheet.width))  # fmt: skip
            body.append(f'<tr class="gap"><th>⋮</th>{gap}</tr>')
        cells = "".join(_td(sheet, row, column) for column in range(sheet.width))
        body.append(f"<tr><th>{row + 1}</th>{cells}</tr>")
        before = row
    name = _address(*sheet.anchor)
    return (
        '<div class="sheet">\n'
        f'<p class="bar"><b>{name}</b> <code>{sheet.coloured}</code></p>\n'
        f'<div class="scroll"><table class="cells">\n<tr><th></th>{head}</tr>\n'
        + "\n".join(body)
        + "\n</table></div>\n</div>"
    )


def _kept(sheet: DrawnSheet, last: int) -> list[int]:
    """The rows that are shown: of each run of cells the first and the last, and those around what is picked."""
    kept = set(range(last + 1)) - {row for row, _ in sheet.cells}
    for column in range(sheet.width):
        rows = sorted(row for row, c in sheet.cells if c == column)
        starts = [row for row in rows if (row - 1, column) not in sheet.cells]
        ends = [row for row in rows if (row + 1, column) not in sheet.cells]
        for start, end in zip(starts, ends, strict=True):
            long = end - start >= _MOST_ROWS
            kept |= (
                {*range(start, start + _FIRST_ROWS), end} if long else set(range(start, end + 1))
            )
    for (row, _), cell in sheet.cells.items():
        if "picked" in cell.style:
            kept |= {row - 1, row, row + 1} & {r for r, _ in sheet.cells}
    return sorted(kept)


def _crosses(sheet: DrawnSheet, before: int, after: int, column: int) -> bool:
    """Whether the column has cells among the rows that are left out."""
    return any((row, column) in sheet.cells for row in range(before + 1, after))


def _td(sheet: DrawnSheet, row: int, column: int) -> str:
    cell = sheet.cells.get((row, column))
    if cell is None:
        return "<td></td>"
    number = (
        " n" if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool) else ""
    )
    anchor = " anchor" if (row, column) == sheet.anchor else ""
    return f'<td class="{cell.style}{number}{anchor}">{html.escape(cell.text)}</td>'
