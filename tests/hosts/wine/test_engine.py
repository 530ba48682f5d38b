"""The engine as VBA meets it: late-bound COM calls, nothing running beforehand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.hosts.wine.conftest import registered
from tests.hosts.wine.wine import HERE, Wine, lines, wait_for, wait_until, windows_path
from xl_stressvar import __version__


def test_a_first_call_starts_the_engine_and_values_cross_as_they_are(with_door: Wine) -> None:
    seen = with_door.script("values.vbs", "addin", timeout=180)
    # the class was registered before numpy loaded: a call that needs none finds none
    assert seen["loaded"] == "none"
    as_they_are(seen)
    assert seen["refused"].startswith("ESC SV|2015|1|0|0|0|volatility ")
    assert seen["nested shape"] == "2x3"
    assert seen["large shape"] == "5000x50"
    assert seen["raised"] == "True ZeroDivisionError: a fault of the tests"
    assert seen["after"] == "1.973824"


def test_values_cross_as_they_are_through_xlwings_own_server(wine: Wine) -> None:
    """The other way into Excel: xlwings' own add-in, with `xl_stressvar.hosts.excel` in UDF_MODULES."""
    wine.restart()
    wine.py(windows_path(HERE / "register.py"), "wine_xlwings")
    seen = wine.script("values.vbs", "xlwings", timeout=180)
    as_they_are(seen)
    assert seen["refused"].startswith("#VALUE!: volatility ")
    wine.restart()


def as_they_are(seen: dict[str, str]) -> None:
    # RiskMetrics Technical Document (1996), section 1.2: 1.644854 x 0.012 x 100
    assert seen["param_var"] == "1.973824"
    assert __version__ in seen["text"]
    assert seen["refused type"] == "String"
    # 110 / 100 - 1 and 99 / 110 - 1
    bounds = seen["column bounds"], seen["column 0"], seen["column 1"]
    assert bounds == ("1,0", "0.100000", "-0.100000")
    # two assets, one day: a single row comes flat; 110 / 100 - 1 and 150 / 200 - 1
    assert (seen["row bounds"], seen["row 0"], seen["row 1"]) == ("1", "0.100000", "-0.250000")
    # P&L of day i is (i - 2500) / 1000; Excel's PERCENTILE.INC at 1% lies at rank 0.01 x 4999 = 49.99
    assert seen["large"] == "2.450010"


def test_no_macro_can_make_the_engine_do_anything_but_answer_our_functions(
    installed: Wine, tmp_path: Path
) -> None:
    written = tmp_path / "written by the engine"
    seen = installed.script("refused.vbs", windows_path(written), timeout=180)
    assert len(seen) == 14
    assert [name for name, answer in seen.items() if answer != "refused"] == ["ours"]
    assert not written.exists()


def test_the_engines_object_has_one_member(installed: Wine) -> None:
    seen = lines(installed.py(windows_path(HERE / "members.py"), timeout=180))
    assert seen == {"names": "CallUDF", "numbers": "True"}


def test_the_engine_neither_reads_nor_writes_the_cache_of_generated_classes(
    installed: Wine,
) -> None:
    """pywin32 loads a pickle from there when it is imported; whoever writes it, runs in the engine."""
    cache = installed.folder("TEMP") / "gen_py"
    shutil.rmtree(cache, ignore_errors=True)
    planted = cache / "3.11" / "dicts.dat"
    planted.parent.mkdir(parents=True)
    ran = installed.folder("TEMP") / "planted.txt"
    ran.unlink(missing_ok=True)
    planted.write_bytes(b"cos\nsystem\n(S'echo x > %TEMP%\\\\planted.txt'\ntR.")
    before = sorted(cache.rglob("*"))
    assert installed.script("answer.vbs")["value"] == "1.973824"
    assert (sorted(cache.rglob("*")), ran.exists()) == (before, False)
    # the trap does close where pywin32 is imported as usual
    installed.run(installed.python, "-c", "import win32com.client")
    assert ran.exists()
    shutil.rmtree(cache)


def test_the_variables_of_another_program_do_not_steer_the_engine(
    installed: Wine, tmp_path: Path
) -> None:
    """A bank's image that sets PYTHONHOME, a folder with an xlwings of somebody else on PYTHONPATH."""
    (tmp_path / "xlwings.py").write_text("raise SystemExit('not ours')")
    foreign = {"PYTHONHOME": r"C:\nonexistent", "PYTHONPATH": windows_path(tmp_path)}
    # COM starts the engine in the environment of Wine's services, which the first program starts
    installed.stop()
    assert installed.script("answer.vbs", **foreign)["value"] == "1.973824"


