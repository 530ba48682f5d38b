"""The folder for a web server: what is in it, where from, and what is refused."""

from __future__ import annotations

import ast
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image

from xl_stressvar import templates
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.cli.main import main
from xl_stressvar.dispatch import call
from xl_stressvar.errors import StressVarError
from xl_stressvar.hosts.web import books, engine, icons, pyodide, site
from xl_stressvar.hosts.web.manifests import manifest_json, manifest_xml
from xl_stressvar.hosts.web.metadata import functions_json, identity

BASE = "https://addins.example.com/stressvar"


@pytest.fixture
def python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for Pyodide: small files, with their hashes as published."""
    return _python(tmp_path, monkeypatch)


def _python(parent: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = parent / "pyodide"
    folder.mkdir()
    packages = {
        name: {
            "file_name": f"{name}.whl",
            "depends": depends,
            "sha256": _put(folder / f"{name}.whl"),
        }
        for name, depends in {
            "numpy": [],
            "scipy": ["numpy", "openblas"],
            "openblas": [],
            "pandas": [],
        }.items()
    }
    hashes = {name: _put(folder / name) for name in pyodide.INTERPRETER}
    hashes[pyodide.LOCK] = _put(folder / pyodide.LOCK, json.dumps({"packages": packages}))
    monkeypatch.setattr(pyodide, "INTERPRETER", hashes)
    return folder


def _put(path: Path, text: str = "") -> str:
    data = (text or path.name).encode()
    path.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def web(out: Path, python: Path, *more: str, base: str = BASE) -> int:
    return main(["web", str(out), "--base", base, "--pyodide", str(python), *more])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder, once: nothing below changes it."""
    parent = tmp_path_factory.mktemp("web")
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert web(parent / "out", _python(parent, monkeypatch)) == 0
    return parent / "out"


# --- the folder -----------------------------------------------------------------------------------
def test_every_file_is_in_the_sums_and_has_its_hash(made: Path) -> None:
    sums = dict(line.split("  ")[::-1] for line in (made / "SHA256SUMS").read_text().splitlines())
    files = {p.relative_to(made).as_posix() for p in made.rglob("*") if p.is_file()}
    assert files - {"SHA256SUMS"} == set(sums)
    for name, digest in sums.items():
        assert hashlib.sha256((made / name).read_bytes()).hexdigest() == digest


def test_pyodide_is_what_numpy_and_scipy_need_and_no_more(made: Path, python: Path) -> None:
    copied = {path.name for path in (made / "pyodide").iterdir()}
    assert copied == {path.name for path in python.iterdir()} - {"pandas.whl"}


@pytest.mark.slow
def test_the_same_folder_comes_out_again(made: Path, python: Path, tmp_path: Path) -> None:
    assert web(tmp_path / "again", python) == 0
    assert (made / "SHA256SUMS").read_text() == (tmp_path / "again" / "SHA256SUMS").read_text()


def test_every_file_that_a_page_script_or_manifest_names_is_there(made: Path) -> None:
    missing = []
    for path in made.iterdir():
        if path.suffix in (".html", ".js"):
            named = re.findall(
                r'(?:from|src=|href=|new URL\()\s*"(\.?/?[\w/.-]+\.\w+)"', path.read_text()
            )
            missing += [(path.name, name) for name in named if not (made / name).is_file()]
        elif path.name.startswith(("manifest", "functions.json")):
            named = re.findall(rf'{BASE}/([^"#]+)', path.read_text())
            assert named
            missing += [(path.name, name) for name in named if not (made / name).is_file()]
    assert not missing


def test_the_pages_carry_the_policy_that_the_notes_give(made: Path) -> None:
    assert site.POLICY in (made / "HOSTING.txt").read_text()
    for page in made.glob("*.html"):
        assert (
            f'<meta http-equiv="Content-Security-Policy" content="{site.POLICY}">'
            in page.read_text()
        )


def test_no_page_has_script_or_style_of_its_own_inside(made: Path) -> None:
    """The policy would forbid them."""
    pages = list(made.glob("*.html"))
    assert pages
    for page in pages:
        text = page.read_text()
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", text), page.name


def test_the_folder_says_under_which_licences_it_is(made: Path) -> None:
    text = (made / "LICENCES.txt").read_text()
    for words in (
        "Permission is hereby granted",
        "cachetools",
        "MPL-2.0",
        "PSF-2.0",
        "BSD-3-Clause",
    ):
        assert words in text


# --- with the engine on a server ------------------------------------------------------------------
ENGINE = "https://risk.example.com/answer"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("served") / "out"
    assert main(["web", str(out), "--base", BASE, "--engine", ENGINE]) == 0
    return out


