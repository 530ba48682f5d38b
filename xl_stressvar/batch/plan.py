"""What every worker of a run reads: inputs checked and laid down once, under one fingerprint."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import __version__, errors
from ..domain import History, Matrix, Origin, Positions, Worst
from ..errors import FileProblem, Place, StressVarError
from ..ooxml.files import written
from ..risk.base_currency import in_base
from ..risk.instruments.listed import Listed
from ..risk.stressed import default_window
from ..risk.worst_window import searchable
from .hierarchy import PORTFOLIO, Node, read_hierarchy
from .instruments import Held, by_portfolio, load_held, read_instruments, write_held
from .job import Job, JobMeasure, measure_of
from .positions import LaidDown, lay_down, read_rows, require_held
from .returns import read_rates, read_returns
from .selection import items_of
from .sources import digest_of

FORMAT = 1  # of plan and parts; another one is no part of this program's
_FOLDER, _FACTS, _NAMES = "plan", "plan.json", "names.json"
_ENDINGS = {".npy", ".bin", ".json"}
_RETURNS, _DAYS, _STARTS, _OWN = "returns.npy", "days.npy", "starts.npy", "nodes.npy"


@dataclass(frozen=True)
class Block:
    """Consecutive items of a plan, from first to before last, in one part."""

    number: int
    first: int
    last: int


@dataclass(frozen=True, eq=False)
class Plan:
    """A run's inputs: items are the portfolios, then the nodes of the hierarchy.

    starts: (portfolios + 1,) where the positions of each begin. node_weights: (nodes, factors).
    lowest: the lowest node of each portfolio. held: options and bonds, by portfolio.
    """

    folder: Path
    fingerprint: str
    block: int
    components: bool
    measures: tuple[JobMeasure, ...]
    history: History
    starts: NDArray[np.int64]
    node_weights: Matrix
    names: list[str]
    lowest: list[int]
    nodes: list[Node]
    facts: Mapping[str, Any]
    held: tuple[Held, ...] = ()

    @property
    def items(self) -> int:
        return len(self.names) + len(self.nodes)

    @property
    def blocks(self) -> list[Block]:
        """Every block, the last one with what is left."""
        starts = range(0, self.items, self.block)
        return [Block(i, a, min(a + self.block, self.items)) for i, a in enumerate(starts)]

    def weights(self, first: int, last: int) -> Matrix:
        """(items, factors) the positions of some items."""
        out = np.zeros((last - first, self.history.assets))
        held = min(last, len(self.names))
        if first < held:
            starts = self.starts[first : held + 1]
            factors, amounts = read_rows(self.folder, int(starts[0]), int(starts[-1]))
            out[np.repeat(np.arange(held - first), np.diff(starts)), factors] = amounts
        else:
            held = first
        node = held - len(self.names)
        out[held - first :] = self.node_weights[node : last - len(self.names)]
        return out

    def instruments(self, item: int) -> list[Listed]:
        """The options and bonds of an item, of each kind a table; none of most. Netted in a node."""
        if not self.held:
            return []
        node = item - len(self.names)
        portfolios = np.array([item]) if node < 0 else self._below[node]
        found = [some for held in self.held if (some := held.of(portfolios)) is not None]
        return found if node < 0 else [some.netted() for some in found]

    @cached_property
    def _below(self) -> list[NDArray[np.int64]]:
        """The portfolios below each node."""
        below: list[list[int]] = [[] for _ in self.nodes]
        for portfolio, node in enumerate(self.lowest):
            below[node].append(portfolio)
        for node in range(len(self.nodes) - 1, 0, -1):
            parent = self.nodes[node].parent
            assert parent is not None
            below[parent] += below[node]
        return [np.sort(np.array(each, dtype=np.int64)) for each in below]

    def named(self, first: int, last: int) -> list[tuple[str, str]]:
        """The name of some items, and the level of each."""
        held = len(self.names)
        portfolios = [(name, PORTFOLIO) for name in self.names[first:last]]
        nodes = self.nodes[max(first - held, 0) : max(last - held, 0)]
        return [*portfolios, *((node.name, node.level) for node in nodes)]


def fingerprint_of(job: Job) -> tuple[str, dict[str, Any]]:
    """A digest of all that the figures depend on, and what it is of. Raises FileProblem."""
    facts = {
        "format": FORMAT,
        "version": __version__,
        "numpy": np.__version__,
        "inputs": {
            name: {"file": file.path.name, "sheet": file.sheet, "sha256": digest_of(file.path)}
            for name, file in job.inputs.items()
        },
        "measures": [measure.settings for measure in job.measures],
        "components": job.components,
        "block": job.block,
        "base": job.base,
    }
    facts = json.loads(json.dumps(facts, default=str))
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest(), facts


def make_plan(job: Job, fingerprint: str, facts: Mapping[str, Any]) -> None:
    """Read and check the inputs, and lay the plan down in place of an older one.

    Raises StressVarError at the file's row and column; the older plan then stays.
    """
    history = read_returns(job.returns)
    _require_windows(job, history)
    hierarchy = read_hierarchy(job.hierarchy)
    with _writing(job.out), np.errstate(all="ignore"):  # a sum that overflows is refused, in words
        new = Path(tempfile.mkdtemp(dir=job.out, prefix=".plan-"))
        try:
            laid = lay_down(job.positions, history, hierarchy, new, currencies=job.base is not None)
            read = read_instruments(job, laid, hierarchy)
            require_held(hierarchy, laid)
            history = _in_base(job, history, laid)
            held = by_portfolio(job, history, laid, read)
            _require_rules(job, history, laid)
            for name, file in job.inputs.items():
                if digest_of(file.path) != facts["inputs"][name]["sha256"]:
                    raise errors.INPUT_CHANGED(file=file.path.name)
            _write(new, history, laid, hierarchy.summed(laid.own))
            write_held(new, held)
            names = {"portfolios": laid.names, "lowest": laid.lowest,
                     "nodes": [[n.level, n.path, n.parent] for n in hierarchy.nodes]}  # fmt: skip
            written(json.dumps(names).encode(), new / _NAMES)
            known = {"fingerprint": fingerprint, "facts": facts, "names": history.names,
                     "date_label": history.date_label, "files": _digests(new)}  # fmt: skip
            written(json.dumps(known, indent=1).encode(), new / _FACTS)
            shutil.rmtree(job.out / _FOLDER, ignore_errors=True)
            new.replace(job.out / _FOLDER)
        finally:
            shutil.rmtree(new, ignore_errors=True)


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """What the system says of a folder that cannot be written to, in words."""
    try:
        yield
    except OSError as problem:
        raise errors.unwritable(folder.name, problem) from None


def _require_windows(job: Job, history: History) -> None:
    """Raise what a measure's window raises for every portfolio alike."""
    for measure in job.measures:
        try:
            if isinstance(measure.windows, Worst):
                searchable(history, None)
                continue
            for window in measure.windows or (default_window(history),):
                history.every_row() if window is None else history.rows(window)
        except StressVarError as failure:
            failure = failure.at(Place(job.returns.path.name))
            raise failure.about(f"Measure {measure.name}") from None


