"""One zip for a PC without Python, network or administrator: `python -m tools.addin.bundle`.

    StressVaR-VERSION/
      install.cmd, uninstall.cmd, README.txt, LICENSE
      python/            an official CPython for Windows, as its embeddable zip has it
      python/Lib/site-packages/
                         the wheels of tools/addin/windows/requirements.txt and this package, unpacked

Nothing is fetched here. The interpreter's zip is named with its SHA-256, the wheels are held against
the hashes in the requirements. The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from xl_stressvar import __version__, errors
from xl_stressvar.errors import StressVarError
from xl_stressvar.install import identity
from xl_stressvar.ooxml.files import zipped

ROOT = Path(__file__).parents[2]
REQUIREMENTS = ROOT / "tools" / "addin" / "windows" / "requirements.txt"
SCRIPTS = ("install.cmd", "uninstall.cmd", "README.txt")
SITE = "python/Lib/site-packages"
_PACKAGE_FILES = {".py", ".typed", ".gz", ".csv", ".md", ".xlam", ".xlsx", ".json", ".idl", ".xml"}

Files = dict[str, bytes]


def bundle(python: Path, python_sha256: str, wheels: Path, out: Path) -> Path:
    """Write the zip, and beside it a file with its SHA-256.

    Raises: FileProblem for an input that is missing or not the one that was named.
    """
    files = {
        **{f"python/{name}": data for name, data in interpreter(python, python_sha256).items()},
        **{f"{SITE}/{name}": data for name, data in packages(wheels).items()},
        **{f"{SITE}/{name}": data for name, data in this_package().items()},
        **{name: (ROOT / "tools" / "addin" / "windows" / name).read_bytes() for name in SCRIPTS},
        "LICENSE": (ROOT / "LICENSE").read_bytes(),
    }
    top = f"StressVaR-{__version__}"
    inside = {f"{top}/{name}": files[name] for name in sorted(files)}
    out.write_bytes(zipped(inside, zipfile.ZIP_DEFLATED))
    out.with_name(f"{out.name}.sha256").write_text(f"{_sha256(out.read_bytes())}  {out.name}\n")
    return out


def interpreter(archive: Path, sha256: str) -> Files:
    """The embeddable CPython, told to look for packages: by default it has no site-packages."""
    files = _unzipped(_checked(archive, {sha256.lower()}))
    for name in files:
        if re.fullmatch(r"python3\d+\._pth", name):
            zipped = name.replace("._pth", ".zip")
            files[name] = f"{zipped}\r\n.\r\nLib\\site-packages\r\nimport site\r\n".encode()
            return files
    raise errors.NOT_EMBEDDABLE(file=archive.name)


def packages(wheels: Path, requirements: Path = REQUIREMENTS) -> Files:
    """The required wheels, as pip would unpack them, without their scripts and tests."""
    files: Files = {}
    for project, version, hashes in pinned(requirements.read_text("utf-8")):
        found = sorted(wheels.glob(f"{project.replace('-', '_')}-{version}-*.whl"))
        if not found:
            raise errors.NO_FILE(file=f"{project}-{version}-*.whl")
        for name, data in _unzipped(_checked(found[0], hashes)).items():
            if place := _in_site_packages(name):
                files[place] = data
    return files


def pinned(requirements: str) -> Iterator[tuple[str, str, set[str]]]:
    """Name, version and allowed hashes of each line."""
    for line in requirements.splitlines():
        if match := re.match(r"([\w.-]+)==(\S+) (.*)", line):
            yield match[1], match[2], set(re.findall(r"--hash=sha256:(\w{64})", match[3]))


def this_package() -> Files:
    """This package as it stands in the source tree, with the add-in and the templates."""
    package = ROOT / "xl_stressvar"
    files = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in package.rglob("*")
        if path.is_file() and path.suffix in _PACKAGE_FILES and "__pycache__" not in path.parts
    }
    # where an installed package has them; the tab's Templates menu asks the engine for them
    files |= {
        f"xl_stressvar/workbooks/{path.name}": path.read_bytes()
        for path in (ROOT / "workbooks").glob("*.xlsx")
    }
    if f"xl_stressvar/install/{identity.ADDIN}" not in files:
        raise errors.ADDIN_NOT_BUILT(file=identity.ADDIN)
    return files


def _in_site_packages(name: str) -> str | None:
    """Where a wheel's member goes below site-packages, if it is wanted there.

    *.data/purelib and platlib belong there; its scripts, headers and data (xlwings' DLLs among them,
    which our engine does not use) do not. numpy's and scipy's own tests are a third of their size.
    """
    parts = PurePosixPath(name).parts
    if parts[0].endswith(".data"):
        parts = parts[2:] if len(parts) > 2 and parts[1] in {"purelib", "platlib"} else ()
    if not parts or (parts[0] in {"numpy", "scipy"} and "tests" in parts):
        return None
    return "/".join(parts)


def _checked(file: Path, hashes: set[str]) -> bytes:
    if not file.is_file():
        raise errors.NO_FILE(file=file.name)
    data = file.read_bytes()
    if _sha256(data) not in hashes:
        raise errors.OTHER_HASH(file=file.name, found=(_sha256(data),))
    return data


def _unzipped(data: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tools.addin.bundle",
        description="Pack everything for a Windows PC without Python, network or administrator.",
    )
    parser.add_argument(
        "--python",
        type=Path,
        required=True,
        metavar="ZIP",
        help="an official CPython 3.11 embeddable package for 64-bit Windows",
    )
    parser.add_argument(
        "--python-sha256", required=True, metavar="HEX", help="its SHA-256 from the release page"
    )
    parser.add_argument(
        "--wheels",
        type=Path,
        required=True,
        metavar="FOLDER",
        help="the wheels of tools/addin/windows/requirements.txt",
    )
    parser.add_argument(
        "--out", type=Path, default=Path(f"StressVaR-{__version__}.zip"), metavar="ZIP"
    )
    chosen = parser.parse_args(arguments)  # fmt: skip
    try:
        out = bundle(chosen.python, chosen.python_sha256, chosen.wheels, chosen.out)
    except StressVarError as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{out}: {out.stat().st_size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