def test_a_log_that_cannot_be_written_does_not_keep_the_engine_from_starting(
    with_door: Wine,
) -> None:
    folder = with_door.folder("LOCALAPPDATA") / "StressVaR"
    folder.write_text("where the folder should be")
    try:
        assert with_door.script("values.vbs", "addin", timeout=180)["after"] == "1.973824"
    finally:
        with_door.restart()
        folder.unlink()


def test_a_full_log_that_another_engine_holds_open_is_left_to_it(with_door: Wine) -> None:
    folder = with_door.folder("LOCALAPPDATA") / "StressVaR"
    folder.mkdir()
    log = folder / "server.log"
    log.write_bytes(b"x" * 1_000_100)
    ready = folder / "ready"
    holder = with_door.start(
        with_door.python, windows_path(HERE / "holds.py"), rf"%LOCALAPPDATA%\StressVaR\{log.name}",
        rf"%LOCALAPPDATA%\StressVaR\{ready.name}",
    )  # fmt: skip
    wait_until(ready.exists)
    seen = with_door.script("values.vbs", "addin", timeout=180)
    assert seen["raised"].startswith("True")
    ready.unlink()  # the holder ends
    assert holder.finish(60)[0] == 0
    assert log.stat().st_size == 1_000_100
    (own,) = folder.glob("server.*.log")
    assert "ZeroDivisionError: a fault of the tests" in own.read_text()


def test_an_engine_that_cannot_start_is_one_error_with_its_reason_in_the_log(
    wine: Wine,
) -> None:
    for clean in registered(wine, "wine_broken"):
        seen = clean.script("answer_or_not.vbs", timeout=180)
        assert seen["created"] == "False"
        log = clean.folder("LOCALAPPDATA") / "StressVaR" / "server.log"
        assert log.read_text().count("the engine did not start") == 1
        assert "ImportError: DLL load failed" in log.read_text()


def test_two_clients_share_one_engine_which_ends_with_the_last(
    with_door: Wine, tmp_path: Path
) -> None:
    notes = [windows_path(tmp_path / name) for name in ("first", "second")]
    clients = [with_door.start(*hold(with_door, *order)) for order in (notes, notes[::-1])]
    seen = [lines(client.finish(120)[1]) for client in clients]
    processes = {seen[0]["before"], seen[0]["after"], seen[1]["before"], seen[1]["after"]}
    assert len(processes) == 1
    # one process serves all, so a third client would be given the same, had it not ended
    assert a_new_client(with_door) not in processes


def test_an_engine_killed_between_calls_is_an_error_and_the_next_one_works(with_door: Wine) -> None:
    assert_recovers(with_door, with_door.script("killed.vbs", "between", "-"))


def test_an_engine_killed_inside_a_call_is_an_error_and_the_next_one_works(
    with_door: Wine, tmp_path: Path
) -> None:
    note = tmp_path / "begun.txt"
    client = with_door.start_script("killed.vbs", "inside", windows_path(note))
    with_door.kill("/pid", wait_for(note))
    # well before the call would have ended
    assert_recovers(with_door, lines(client.finish(40)[1]))


def assert_recovers(wine: Wine, seen: dict[str, str]) -> None:
    assert (seen["error"], seen["let go"]) == ("True", "True")
    # Windows forgets the classes of a process that died; Wine 8 remembers them until this restarts
    wine.kill("/im", "rpcss.exe")
    assert a_new_client(wine) != seen["process"]


def hold(wine: Wine, *notes: str) -> tuple[str, ...]:
    return (wine.python, windows_path(HERE / "hold.py"), *notes)


def a_new_client(wine: Wine) -> str:
    """The process of the engine that another client gets."""
    return lines(wine.run(*hold(wine))[1])["after"]


def test_the_engine_is_quick(with_door: Wine, capsys: pytest.CaptureFixture[str]) -> None:
    printed = with_door.py(windows_path(HERE / "timings.py"))
    with capsys.disabled():
        print("\n" + printed.strip())
    seen = {name: float(value) for name, value in lines(printed).items()}
    # loose limits, for a busy machine: a second at the start, 1 ms and 130 ms are usual under Wine.
    # That nothing heavy loads before the class is registered is tested above, by what is loaded
    assert seen["start"] < 60_000
    assert seen["small call"] < 100
    assert seen["2000x50"] < 5_000
    # P&L is a permutation of (k - 1000) / 1000, k = 0..1999; PERCENTILE.INC at rank 0.01 x 1999 = 19.99
    assert seen["value of it"] == pytest.approx(0.98001, abs=1e-9)
    assert seen["left out"] == pytest.approx(1.25)  # PERCENTILE.INC of the four at 25% is -1.25
