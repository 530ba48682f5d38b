"""Results of more than 10,000 cells, which the engine does not spill: they are laid out in tiles.

Such a formula becomes XLSTRESSVAR.SPILL("#3", formula), which keeps the result and gives the engine its
first tile; cells further down and to the right fetch the others. What reads the block sees the cells of
a sheet as ever. `A1#` would be the first tile alone, so it is written out as the address of all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from .... import errors
from ....cells.algebra import NOT_AVAILABLE, Cell, ErrorValue, Given, Grid, is_grid, resolved
from ....errors import Code
from ....ooxml.formulas import (
    Call,
    Leaf,
    Node,
    Operation,
    Unreadable,
    changed,
    parse,
    parts,
    printed,
)
from ....ooxml.references import MAX_COLUMN, MAX_ROW, Area, Key, Names, cell_name
from ..formualizer import Engine, Unsupported
from .rule import call, number

MOST = 10_000  # cells that the engine lets one formula cover
_WIDEST = 256  # columns of a tile; the engine's time grows with their square
_SPILL = "XLSTRESSVAR.SPILL"
_TILE = "XLSTRESSVAR.TILE"
_SPILLED = ErrorValue(Code.SPILL)
_ANCHOR = "ANCHORARRAY"  # what a file has for A1#


@dataclass
class _Large:
    """A formula that the engine had no room for, its result, and the cells that fetch tiles of it."""

    key: Key
    number: int
    result: Grid | None = None  # None: one cell
    tiles: set[tuple[int, int]] = field(default_factory=set)
    clear: Area | None = None  # in which no cell of the file is in the way
    blocked: bool = False

    @property
    def block(self) -> Area:
        sheet, top, left = self.key
        rows, columns = (len(self.result), len(self.result[0])) if self.result else (1, 1)
        return Area(sheet, top, left, top + rows - 1, left + columns - 1)

    @property
    def step(self) -> tuple[int, int]:
        """Rows and columns of a tile."""
        columns = min(len(self.result[0]), _WIDEST) if self.result else 1
        return MOST // columns, columns

    def tile(self, row: int, column: int) -> Grid:
        rows, columns = self.step
        return [line[column : column + columns] for line in (self.result or [])[row : row + rows]]


class Spills:
    """The large results of one book. `blocker` finds a filled cell in the way of a block."""

    def __init__(self, names: Names, blocker: Callable[[Key, Area], Key | None]) -> None:
        self._names = names
        self._blocker = blocker
        self._large: dict[Key, _Large] = {}
        self._numbered: list[_Large] = []
        self._spelled: dict[Key, Node] = {}

    def register(self, engine: Engine) -> None:
        engine.register(_SPILL, self._take)
        engine.register(_TILE, self._fetch)

    def area(self, key: Key) -> Area | None:
        """What a large result covers; None if it was small, or found no room."""
        large = self._large.get(key)
        return large.block if large and large.tiles else None

    def size(self, key: Key) -> Area | None:
        """What a result that the engine had no room for would cover."""
        large = self._large.get(key)
        return large.block if large else None

    def step(self, engine: Engine, trees: dict[Key, Node], spilling: Iterable[Key]) -> bool:
        """Lay out what the last evaluation left without room; whether there is more to evaluate."""
        changed = [self._lay_out(engine, large) for large in self._numbered]
        for key in spilling:
            if key not in self._large and _has_no_room(engine, key):
                large = self._large[key] = _Large(key, len(self._numbered))
                self._numbered.append(large)
                engine.set_formula(*key, printed(self._wrapped(large, trees[key])))
                changed.append(True)
        if any(changed):
            self._write_out(engine, trees)
        return any(changed)

    def _wrapped(self, large: _Large, tree: Node) -> Node:
        return call(_SPILL, number(large.number), tree)

    def _take(self, values: list[Given]) -> Cell | Grid:
        number, given = values
        large = self._numbered[int(number)]  # type: ignore[arg-type]
        value = resolved(given)
        large.result = value if is_grid(value) else None
        if large.result is None:
            return value  # type: ignore[return-value]
        return large.tile(0, 0) if self._fits(large) else large.result

    def _fetch(self, values: list[Given]) -> Cell | Grid:
        number, row, column, _ = values
        large = self._numbered[int(number)]  # type: ignore[arg-type]
        return large.tile(int(row), int(column)) or NOT_AVAILABLE  # type: ignore[arg-type]

    def _fits(self, large: _Large) -> bool:
        block = large.block
        if large.blocked or block.size <= MOST:
            return False
        if block != large.clear:
            on_sheet = block.bottom <= MAX_ROW and block.right <= MAX_COLUMN
            if not on_sheet or self._blocker(large.key, block):
                return False
            large.clear = block
        return True

    def _lay_out(self, engine: Engine, large: _Large) -> bool:
        """Put the tiles where the latest result wants them; whether anything changed."""
        sheet, top, left = large.key
        for row, column in large.tiles:
            inside = (large.result or [[]])[row : row + 1]
            here = sheet, top + row, left + column
            if inside and inside[0][column] != _SPILLED and _has_no_room(engine, here):
                large.blocked = True  # by what another formula spills
        wanted = set(_corners(large)) if self._fits(large) else set()
        for row, column in large.tiles - wanted:
            engine.clear(sheet, top + row, left + column)
        for row, column in wanted - large.tiles:
            fetch = f"{_TILE}({large.number},{row},{column},{cell_name(top, left)})"
            engine.set_formula(sheet, top + row, left + column, fetch)
        changed = wanted != large.tiles
        large.tiles = wanted
        return changed

    # --- A1# ---------------------------------------------------------------------------------------
    def _write_out(self, engine: Engine, trees: dict[Key, Node]) -> None:
        """Give every formula that refers to a whole large result by A1# its address."""
        for (sheet, name), formula in self._names.formulas.items():
            if may_hash(formula) and self._refers(formula, sheet):
                what = f"its # covers more than {MOST:,} cells"
                raise errors.NOT_EVALUATED(cell=f"The name {name}", what=what)
        for key, tree in trees.items():
            new = self.written_out(tree, key[0])
            if new != self._spelled.get(key, tree):
                self._spelled[key] = new
                large = self._large.get(key)
                engine.set_formula(*key, printed(self._wrapped(large, new) if large else new))

    def _refers(self, formula: str, sheet: str) -> bool:
        try:
            tree = parse(formula)
        except Unreadable:
            return False
        return self.written_out(tree, sheet) != tree

    def written_out(self, tree: Node, sheet: str) -> Node:
        """The formula with the address of every large result in the place of its A1#."""

        def change(node: Node) -> Node:
            anchor = _anchor(node)
            target = self._names.area(anchor, sheet) if anchor else None
            block = self.area((target.sheet, target.top, target.left)) if target else None
            return Leaf("reference", block.at(None, None)) if block else node

        return changed(tree, change)


def _has_no_room(engine: Engine, key: Key) -> bool:
    try:
        return engine.value(*key) == _SPILLED
    except Unsupported:  # whoever reads the values says so
        return False


def _corners(large: _Large) -> Iterator[tuple[int, int]]:
    """Where the tiles but the first begin, from the top left cell of the result."""
    rows, columns = large.step
    block = large.block
    for row in range(0, block.bottom - block.top + 1, rows):
        for column in range(0, block.right - block.left + 1, columns):
            if row or column:
                yield row, column


def may_hash(formula: str) -> bool:
    """Whether a formula may refer to a whole result by A1#."""
    return "#" in formula or _ANCHOR in formula.upper()


def _anchor(node: Node) -> str | None:
    """The cell of A1#, as files write it or not."""
    called = isinstance(node, Call) and node.name == _ANCHOR and len(node.arguments) == 1
    if not called and not (isinstance(node, Operation) and node.sign == "#"):
        return None
    (cell,) = parts(node)
    return cell.text if isinstance(cell, Leaf) else None
