"""Groups of assets: desks, books within them, and finer ones within those."""

from __future__ import annotations

from dataclasses import dataclass

from .. import errors
from ..errors import Place
from .history import History
from .names import matched

Path = tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """A group and its assets: columns of a history, in ascending order."""

    path: Path  # the names from the coarsest level down to its own
    assets: tuple[int, ...]

    @property
    def level(self) -> int:
        """How deep it lies, from 1, the coarsest."""
        return len(self.path)

    @property
    def name(self) -> str:
        """Its own name."""
        return self.path[-1]


@dataclass(frozen=True, eq=False)
class Groups:
    """The names of groups as given: a row or column in the order of the assets, or by asset."""

    cells: tuple[tuple[str, ...], ...]  # in the shape of the range
    argument: str = "groups"

    def on(self, history: History) -> list[Group]:
        """Every group of a history's assets, each before the finer ones in it.

        In the order in which they are named; the same name under two coarser groups is two groups.
        Raises BadInput for a shape or an asset that does not fit the history.
        """
        return _tree(self._paths(history))

    def _paths(self, history: History) -> dict[int, Path]:
        """The groups of each asset, the coarsest first, in the order of the range."""
        rows, columns = len(self.cells), len(self.cells[0])
        if min(rows, columns) == 1 and max(rows, columns) == history.assets:
            return dict(enumerate((name,) for row in self.cells for name in row))
        if columns == 1 or (rows == 1 and history.assets > 1):
            raise errors.GROUPS_SHAPE(
                Place(self.argument), rows=rows, columns=columns, assets=history.assets
            )
        return self._by_name(history)

    def _by_name(self, history: History) -> dict[int, Path]:
        if history.names is None:
            raise errors.POSITIONS_UNNAMED(Place(self.argument), table=history.origin.argument)
        first = matched(self.cells[0][0])
        titled = len(self.cells) == history.assets + 1 and first not in history.named_columns
        found: dict[int, Path] = {}
        for i, (name, *path) in enumerate(self.cells[titled:], int(titled)):
            place = Place(self.argument, i, 0)
            column = history.named_columns.get(matched(name))
            if column is None:
                raise errors.UNKNOWN_NAME(
                    place, name=name, table=history.origin.argument, names=", ".join(history.names)
                )
            if column in found:
                raise errors.NAME_TWICE(place, name=name)
            found[column] = tuple(path)
        unnamed = [name for i, name in enumerate(history.names) if i not in found]
        if unnamed:
            raise errors.NO_GROUP(Place(self.argument), name=unnamed[0])
        return found


def _tree(paths: dict[int, Path]) -> list[Group]:
    """Every group of the paths; names that differ in case or spaces alone are one."""
    members: dict[Path, list[int]] = {}
    spelled: dict[Path, Path] = {}
    for asset, path in paths.items():
        key = tuple(map(matched, path))
        for level in range(1, len(path) + 1):
            members.setdefault(key[:level], []).append(asset)
            spelled.setdefault(key[:level], path[:level])
    order = {key: i for i, key in enumerate(members)}

    def place(key: Path) -> list[int]:
        return [order[key[:level]] for level in range(1, len(key) + 1)]

    return [Group(spelled[key], tuple(sorted(members[key]))) for key in sorted(members, key=place)]