def test_with_a_server_there_is_no_python_in_the_folder(served: Path) -> None:
    assert not (served / "pyodide").exists()
    assert not list(served.glob("*.zip"))
    assert f'"address": "{ENGINE}"' in (served / "catalogue.js").read_text()
    assert "Pyodide" not in (served / "LICENCES.txt").read_text()


def test_with_a_server_the_pages_may_ask_it_and_run_no_webassembly(served: Path) -> None:
    allowed = "connect-src 'self' https://risk.example.com;"
    for page in served.glob("*.html"):
        assert allowed in page.read_text()
        assert "wasm" not in page.read_text()
    assert allowed in (served / "HOSTING.txt").read_text()


def test_with_a_server_nothing_says_that_cells_stay(served: Path) -> None:
    for name in ("manifest.xml", "manifest.json", "HOSTING.txt"):
        text = (served / name).read_text()
        assert "no cell leaves" not in text
        assert "risk.example.com" in text


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ([], "The folder needs one of --pyodide and --engine."),
        (["--pyodide", "x", "--engine", ENGINE], "The folder needs one of --pyodide and --engine."),
        (["--engine", "http://risk.example.com"], "is not the address of a calculation server"),
        (["--engine", "https://a; script-src *"], "is not the address of a calculation server"),
    ],
)
def test_one_engine_at_an_address_that_is_encrypted(
    options: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["web", str(tmp_path / "out"), "--base", BASE, *options]) == 1
    assert says in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


# --- what is refused ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "base",
    [
        "addins.example.com",
        "http://addins.example.com",
        "https://",
        "https://a b",
        'https://a/"x',
        "https://a/?q=1",
    ],
)
def test_an_address_that_excel_takes_no_add_in_from_is_refused(
    base: str, python: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert web(tmp_path / "out", python, base=base) == 1
    assert "is not an address that Excel loads an add-in from" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["pyodide.asm.wasm", "openblas.whl", "pyodide-lock.json"])
