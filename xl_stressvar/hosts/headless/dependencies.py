"""Which formulas read which cells: what a formula refers to, and what follows from a changed cell."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field

from ...ooxml import formulas
from ...ooxml.formulas import Call, Leaf, Node
from ...ooxml.references import Area, Key, Names
from .excel_rules import ANSWERED
from .excel_rules.defined import NAMED, Defined
from .formualizer import knows

_CLOCK = frozenset(("TODAY", "NOW", "RAND", "RANDBETWEEN", "RANDARRAY"))  # new at every calculation
_MOVING = frozenset(("OFFSET", "INDIRECT"))  # what they read is known only once they are calculated
_MOST_COVERED = 1 << 20  # cells of an array formula; a file may claim any number
_WIDEST = 64  # columns of a block that is looked up by its columns
EVERYWHERE = ""


@dataclass(frozen=True)
class Reads:
    """What a formula reads. `sheets`: those of which it may read any cell, "" for all."""

    areas: tuple[Area, ...] = ()
    sheets: frozenset[str] = frozenset()
    ours: bool = False
    clock: bool = False
    lacks: str | None = None  # why it cannot be calculated here
    external: bool = False  # because it reads another workbook


def reads(formula: str, cell: Key, defined: Defined, ours: Container[str]) -> Reads:
    """What a formula reads, with its names and tables as what they mean."""
    try:
        tree, local = defined.written_out(formula, cell)
    except formulas.Unreadable as problem:
        return _unreadable(formula, cell[0], defined.names, str(problem))
    areas: list[Area] = []
    sheets: set[str] = set()
    called: set[str] = set()
    lacks = None
    for node in formulas.walk(tree):
        if isinstance(node, Leaf):
            if node.kind == "reference" and node.text.upper() not in local:
                _read(node.text, cell[0], defined.names, areas, sheets)
        elif isinstance(node, Call):
            called.add(node.name)
            if node.name in _MOVING:
                sheets.add(_base(node, cell[0], defined.names))
            if not (node.name in ours or node.name in local or _is_here(node)):
                lacks = lacks or f"it calls {node.name}"
    external = any(_is_external(node, ours) for node in formulas.walk(tree))
    return Reads(
        tuple(areas),
        frozenset(sheets),
        any(name in ours for name in called),
        not _CLOCK.isdisjoint(called),
        "it refers to another workbook" if external else lacks,
        external,
    )


def _unreadable(formula: str, sheet: str, names: Names, why: str) -> Reads:
    """What a formula reads that cannot be read as a tree, such as one of very many parts."""
    found = formulas.operands(formula)
    if found is None:
        return Reads(sheets=frozenset([EVERYWHERE]), lacks=why)
    areas: list[Area] = []
    sheets: set[str] = set()
    for text in found:
        _read(text, sheet, names, areas, sheets)
    return Reads(tuple(areas), frozenset(sheets), lacks=why)


def _is_external(node: Node, ours: Container[str]) -> bool:
    if isinstance(node, Call) and node.name in ours:
        return False
    return isinstance(node, (Leaf, Call)) and formulas.is_external_part(node)


def _is_here(node: Call) -> bool:
    return node.name == NAMED or node.name in ANSWERED or (not node.qualified and knows(node.name))


def _read(text: str, sheet: str, names: Names, areas: list[Area], sheets: set[str]) -> None:
    if block := names.area(text, sheet):
        areas.append(block)
    elif ("!" in text or "[" in text) and not formulas.is_external(Leaf("reference", text)):
        sheets.add(EVERYWHERE)  # Jan:Mar!A1, a table that is not known


def _base(node: Call, sheet: str, names: Names) -> str:
    """The sheet that OFFSET stays on; INDIRECT goes anywhere."""
    first = node.arguments[0] if node.arguments else None
    if node.name == "OFFSET" and isinstance(first, Leaf):
        block = names.area(first.text, sheet)
        return block.sheet.casefold() if block else EVERYWHERE
    return EVERYWHERE


# --- what follows -----------------------------------------------------------------------------------
@dataclass
class _Sheet:
    """Who reads what of one sheet: single cells, and blocks by their columns."""

    cells: dict[tuple[int, int], list[Key]] = field(default_factory=dict)
    columns: dict[int, list[Area]] = field(default_factory=dict)
    wide: list[Area] = field(default_factory=list)


class Graph:
    """The formulas of a workbook. `covers`: the block of each; `reads`: what each reads."""

    def __init__(self, covers: dict[Key, Area], read: Mapping[Key, Reads]) -> None:
        self.covers = covers
        self._sheets: dict[str, _Sheet] = {}
        self._readers: dict[Area, list[Key]] = {}
        self._reads = read
        self._formulas: dict[str, dict[tuple[int, int], Key]] = {}  # by the cells that they cover
        for key, block in covers.items():
            cells = self._formulas.setdefault(key[0].casefold(), {})
            cells.update(
                dict.fromkeys(block.cells() if block.size < _MOST_COVERED else [key[1:]], key)
            )
        self._moving_formulas = [(key, one.sheets) for key, one in read.items() if one.sheets]
        for key, one in read.items():
            for area in one.areas:
                self._enter(key, area)

    def _enter(self, key: Key, area: Area) -> None:
        sheet = self._sheets.setdefault(area.sheet.casefold(), _Sheet())
        if area.size == 1:
            sheet.cells.setdefault((area.top, area.left), []).append(key)
            return
        readers = self._readers.setdefault(area, [])
        readers.append(key)
        if len(readers) > 1:
            return
        if area.right - area.left >= _WIDEST:
            sheet.wide.append(area)
        else:
            for column in range(area.left, area.right + 1):
                sheet.columns.setdefault(column, []).append(area)

    def readers(self, block: Area, done: set[Area] | None = None) -> Iterable[Key]:
        """The formulas that read a cell of a block; those of areas in `done` are passed over."""
        sheet = self._sheets.get(block.sheet.casefold())
        if sheet is None:
            return
        if block.size <= len(sheet.cells):
            for place in block.cells():
                yield from sheet.cells.get(place, ())
        else:
            for place, keys in sheet.cells.items():
                if (block.sheet, *place) in block:
                    yield from keys
        columns = sheet.columns
        if block.right - block.left < len(columns):
            near = (columns.get(column, ()) for column in range(block.left, block.right + 1))
        else:
            near = (
                areas for column, areas in columns.items() if block.left <= column <= block.right
            )
        seen: set[Area] = set() if done is None else done
        for areas in (*near, sheet.wide):
            for area in areas:
                if area not in seen and area.meets(block):
                    seen.add(area)
                    yield from self._readers[area]

    def upstream(self, seeds: Iterable[Key]) -> set[Key]:
        """The formulas that the seeds read, and those that these read."""
        found: set[Key] = set()
        done: set[Area | str] = set()
        waiting = list(seeds)
        while waiting:
            one = self._reads[waiting.pop()]
            sources: list[Area | str] = [*one.areas, *one.sheets]
            for source in sources:
                if source not in done:
                    done.add(source)
                    new = set(self._formulas_in(source)) - found
                    found |= new
                    waiting += new
        return found

    def _formulas_in(self, source: Area | str) -> Iterable[Key]:
        """The formulas that cover a cell of a block, of a sheet, or of all."""
        if isinstance(source, str):
            sheets = self._formulas if source == EVERYWHERE else {source}
            return [key for sheet in sheets for key in self._formulas.get(sheet, {}).values()]
        cells = self._formulas.get(source.sheet.casefold(), {})
        if source.size < len(cells):
            return [cells[place] for place in source.cells() if place in cells]
        top, left, bottom, right = source.top, source.left, source.bottom, source.right
        return [
            key
            for (row, column), key in cells.items()
            if top <= row <= bottom and left <= column <= right
        ]

    def downstream(
        self,
        seeds: Iterable[Key],
        blocks: Iterable[Area] = (),
        through: Callable[[Key], bool] = lambda key: True,
    ) -> set[Key]:
        """The seeds, the readers of the blocks, and all that reads what these give.

        `through`: the formulas whose readers are asked for; the others end a way.
        """
        found: set[Key] = set()
        done: set[Area] = set()
        waiting = list(seeds)
        named = set()
        for block in blocks:
            named.add(block.sheet.casefold())
            waiting += self.readers(block, done)
        while True:
            while waiting:
                key = waiting.pop()
                if key in found:
                    continue
                found.add(key)
                if through(key):
                    waiting += self.readers(self.covers[key], done)
            changed = {key[0].casefold() for key in found} | named
            waiting = [
                key
                for key, sheets in self._moving_formulas
                if key not in found
                and changed
                and (EVERYWHERE in sheets or not sheets.isdisjoint(changed))
            ]
            if not waiting:
                return found
