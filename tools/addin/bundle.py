"""One zip for a PC without Python or network: `make windows-bundle`, or `python -m tools.addin.bundle`.

    StressVaR-VERSION/
      install.cmd, uninstall.cmd, README.txt, LICENSE
      sbom.cdx.json      its parts, for a vulnerability scanner
      python/            an official CPython for Windows, as its embeddable zip has it
      python/Lib/site-packages/
                         the wheels of tools/addin/windows/requirements.txt and this package, unpacked

Nothing is fetched here. The interpreter's zip is held against the SHA-256 in tools/addin/windows/python.txt,
the wheels against those in requirements.txt beside it. The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tools.addin.sbom import NAME as SBOM
from tools.addin.sbom import Part, sbom
from tools.addin.site_packages import (
    ROOT,
    Files,
    checked,
    packages,
    pinned,
    sha256,
    this_package,
    unzipped,
)
from xl_stressvar import __version__, errors
from xl_stressvar.errors import StressVarError
from xl_stressvar.install import identity
from xl_stressvar.ooxml.files import zipped

WINDOWS = ROOT / "tools" / "addin" / "windows"
SCRIPTS = ("install.cmd", "uninstall.cmd", "README.txt")
SITE = "python/Lib/site-packages"
#: SPDX expressions, as the wheels' own metadata say or mean.
LICENCES = {
    "cachetools": "MIT",
    "numpy": "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",
    "pywin32": "PSF-2.0",
    "scipy": "BSD-3-Clause",
    "xlwings": "BSD-3-Clause",
}


@dataclass(frozen=True)
class Inputs:
    """What a bundle is made of: files, and the lists of their names and hashes."""

    python: Path  # the embeddable CPython
    wheels: Path  # the folder that has them
    pin: Path = WINDOWS / "python.txt"
    requirements: Path = WINDOWS / "requirements.txt"


def bundle(inputs: Inputs, out: Path, sign: str = "") -> Path:
    """Write the zip, and beside it its list of parts and a file with its SHA-256.

    sign: a command that signs the file that is put behind it, such as signtool with a certificate.
    Raises: FileProblem for an input that is missing or not the one that was named.
    """
    parts = sbom(list(contents(inputs)))
    files = {
        **{f"python/{name}": data for name, data in interpreter(inputs).items()},
        **{
            f"{SITE}/{name}": data
            for name, data in packages(inputs.wheels, inputs.requirements).items()
        },
        **{f"{SITE}/{name}": data for name, data in this_package(signed(sign)).items()},
        **{name: (WINDOWS / name).read_bytes() for name in SCRIPTS},
        "LICENSE": (ROOT / "LICENSE").read_bytes(),
        SBOM: parts,
    }
    top = f"StressVaR-{__version__}"
    inside = {f"{top}/{name}": files[name] for name in sorted(files)}
    out.write_bytes(zipped(inside, zipfile.ZIP_DEFLATED))
    out.with_name(f"{out.name}.sha256").write_text(f"{sha256(out.read_bytes())}  {out.name}\n")
    out.with_name(f"{out.stem}.cdx.json").write_bytes(parts)
    return out


def interpreter(inputs: Inputs) -> Files:
    """The embeddable CPython, told to look for packages: by default it has no site-packages."""
    _, hashes = pinned_python(inputs.pin)
    files = unzipped(checked(inputs.python, hashes))
    for name in files:
        if re.fullmatch(r"python3\d+\._pth", name):
            library = name.replace("._pth", ".zip")
            files[name] = f"{library}\r\n.\r\nLib\\site-packages\r\nimport site\r\n".encode()
            return files
    raise errors.NOT_EMBEDDABLE(file=inputs.python.name)


def pinned_python(pin: Path) -> tuple[str, frozenset[str]]:
    """The name of the interpreter's zip, and the hashes that it may have."""
    (line,) = [line for line in pin.read_text("utf-8").splitlines() if not line.startswith("#")]
    name, _, rest = line.partition(" ")
    return name, frozenset(re.findall(r"--hash=sha256:(\w{64})", rest))


def contents(inputs: Inputs) -> list[Part]:
    """The parts of others, from the lists: what else lies in the inputs is refused by its hash."""
    name, hashes = pinned_python(inputs.pin)
    version = name.split("-")[1]
    parts = [
        Part("cpython", version, f"pkg:generic/cpython@{version}", min(hashes), "PSF-2.0"),
    ]
    for pin in pinned(inputs.requirements.read_text("utf-8")):
        purl = f"pkg:pypi/{pin.project}@{pin.version}"
        parts.append(Part(pin.project, pin.version, purl, min(pin.hashes), LICENCES[pin.project]))
    return parts


def signed(command: str) -> bytes | None:
    """The add-in after somebody's own signing command; None without one."""
    if not command:
        return None
    source = ROOT / "xl_stressvar" / "install" / identity.ADDIN
    if not source.is_file():
        raise errors.ADDIN_NOT_BUILT(file=identity.ADDIN)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, identity.ADDIN)
        copy.write_bytes(source.read_bytes())
        subprocess.run([*shlex.split(command), str(copy)], check=True)
        return copy.read_bytes()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tools.addin.bundle",
        description="Pack everything for a Windows PC without Python or network.",
    )
    name, _ = pinned_python(Inputs.pin)
    add = parser.add_argument
    add("--python", type=Path, required=True, metavar="ZIP", help=f"{name}, from its release page")
    add("--wheels", type=Path, required=True, metavar="FOLDER",
        help="the wheels of tools/addin/windows/requirements.txt")  # fmt: skip
    add("--out", type=Path, default=Path(f"StressVaR-{__version__}.zip"), metavar="ZIP")
    add("--sign", default="", metavar="COMMAND",
        help="signs the file that is put behind it: the add-in, before it is packed")  # fmt: skip
    chosen = parser.parse_args(arguments)
    try:
        out = bundle(Inputs(chosen.python, chosen.wheels), chosen.out, chosen.sign)
    except StressVarError as problem:
        print(problem, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failed:
        print(
            f"Nothing was packed: the signing command ended with {failed.returncode}.",
            file=sys.stderr,
        )
        return 1
    print(f"{out}: {out.stat().st_size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
