"""The validation table: for every function and method, an outside source's figure beside ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.generate.differences import differences
from tools.generate.vectors import Expected, Vector, load
from xl_stressvar.catalogue import CATALOGUE, Catalogue, Entry

_ROOT = Path(__file__).parents[2]
_CHOICES = ("method", "rule", "kind")  # the arguments that pick another estimator
_MOST_WITHOUT = 5
#: Functions without a figure of an outside source, each with the reason.
WITHOUT = {
    "LOAD_HISTORY": "returns a text handle, no figure; every function takes it in a history's place",
    "STRESSVAR_WHY": "returns the sentence behind an error cell, no figure",
    "STRESSVAR_VERSION": "returns the version as text, no figure",
}
#: Methods that a function refuses by contract.
REFUSED = {
    "VAR_INTERVAL": {
        "student t",
        "cornish fisher",
        "monte carlo",
        "ewma",
        "filtered",
        "volatility scaled",
        "garch",
        "evt",
    },
}
_KINDS = {"published": "published", "regulation": "regulation", "library": "library",
          "identity": "by hand"}  # fmt: skip


def unsigned(contract: str, catalogue: Catalogue = CATALOGUE) -> list[str]:
    """The lines that the contract lacks: a function may be changed freely until it has one."""
    signed = {line.split("(")[0] for line in contract.splitlines()}
    return [entry.signature for entry in catalogue if entry.name not in signed]


def wanted(catalogue: Catalogue = CATALOGUE) -> Iterator[tuple[str, str]]:
    """Every function, with every method, rule or kind that it knows ("" if it has none)."""
    for entry in catalogue:
        for method in _choices(entry):
            if method not in REFUSED.get(entry.name, ()):
                yield entry.name, method


def _choices(entry: Entry) -> tuple[str, ...]:
    for p in entry.parameters:
        if p.name in _CHOICES:
            return tuple(getattr(p.kind, "words", ())) or ("",)
    return ("",)


def validation(root: Path = _ROOT) -> str:
    """docs/validation.md."""
    vectors: dict[tuple[str, str], list[Vector]] = {}
    for v in load(root):
        vectors.setdefault((v.function, v.method), []).append(v)
    rows, without = [], []
    for name, method in wanted():
        found = vectors.pop((name, method), [])
        if found:
            rows.append(_row(name, method, found))
        else:
            without.append(name)
    if vectors:
        raise LookupError(f"vectors for no function or method: {sorted(vectors)}")
    unknown = [name for name in without if name not in WITHOUT]
    if unknown or len(without) > _MOST_WITHOUT:
        raise LookupError(
            f"no vector from an outside source for {', '.join(sorted(set(unknown)))}: add one to "
            "tests/conformance/vectors/*.toml, whose README says how"
        )
    if lines := unsigned((root / "tests" / "unit" / "contract.txt").read_text(encoding="utf-8")):
        raise LookupError(f"add to tests/unit/contract.txt: {'; '.join(lines)}")
    none = "\n".join(f"| `{name}` | {WITHOUT[name]} |" for name in without)
    return f"""# Validation

Every function and method against a source outside this project. Each row shows one figure of the
vectors in `tests/conformance/vectors`, by preference a published one, then a regulation's, then one computed by
another library; the last column counts all of them. All are tested on every run; the sources with place and date, and the
reason for each tolerance, stand in the vectors. Where others compute something else on purpose, see
[differences](differences.md). <!-- written by make generate -->

Figures are shown to six digits. A difference is shown in the unit of the figure; "exact" is a relative
difference below 1e-12, "close" one below 1e-6 (an iteration or an optimiser of either side). Where it
is larger the source is rounded, or its method samples, as the tolerance allows.

| function | method | outside source | theirs | ours | difference | allowed | vectors |
|---|---|---|---|---|---|---|---|
{chr(10).join(rows)}

## Without an outside source

| function | reason |
|---|---|
{none}
"""


def _row(name: str, method: str, found: list[Vector]) -> str:
    """One vector for the eye: the kind nearest to print first, a number before a table of them."""
    order = list(_KINDS)
    shown = min(found, key=lambda v: (order.index(v.kind), _size(v.expected)))
    ours = shown.ours()
    source = shown.source["title"] if shown.kind != "library" else shown.source["version"]
    place = shown.source["place"]
    cells = (
        f"`{name}`", method, f"{source}: {place} ({_KINDS[shown.kind]})", _shown(shown.expected),
        _shown(ours), _difference(shown, ours), _allowed(shown), str(len(found)),
    )  # fmt: skip
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def _size(value: Expected) -> int:
    return sum(map(_size, value)) if isinstance(value, list) else 1


def _shown(value: Expected) -> str:
    """A figure to six digits; of a table its first figures."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        flat = list(_flat(value))
        few = ", ".join(_shown(v) for v in flat[:3])
        return few if len(flat) <= 3 else f"{few}, … ({len(flat)})"
    return f"{value:,.0f}" if abs(value) >= 1e5 else f"{value:.6g}"


def _flat(value: Expected) -> Iterator[float | str]:
    if isinstance(value, list):
        for inner in value:
            yield from _flat(inner)
    else:
        yield value


def _difference(vector: Vector, ours: Expected) -> str:
    """To two digits; what another processor may round otherwise is "exact" or "close"."""
    far = vector.difference(ours)
    size = max((abs(v) for v in _flat(vector.expected) if not isinstance(v, str)), default=1.0)
    if far <= 1e-12 * max(size, 1e-3):
        return "exact"
    return "close" if far <= 1e-6 * size else f"{far:.1e}"


def _allowed(vector: Vector) -> str:
    t = vector.tolerance
    parts = [f"{t.absolute:.2g}"] if t.absolute else []
    parts += [f"{t.relative:.2g} of it"] if t.relative else []
    return " + ".join(parts) or "0"


def write(folder: Path) -> None:
    """The target of `make generate`: docs/validation.md and the tables of docs/differences.md."""
    docs = folder / "docs"
    docs.mkdir(parents=True, exist_ok=True)
    (docs / "validation.md").write_text(validation(_ROOT), encoding="utf-8")
    (docs / "differences.md").write_text(differences(_ROOT), encoding="utf-8")
