"""The object behind our COM class: it answers our add-in's calls, and nothing else."""

from __future__ import annotations

import builtins
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hosts.excel.engine import ADDIN, FUNCTIONS, ROOT, Excel
from tests.hosts.excel.standins import COMException
from tests.hosts.excel.test_calludf import HISTORY
from xl_stressvar.dispatch import calling
from xl_stressvar.hosts import com_engine
from xl_stressvar.hosts.com_engine import Engine

FIVE_PERCENT = ("PARAM_VAR", (0.012, 100.0, 0.95), "0VVV")


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    """In this process, where an error of COM's is a plain exception."""

    def refused(scode: int, description: str) -> None:
        raise COMException(description, scode)

    monkeypatch.setattr(com_engine, "_raise", refused)
    return Engine()


def test_com_may_call_one_method(engine: Engine) -> None:
    assert Engine._public_methods_ == ("CallUDF",)
    # what else pywin32 would offer: attributes, a default value, an enumerator
    others = ("_public_attrs_", "_readonly_attrs_", "_value_", "_NewEnum", "_Evaluate")
    assert not [name for name in others if hasattr(engine, name)]


def test_ours_are_answered(engine: Engine) -> None:
    # RiskMetrics Technical Document (1996), section 1.2: 1.644854 x 0.012 x 100
    assert engine.CallUDF(ADDIN, "STRESSVAR_CALL", FIVE_PERCENT) == pytest.approx(1.973824)


@pytest.mark.parametrize(
    ("module", "function"),
    [
        ("os", "system"),
        ("builtins", "exec"),
        (FUNCTIONS, "PARAM_VAR"),
        ("xl_stressvar.install.commands", "uninstall"),
        (ADDIN, "call"),
        (ADDIN, "__builtins__"),
        (ADDIN, "templates.templates"),
        (ADDIN, ""),
        (ADDIN.upper(), "STRESSVAR_CALL"),
    ],
)
def test_any_other_module_or_function_is_refused(
    engine: Engine, module: str, function: str
) -> None:
    with pytest.raises(COMException, match=rf"{com_engine.NO_SUCH_MEMBER} the engine has no "):
        engine.CallUDF(module, function, ("1",))


def test_no_module_is_imported_on_demand(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """xlwings' CallUDF imports whatever it is given the name of."""
    engine.CallUDF(ADDIN, "STRESSVAR_TEMPLATES", ())
    monkeypatch.delitem(sys.modules, "this", raising=False)
    with pytest.raises(COMException):
        engine.CallUDF("this", "s", ())
    assert "this" not in sys.modules


@pytest.mark.parametrize("arguments", [(), ("PARAM_VAR",), ("PARAM_VAR", 7, "0")])
def test_a_call_of_the_wrong_form_is_an_error_and_no_traceback(
    engine: Engine, arguments: tuple[object, ...]
) -> None:
    with pytest.raises(COMException, match="TypeError: ") as refused:
        engine.CallUDF(ADDIN, "STRESSVAR_CALL", arguments)
    assert "Traceback" not in str(refused.value)


def test_what_keeps_the_functions_from_loading_is_met_once(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every cell of a book asks; each must not wait for numpy to fail again."""
    tried = []
    real = builtins.__import__

    def broken(name: str, *rest: object, **more: object) -> object:
        if rest[2:3] == (("excel_addin",),):
            tried.append(name)
            raise ImportError("DLL load failed while importing _multiarray_umath")
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", broken)
    for _ in range(3):
        with pytest.raises(COMException, match="ImportError: DLL load failed"):
            engine.CallUDF(ADDIN, "STRESSVAR_CALL", FIVE_PERCENT)
    assert len(tried) == 1


def test_the_log_of_a_fault_of_ours_names_no_book_and_no_range(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(calling, "run", broken)
    given = ("PARAM_VAR", (0.012, 100.0, 0.95), r"0RRV|C:\desk\[Risk.xlsx]|Positions|5|5")
    assert "PARAM_VAR met something it was not built for" in engine.CallUDF(
        ADDIN, "STRESSVAR_CALL", given
    )
    assert "PARAM_VAR failed" in caplog.text
    assert "RuntimeError: a fault of ours" in caplog.text
    assert not [word for word in ("Risk.xlsx", "Positions", "desk") if word in caplog.text]


# --- an update while Excel is open -----------------------------------------------------------------
UPDATED = """
import os, sys
from pathlib import Path
from tests.hosts.excel import standins
standins.import_xlwings()
from xl_stressvar.hosts.com_engine import Engine
engine = Engine()
ask = lambda: engine.CallUDF("xl_stressvar.hosts.excel_addin", "STRESSVAR_CALL", ("STRESSVAR_VERSION", (), "0"))
before = ask()
file = Path(sys.modules["xl_stressvar.hosts.excel_addin"].__file__)
assert file.is_relative_to(sys.argv[1]), file
if sys.argv[2] == "changed":
    file.write_text("raise SystemError('of another version')")
else:
    file.unlink()
os.utime(file.parent)
print(ask() == before)
"""


@pytest.mark.parametrize("what", ["changed", "removed"])
@pytest.mark.slow
def test_an_update_under_an_open_excel_changes_nothing_until_it_ends(
    tmp_path: Path, what: str
) -> None:
    """pip has put another version in the place of the files of a running engine."""
    import shutil

    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "xl_stressvar", tmp_path / "xl_stressvar", ignore=skip)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", UPDATED, tmp_path, what],
        cwd=tmp_path,
        env={"PYTHONPATH": f"{tmp_path}:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "True", done.stderr


# --- the view of what handles hold -----------------------------------------------------------------
def test_the_handles_are_listed_with_what_they_hold(excel: Excel) -> None:
    handle = excel.addin("LOAD_HISTORY", HISTORY)
    bare = excel.addin("LOAD_HISTORY", ((0.01,), (-0.02,), (0.03,)))
    rows = excel.ask(ADDIN, "STRESSVAR_HANDLES", ())
    # 300 weekdays from Monday 2008-09-01: 60 weeks, the last of which ends on Friday 2009-10-23
    assert [handle, 300, 2, "2008-09-01", "2009-10-23"] in rows
    assert rows[-1] == [bare, 3, 1, "", ""]