def _in_base(job: Job, history: History, laid: LaidDown) -> History:
    """The returns in the currency of the job, as IN_CURRENCY gives them; a factor not held stays."""
    if job.base is None:
        return history
    fx = None if job.fx is None else read_rates(job.fx)
    codes = [laid.currencies.get(column, job.base) for column in range(history.assets)]
    try:
        values = in_base(history, codes, job.base, fx)
    except StressVarError as failure:
        place = failure.place or Place("history")
        files = {"currencies": job.positions, "fx": job.fx, "history": job.returns}
        file = files.get(place.argument)
        name = file.path.name if file else "the built-in rates"
        raise failure.at(Place(name, label=place.label)) from None
    return replace(history, values=values)


def _require_rules(job: Job, history: History, laid: LaidDown) -> None:
    """Raise what the rules of positions find in the returns, if every portfolio falls under them."""
    with_positions = zip(laid.in_money, laid.counts, strict=True)
    in_money = all(money for money, count in with_positions if count)
    amounts = np.full((1, history.assets), 1.5 if in_money else 1.0)
    try:
        Positions(amounts).each_on(history)
    except StressVarError as failure:
        label = failure.place.label if failure.place else ""
        raise failure.at(Place(job.returns.path.name, label=label)) from None


def _write(folder: Path, history: History, laid: LaidDown, node_weights: Matrix) -> None:
    np.save(folder / _RETURNS, np.ascontiguousarray(history.values))
    if history.dates is not None:
        np.save(folder / _DAYS, history.dates)
    np.save(folder / _STARTS, np.concatenate([[0], np.cumsum(laid.counts)]).astype(np.int64))
    np.save(folder / _OWN, node_weights)


