"""The extension as files: no LibreOffice needed."""

from __future__ import annotations

import json
import math
import struct
import zipfile
from pathlib import Path
from typing import Annotated
from xml.etree import ElementTree

import pytest

from tests.hosts.questions import calls
from xl_stressvar.arguments.scalars import Number
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.cells.algebra import OMITTED, ErrorValue
from xl_stressvar.cells.results import Returns
from xl_stressvar.errors import Code
from xl_stressvar.hosts.libreoffice import extension as libreoffice
from xl_stressvar.hosts.libreoffice import host
from xl_stressvar.hosts.libreoffice.names import NUMBERS, method

OOR = "{http://openoffice.org/2001/registry}"


def crisis_dummy(
    window: Annotated[float, Number("How <many> & which.")],
    any: Annotated[float, Number("An IDL word.")] = 1,
) -> Annotated[float, Returns("Nothing.")]:
    """A function that is not there."""
    return window


GROWN = CATALOGUE.with_function("Statistics", crisis_dummy)


def names(xcu: str) -> dict[str, list[str]]:
    """Per shown function name, the shown names of its arguments."""
    found = {}
    functions = ElementTree.fromstring(xcu).find(f".//node[@{OOR}name='AddInFunctions']")
    assert functions is not None
    for node in functions:
        shown = {p.get(f"{OOR}name"): p.findtext("value") for p in node.findall("prop")}
        assert shown["DisplayName"] == shown["CompatibilityName"]
        parameters = node.findall(f"node[@{OOR}name='Parameters']/node")
        order = [p.get(f"{OOR}name") or "" for p in parameters]
        assert order == sorted(order)  # LibreOffice sorts them
        found[shown["DisplayName"] or ""] = [
            p.findtext(f"prop[@{OOR}name='DisplayName']/value") or "" for p in parameters
        ]
    return found


def test_every_function_and_a_new_one_is_in_the_configuration() -> None:
    expected = {e.name: [p.name for p in e.parameters] for e in GROWN}
    assert names(libreoffice.xcu(GROWN)) == expected
    assert "How &lt;many&gt; &amp; which." in libreoffice.xcu(GROWN)
    assert "CRISIS_DUMMY" not in names(libreoffice.xcu())


def test_a_new_function_is_in_the_interface_and_in_what_the_component_knows() -> None:
    assert "crisisDummy(" in libreoffice.idl(GROWN)
    assert "[in] any p01Window, [in] any p02Any)" in libreoffice.idl(GROWN)
    known = json.loads(libreoffice.functions_json(GROWN))["functions"]["crisisDummy"]
    assert known["parameters"] == [["window", "How <many> & which."], ["any", "An IDL word."]]


def test_two_functions_never_share_a_method() -> None:
    methods = [method(entry).lower() for entry in CATALOGUE]
    assert len(set(methods)) == len(methods)


def test_two_builds_have_the_same_bytes(tmp_path: Path) -> None:
    first = libreoffice.build_oxt(tmp_path / "a.oxt", ["/somewhere"])
    second = libreoffice.build_oxt(tmp_path / "b.oxt", ["/somewhere"])
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert archive.testzip() is None
        assert archive.read("pythonpath.txt") == b"/somewhere\n"
        listed = ElementTree.fromstring(archive.read("META-INF/manifest.xml"))
        paths = {e.get("{http://openoffice.org/2001/manifest}full-path") for e in listed}
        assert paths <= set(archive.namelist())
        ElementTree.fromstring(archive.read("description.xml"))


def test_the_package_finds_itself() -> None:
    folders = [Path(path) for path in libreoffice.installed_paths()]
    assert any((folder / "xl_stressvar" / "catalogue.py").is_file() for folder in folders)
    assert any((folder / "numpy").is_dir() for folder in folders)


def test_there_is_an_example_for_every_function() -> None:
    assert {name for name, _ in calls()} | {"STRESSVAR_WHY"} == {e.name for e in CATALOGUE}


# --- the host's values ----------------------------------------------------------------------------
@pytest.mark.parametrize("code", NUMBERS)
def test_an_error_goes_back_as_a_nan_with_calcs_number(code: Code) -> None:
    nan = host.nan_of(code)
    assert math.isnan(nan)
    assert struct.unpack("<II", struct.pack("<d", nan))[0] == NUMBERS[code]


def test_an_error_that_calc_has_not_goes_back_as_value() -> None:
    low = struct.unpack("<II", struct.pack("<d", host.nan_of(Code.SPILL)))[0]
    assert low == 519


def test_values_cross_as_they_are() -> None:
    assert host.value_of(None) is OMITTED
    assert host.value_of((("", 1.0),)) == (("", 1.0),)
    rows = host.rows_of([["a", 1], [True, ErrorValue(Code.NA)]])
    assert rows[0] == ("a", 1.0)
    assert rows[1][0] == 1.0


def test_a_function_newer_than_the_package_is_name() -> None:
    ((cell,),) = host.answer("NOT_YET", [])
    assert isinstance(cell, float)
    assert struct.unpack("<II", struct.pack("<d", cell))[0] == 525


def test_a_call_without_a_document_works() -> None:
    # Jorion, Value at Risk (3rd ed.), z at 95% is 1.645: 1.645 x 1.2% x 100
    ((cell,),) = host.answer("PARAM_VAR", [0.012, 100.0, 0.95])
    assert cell == pytest.approx(1.974, abs=5e-4)
