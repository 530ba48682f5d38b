"""Which formulas read which cells: what a formula refers to, and what follows from a changed cell."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...ooxml import formulas
from ...ooxml.formulas import Call, Leaf, Node
from ...ooxml.references import Area, Key, Names
from .excel_rules import ANSWERED
from .excel_rules.defined import NAMED, Defined
from .formualizer import knows
from .indexes import Blocks, Covered, Search

_CLOCK = frozenset(("TODAY", "NOW", "RAND", "RANDBETWEEN", "RANDARRAY"))  # new at every calculation
_MOVING = frozenset(("OFFSET", "INDIRECT"))  # what they read is known only once they are calculated
_MOST_COVERED = 1 << 20  # cells of an array formula; a file may claim any number
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
    external = False
    for node in formulas.walk(tree):
        external = external or _is_external(node, ours)
        if isinstance(node, Leaf):
            if node.kind == "reference" and node.text.upper() not in local:
                _read(node.text, cell[0], defined.names, areas, sheets)
        elif isinstance(node, Call):
            called.add(node.name)
            if node.name in _MOVING:
                sheets.add(_base(node, cell[0], defined.names))
            if not (node.name in ours or node.name in local or _is_here(node)):
                lacks = lacks or f"it calls {node.name}"
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
class Graph:
    """The formulas of a workbook. `covers`: the block of each; `reads`: what each reads."""

    def __init__(self, covers: dict[Key, Area], read: Mapping[Key, Reads]) -> None:
        self.covers = covers
        self._reads = read
        self._moving = [(key, one.sheets) for key, one in read.items() if one.sheets]
        self._of_cell: dict[Key, list[Key]] = {}  # who reads a single cell; sheets in lower case
        self._of_block: dict[Area, list[Key]] = {}
        for key, one in read.items():
            for area in one.areas:
                if area.size == 1:
                    self._of_cell.setdefault(_cell(area), []).append(key)
                else:
                    self._of_block.setdefault(area, []).append(key)
        self._blocks = Blocks(self._of_block)

    def readers(self, block: Area, search: Search | None = None) -> Iterator[Key]:
        """The formulas that read a cell of a block; a search finds none twice."""
        if block.size == 1:
            yield from self._of_cell.get(_cell(block), ())
        elif block.size <= len(self._of_cell):
            sheet = block.sheet.casefold()
            for row, column in block.cells():
                yield from self._of_cell.get((sheet, row, column), ())
        else:
            for cell, keys in self._of_cell.items():
                if cell in block:
                    yield from keys
        for area in (search or self._blocks.search()).meeting(block):
            yield from self._of_block[area]

    def upstream(self, seeds: Iterable[Key]) -> set[Key]:
        """The formulas that the seeds read, and those that these read."""
        left = Covered(
            ((key[0], *place), key)
            for key, block in self.covers.items()
            for place in (block.cells() if block.size < _MOST_COVERED else [key[1:]])
        )
        found: set[Key] = set()
        waiting = list(seeds)
        while waiting:
            one = self._reads[waiting.pop()]
            new: set[Key] = set()
            for area in one.areas:
                new.update(left.take(area))
            for sheet in one.sheets:
                new.update(left.take_sheet(sheet))
            waiting += new - found
            found |= new
        return found

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
        search = self._blocks.search()
        waiting = list(seeds)
        changed = set()  # sheets
        for block in blocks:
            changed.add(block.sheet.casefold())
            waiting += self.readers(block, search)
        while waiting:
            while waiting:
                key = waiting.pop()
                if key not in found:
                    found.add(key)
                    changed.add(key[0].casefold())
                    if through(key):
                        waiting += self.readers(self.covers[key], search)
            waiting = [
                key
                for key, sheets in self._moving
                if key not in found and (EVERYWHERE in sheets or not sheets.isdisjoint(changed))
            ]
            if not changed:
                return found
        return found


def _cell(area: Area) -> Key:
    return area.sheet.casefold(), area.top, area.left
