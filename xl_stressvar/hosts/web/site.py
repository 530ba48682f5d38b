"""The folder that a web server hands out: pages, functions, Python, manifests, and notes for whoever runs it."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import re
import shutil
import tempfile
from importlib.metadata import distribution
from pathlib import Path
from string import Template

from ... import errors, templates
from ...catalogue import CATALOGUE, Catalogue
from ...ooxml.files import written
from . import books, icons, pyodide
from . import engine as package
from .manifests import ICONS, manifest_json, manifest_xml, origin
from .metadata import catalogue_js, functions_json

#: What the pages may do, as a header and in the pages themselves: no eval, no other host but Microsoft's for office.js.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' https://appsforoffice.microsoft.com; "
    "style-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'"
)
_HERE = (  # for HOSTING.txt
    "Static files. No program runs on the server, nothing is installed on the PC, no cell leaves it: the\n"
    f"functions run in the browser part of Excel, in Python (Pyodide {pyodide.VERSION}, WebAssembly). The pages may open no\n"
    "connection but to this folder; office.js alone comes from Microsoft (appsforoffice.microsoft.com)."
)
_THERE = (
    "Static files; nothing is installed on the PC. Cells are sent to $engine, where\n"
    "xl-stressvar serve calculates. The pages may open no connection but to that address and to this folder;\n"
    "office.js alone comes from Microsoft (appsforoffice.microsoft.com)."
)
SUMS, NOTES = "SHA256SUMS", "HOSTING.txt"
_ADDRESS = re.compile(
    r"https://[\w.-]+(:\d+)?(/[\w.~/-]*)?|http://(localhost|127\.0\.0\.1)(:\d+)?(/[\w.~/-]*)?"
)
_PACKAGE = Path(__file__).parents[2]


def pages() -> Path:
    """Where the pages are: inside an installed package, or at the top of a checkout."""
    inside = _PACKAGE / "web"
    return inside if inside.is_dir() else _PACKAGE.parent / "web"


def policy(engine: str = "") -> str:
    """POLICY, where the cells are calculated at the address `engine`: no Python in the page, one host more."""
    if not engine:
        return POLICY
    without = POLICY.replace(" 'wasm-unsafe-eval'", "").replace("worker-src 'self'; ", "")
    return without.replace("connect-src 'self'", f"connect-src 'self' {origin(engine)}")


def site(
    base: str, python: Path | None, engine: str = "", catalogue: Catalogue = CATALOGUE
) -> dict[str, bytes]:
    """The files by name, for a folder that users reach under the address `base`.

    python: the folder of a Pyodide; or None, and `engine` the address of a calculation server.
    Raises: FileProblem.
    """
    base = base.rstrip("/")
    if not _ADDRESS.fullmatch(base):
        raise errors.NO_BASE(base=repr(base))
    if bool(engine) is (python is not None):
        raise errors.ONE_ENGINE()
    if engine and not _ADDRESS.fullmatch(engine):
        raise errors.NO_ENGINE_ADDRESS(engine=repr(engine))
    python_files = {} if python is None else pyodide.files(python)
    files = {f"{pyodide.FOLDER}/{name}": data for name, data in python_files.items()}
    files |= {
        path.name: _page(path, engine)
        for path in sorted(pages().iterdir())
        if path.suffix not in (".md", ".txt")
    }
    files |= {f"icon-{size}.png": icons.png(size) for size in ICONS}
    files |= {
        f"templates/{name}.xlsx": books.converted(path, catalogue)
        for name, path in templates.templates().items()
    }
    checked = {
        name: integrity(data) for name, data in python_files.items() if name in pyodide.INTERPRETER
    }
    files |= _generated(base, engine, checked, catalogue)
    files |= {NOTES: _hosting(base, engine), "LICENCES.txt": _licences(python is not None)}
    sums = [f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in sorted(files.items())]
    return files | {SUMS: "\n".join([*sums, ""]).encode()}


def _page(path: Path, engine: str) -> bytes:
    data = path.read_bytes()
    return (
        data.replace(POLICY.encode(), policy(engine).encode()) if path.suffix == ".html" else data
    )


def _generated(
    base: str, engine: str, python: dict[str, str], catalogue: Catalogue
) -> dict[str, bytes]:
    ours = b"" if engine else package.engine()
    known = {
        "address": engine,
        "file": package.name(ours),
        "integrity": integrity(ours),
        "python": python,
    }
    asked = {name: templates.question(path) for name, path in templates.templates().items()}
    return ({package.name(ours): ours} if ours else {}) | {
        "functions.json": functions_json(base, catalogue).encode(),
        "catalogue.js": catalogue_js(known, asked, catalogue).encode(),
        "manifest.xml": manifest_xml(base, engine).encode(),
        "manifest.json": manifest_json(base, engine, catalogue).encode(),
    }


def integrity(data: bytes) -> str:
    """The hash as a browser checks it when it fetches a file."""
    return "sha256-" + base64.b64encode(hashlib.sha256(data).digest()).decode()


def _hosting(base: str, engine: str) -> bytes:
    text = Template((pages() / NOTES).read_text("utf-8"))
    what = Template(_THERE).substitute(engine=engine) if engine else _HERE
    return text.substitute(base=base, policy=policy(engine), what=what).encode()


def _licences(python: bool) -> bytes:
    """Who made what is in the folder, and under which licence; texts of those that are packed into our own zip."""
    ours = distribution("xl-stressvar").read_text("licenses/LICENSE") or _text(
        _PACKAGE.parent / "LICENSE"
    )
    texts = ["xl-stressvar (the pages, the functions, the workbooks): MIT", ours or ""]
    if not python:
        return "\n\n".join(texts).encode()
    cachetools = distribution("cachetools").read_text("licenses/LICENSE")
    return "\n\n".join([
        *texts, "cachetools (in the same zip): MIT", cachetools or "",
        f"Pyodide {pyodide.VERSION} (pyodide/): MPL-2.0. Its source: https://github.com/pyodide/pyodide",
        "CPython (pyodide/): PSF-2.0. NumPy, SciPy, OpenBLAS (pyodide/): BSD-3-Clause, each with its text in its file.",
        "",
    ]).encode()  # fmt: skip


def _text(path: Path) -> str | None:
    return path.read_text("utf-8") if path.is_file() else None


def require_place(out: Path, replace: bool) -> None:
    """Raise FileProblem for a folder that is there, and is neither empty nor one to replace."""
    empty = out.is_dir() and not any(out.iterdir())
    if out.exists() and not empty and not (replace and (out / SUMS).is_file()):
        raise errors.FOLDER_THERE(folder=out.name)


def build(out: Path, files: dict[str, bytes], replace: bool = False) -> None:
    """The files as a folder, whole or not at all. Only a folder that this wrote is replaced.

    Raises: FileProblem.
    """
    require_place(out, replace)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".xl-stressvar-", dir=out.parent))
    except OSError as problem:
        raise errors.unwritable(out.name, problem) from None
    old = made.with_name(made.name + ".old")
    try:
        for name, data in files.items():
            (made / name).parent.mkdir(exist_ok=True)
            written(data, made / name)
        made.chmod(0o755)
        if out.exists():
            out.replace(old)
        made.replace(out)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as problem:
        with contextlib.suppress(OSError):  # the folder that was there, if it was moved aside
            old.replace(out)
        raise errors.unwritable(out.name, problem) from None
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(made)