def planned(out: Path) -> str | None:
    """The fingerprint of the plan in a folder; None if there is no whole one."""
    try:
        facts = json.loads((out / _FOLDER / _FACTS).read_bytes())
        return str(facts["fingerprint"])
    except (OSError, ValueError, KeyError):
        return None


def plan_is_whole(out: Path) -> bool:
    """Whether the files of the plan in a folder are those that were laid down."""
    try:
        files = json.loads((out / _FOLDER / _FACTS).read_bytes())["files"]
        return bool(files == _digests(out / _FOLDER))
    except (OSError, ValueError, KeyError, FileProblem):
        return False


def _digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file of a plan, but for the one that holds them.

    What a file manager leaves in a folder it has shown is none of the plan's.
    """
    files = (p for p in sorted(folder.iterdir()) if p.suffix in _ENDINGS and p.name != _FACTS)
    return {path.name: digest_of(path) for path in files}


@lru_cache(maxsize=1)
def load_plan(out: str, fingerprint: str) -> Plan:
    """The plan in a folder, read once a process. Raises FileProblem if it is not that one."""
    folder = Path(out) / _FOLDER
    if planned(Path(out)) != fingerprint:
        raise errors.WORKER_SEES_NOT(folder=out)
    known = json.loads((folder / _FACTS).read_bytes())
    names = json.loads((folder / _NAMES).read_bytes())
    facts = known["facts"]
    days = np.load(folder / _DAYS) if (folder / _DAYS).exists() else None
    origin = Origin("returns", placed=False)
    # Windows would not let a later plan take the place of a file that is mapped
    returns = np.asarray(np.load(folder / _RETURNS, None if sys.platform == "win32" else "r"))
    history = History(returns, tuple(known["names"]), days, origin, known["date_label"])
    nodes = [Node(level, tuple(path), parent) for level, path, parent in names["nodes"]]
    return Plan(
        folder, fingerprint, facts["block"], facts["components"],
        tuple(map(measure_of, facts["measures"])), history,
        np.load(folder / _STARTS), np.load(folder / _OWN),
        names["portfolios"], names["lowest"], nodes, facts, load_held(folder),
    )  # fmt: skip


def selected(plan: Plan, only: str | None) -> list[Block]:
    """The blocks that hold a portfolio or node of LEVEL=NAME; every one without it.

    Raises FileProblem for a level or a name that the job does not have.
    """
    if only is None:
        return plan.blocks
    wanted = items_of(plan.names, plan.lowest, plan.nodes, only)
    return [block for block in plan.blocks if wanted[block.first : block.last].any()]


def make_folder(out: Path) -> None:
    """The folder of the results. Raises FileProblem."""
    with _writing(out):
        out.mkdir(parents=True, exist_ok=True)
        if not os.access(out, os.W_OK):
            raise PermissionError(13, "permission denied")
