"""What lies in the bundle's site-packages: the pinned wheels and this package, unpacked as pip would."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tools.licences import IN_BUNDLE, is_licence_file, unexplained
from xl_stressvar import __version__, errors
from xl_stressvar.install import identity

ROOT = Path(__file__).parents[2]
#: Folders of a wheel that the engine does not need, and why they stay out.
LEFT_OUT = {
    "xlwings/pro": "not free for commercial use",
    "xlwings/addin": "xlwings' own add-in, which carries parts under other licences",
    "adodbapi": "LGPL",
    "pythonwin": "an editor, with parts under other licences",
    "isapi": "for web servers",
    "win32comext": "for programs that we do not call",
}
_LEFT_OUT_FILES = re.compile(
    r"PyWin32\.chm|.*/LICENSE_PRO\.txt|.*licenses/(adodbapi|pythonwin|isapi)/.*"
)

Files = dict[str, bytes]


@dataclass(frozen=True)
class Pin:
    """A line of the requirements: what is allowed in."""

    project: str
    version: str
    hashes: frozenset[str]


def pinned(requirements: str) -> Iterator[Pin]:
    for line in requirements.splitlines():
        if match := re.match(r"([\w.-]+)==(\S+) (.*)", line):
            hashes = re.findall(r"--hash=sha256:(\w{64})", match[3])
            yield Pin(match[1], match[2], frozenset(hashes))


def packages(wheels: Path, requirements: Path) -> Files:
    """The required wheels, without what is left out; each with the list of its files that are there."""
    files: Files = {}
    for pin in pinned(requirements.read_text("utf-8")):
        found = sorted(wheels.glob(f"{pin.project.replace('-', '_')}-{pin.version}-*.whl"))
        if not found:
            raise errors.NO_FILE(file=f"{pin.project}-{pin.version}-*.whl")
        content = unzipped(checked(found[0], pin.hashes))
        kept = {place: data for name, data in content.items() if (place := placed(name))}
        texts = {n: d.decode("utf-8", "replace") for n, d in kept.items() if is_licence_file(n)}
        if asked := list(unexplained(pin.project, texts, IN_BUNDLE)):
            raise errors.NOT_CLEARED(file=found[0].name, what=(asked[0],))
        info = f"{pin.project.replace('-', '_')}-{pin.version}.dist-info"
        files |= recorded(kept, info)
    return files


def placed(name: str) -> str | None:
    """Where a wheel's member goes below site-packages, if it is wanted there.

    *.data/purelib and platlib belong there; its scripts, headers and data (xlwings' DLLs among them,
    which our engine does not use) do not. numpy's and scipy's own tests are a third of their size.
    """
    parts = PurePosixPath(name).parts
    if parts[0].endswith(".data"):
        parts = parts[2:] if len(parts) > 2 and parts[1] in {"purelib", "platlib"} else ()
    if not parts or (parts[0] in {"numpy", "scipy"} and "tests" in parts):
        return None
    place = "/".join(parts)
    if any(place.startswith(f"{folder}/") for folder in LEFT_OUT) or _LEFT_OUT_FILES.fullmatch(
        place
    ):
        return None
    return place


def this_package(addin: bytes | None = None) -> Files:
    """This package as it stands in the source tree, with the add-in and the templates.

    addin: what stands in for the add-in of the tree, such as the same with a signature.
    """
    package = ROOT / "xl_stressvar"
    files = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    # where an installed package has them; the tab's Templates menu asks the engine for them
    files |= {
        f"xl_stressvar/workbooks/{path.name}": path.read_bytes()
        for path in (ROOT / "workbooks").glob("*.xlsx")
    }
    place = f"xl_stressvar/install/{identity.ADDIN}"
    if addin is not None:
        files[place] = addin
    if place not in files:
        raise errors.ADDIN_NOT_BUILT(file=identity.ADDIN)
    info = f"xl_stressvar-{__version__}.dist-info"
    files[f"{info}/METADATA"] = (
        f"Metadata-Version: 2.4\nName: xl-stressvar\nVersion: {__version__}\nLicense-Expression: MIT\n"
    ).encode()
    files[f"{info}/licenses/LICENSE"] = (ROOT / "LICENSE").read_bytes()
    return recorded(files, info)


def recorded(files: Files, info: str) -> Files:
    """The files with a list of them and their hashes, as pip leaves it; `doctor` compares it later."""
    files = {**files, f"{info}/INSTALLER": b"StressVaR bundle\n"}
    listing = io.StringIO()
    lines = csv.writer(listing, lineterminator="\n")
    files.pop(f"{info}/RECORD", None)
    for name in sorted(files):
        digest = base64.urlsafe_b64encode(hashlib.sha256(files[name]).digest()).rstrip(b"=")
        lines.writerow((name, f"sha256={digest.decode()}", len(files[name])))
    lines.writerow((f"{info}/RECORD", "", ""))
    return {**files, f"{info}/RECORD": listing.getvalue().encode()}


def checked(file: Path, hashes: frozenset[str]) -> bytes:
    if not file.is_file():
        raise errors.NO_FILE(file=file.name)
    data = file.read_bytes()
    if sha256(data) not in hashes:
        raise errors.OTHER_HASH(file=file.name, found=(sha256(data),))
    return data


def unzipped(data: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