def test_a_file_that_is_not_the_published_one_is_refused(
    name: str, python: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (python / name).write_bytes(b"other")
    assert web(tmp_path / "out", python) == 1
    assert (
        f"{name} is not the one that Pyodide {pyodide.VERSION} was published with"
        in capsys.readouterr().err
    )
    assert not (tmp_path / "out").exists()


def test_a_missing_file_is_named(
    python: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (python / "scipy.whl").unlink()
    assert web(tmp_path / "out", python) == 1
    assert f"scipy.whl of Pyodide {pyodide.VERSION} is not in pyodide." in capsys.readouterr().err


def test_a_folder_with_other_files_is_left_alone_even_with_force(
    python: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    for force in ([], ["--force"]):
        assert web(tmp_path / "out", python, *force) == 1
        assert "out is there already, and is left alone." in capsys.readouterr().err
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_a_folder_of_ours_is_replaced_with_force_alone(
    made: Path, python: Path, tmp_path: Path
) -> None:
    out = Path(shutil.copytree(made, tmp_path / "out"))
    (out / "old.js").write_text("")
    assert web(out, python) == 1
    assert web(out, python, "--force") == 0
    assert not (out / "old.js").exists()
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


# --- our part of the engine -----------------------------------------------------------------------
def packed() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(engine.engine()))


def test_a_folder_of_ours_is_back_if_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "addin"
    site.build(out, {site.SUMS: b"old"})
    plain = Path.replace

    def refused(path: Path, target: Path) -> Path:
        if target == out and path.name.startswith(".xl-stressvar-") and path.suffix != ".old":
            raise PermissionError(13, "Permission denied")
        return plain(path, target)

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(StressVarError, match="addin could not be written: Permission denied"):
        site.build(out, {site.SUMS: b"new"}, replace=True)
    assert (out / site.SUMS).read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


def test_the_engine_answers_from_the_zip_alone(tmp_path: Path) -> None:
    """numpy and scipy apart, it has all that it needs."""
    (tmp_path / "engine.zip").write_bytes(engine.engine())
    code = (
        "import sys, json; sys.path.insert(0, sys.argv[1]); import numpy, scipy\n"
        "sys.path[:] = [sys.argv[1], *(p for p in sys.path if 'site-packages' not in p and p)]\n"
        "from xl_stressvar.hosts.web.host import answer; import cachetools\n"
        "assert sys.argv[1] in cachetools.__file__\n"
        "call = {'f': 'PARAM_VAR', 'a': [{'v': 0.01}, {'v': 100}, {'v': 0.95}], 'p': [], 'c': ''}\n"
        "print(answer(json.dumps({'date1904': False, 'ranges': [], 'calls': [call]})))"
    )
    with zipfile.ZipFile(tmp_path / "engine.zip") as archive:
        archive.extractall(tmp_path / "engine")
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(tmp_path / "engine")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(done.stdout)[0].get("v") == [
        [call("PARAM_VAR", [0.01, 100.0, 0.95]).value]
    ], done.stderr


def _imports(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Module and what it imports, wherever the import stands."""
    for name in archive.namelist():
        if not name.endswith(".py"):
            continue
        pending: list[ast.AST] = [ast.parse(archive.read(name))]
        while pending:
            node = pending.pop()
            if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
                continue
            pending += ast.iter_child_nodes(node)
            if isinstance(node, ast.Import):
                yield from ((name, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                package = name.split("/")[: -node.level] if node.level else []
                yield name, ".".join([*package, *filter(None, [node.module])])


def test_what_the_engine_imports_is_in_it_or_is_numpy_or_scipy() -> None:
    archive = packed()
    files = set(archive.namelist())
    outside = {
        (name, module)
        for name, module in _imports(archive)
        if not {f"{module.replace('.', '/')}.py", f"{module.replace('.', '/')}/__init__.py"} & files
        and module.partition(".")[0] not in {*sys.stdlib_module_names, "numpy", "scipy"}
    }
    # factors of the user's own, which a browser has none of
    assert outside == {("xl_stressvar/crises/library.py", "pandas")}


def test_the_engine_has_another_name_for_another_content() -> None:
    assert engine.name(b"1") != engine.name(b"2")
    assert engine.name(engine.engine()) == engine.name(engine.engine())


# --- what Excel reads -----------------------------------------------------------------------------
def test_the_metadata_have_every_function_with_its_help_within_excels_limits() -> None:
    facts: Any = json.loads(functions_json(BASE))
    assert [f["name"] for f in facts["functions"]] == [e.name for e in CATALOGUE]
    for told, entry in zip(facts["functions"], CATALOGUE, strict=True):
        assert told["id"] == identity(entry)
        assert re.fullmatch("[A-Z0-9]+", told["id"])
        assert len(told["description"]) <= 1024
        assert [p["name"] for p in told["parameters"]] == [p.name for p in entry.parameters]
        assert [not p.get("optional") for p in told["parameters"]] == [
            p.required for p in entry.parameters
        ]
        assert all(len(p["description"]) <= 512 for p in told["parameters"])
    assert len({f["id"] for f in facts["functions"]}) == len(CATALOGUE)


def test_the_two_manifests_are_of_one_add_in_and_two_identities() -> None:
    xml, facts = ElementTree.fromstring(manifest_xml(BASE)), json.loads(manifest_json(BASE))
    space = "{http://schemas.microsoft.com/office/appforoffice/1.1}"
    assert xml.findtext(f"{space}Id") != facts["id"]
    assert str(xml.findtext(f"{space}Version")).startswith(facts["version"])
    told = facts["extensions"][0]["runtimes"][0]["customFunctions"]["functions"]
    assert len(told) == len(CATALOGUE)


def test_an_address_is_written_as_xml_asks() -> None:
    assert ElementTree.fromstring(manifest_xml("https://a.example/x&y")) is not None


def test_an_icon_is_a_picture_of_its_size() -> None:
    for size in (16, 192):
        picture = Image.open(io.BytesIO(icons.png(size)))
        assert picture.size == (size, size)
        assert len(set(picture.get_flattened_data())) == 3


# --- templates ------------------------------------------------------------------------------------
def _formulas(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return [
            formula
            for name in book.namelist()
            if name.startswith(("xl/worksheets/sheet", "xl/workbook"))
            for formula in re.findall(
                r"<(?:f|definedName)(?: [^>]*)?>([^<]*)", book.read(name).decode()
            )
        ]


@pytest.mark.parametrize("name", templates.templates())
def test_a_template_calls_our_functions_as_excel_writes_them_in_a_file(name: str) -> None:
    path = templates.templates()[name]
    before, after = _formulas(path.read_bytes()), _formulas(books.converted(path))
    assert [formula.replace("_xldudf_", "") for formula in after] == before
    names = "|".join(e.name for e in CATALOGUE)
    calls = [re.sub(r'"[^"]*"', "", formula) for formula in after]
    assert any(re.search(rf"_xldudf_({names})\(", formula) for formula in calls)
    assert not any(re.search(rf"(?<![\w.])({names})\(", formula) for formula in calls)


def test_a_name_of_ours_in_a_text_stays(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as book:
        book.writestr(
            "xl/worksheets/sheet1.xml",
            '<c><f>"PARAM_VAR("&amp;PARAM_VAR(1,MY_PARAM_VAR(2))</f></c>',
        )
    assert _formulas(books.converted(tmp_path / "book.xlsx")) == [
        '"PARAM_VAR("&amp;_xldudf_PARAM_VAR(1,MY_PARAM_VAR(2))'
    ]
