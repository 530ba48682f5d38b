"""The engine as VBA meets it: late-bound COM calls, nothing running beforehand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hosts.wine.wine import HERE, Wine, lines, wait_for, windows_path
from xl_stressvar import __version__


def test_a_first_call_starts_the_engine_and_values_cross_as_they_are(installed: Wine) -> None:
    seen = installed.script("values.vbs", timeout=180)
    # the class was registered before numpy loaded: a call that needs none finds none
    assert seen["loaded"] == "none"
    # RiskMetrics Technical Document (1996), section 1.2: 1.644854 x 0.012 x 100
    assert seen["param_var"] == "1.973824"
    assert seen["text"] == __version__ or __version__ in seen["text"]
    assert seen["refused type"] == "String"
    assert seen["refused"].startswith("#VALUE!: volatility ")
    # 110 / 100 - 1 and 99 / 110 - 1
    assert (seen["column bounds"], seen["column 0"], seen["column 1"]) == (
        "1,0",
        "0.100000",
        "-0.100000",
    )
    # two assets, one day: CallUDF flattens a single row; 110 / 100 - 1 and 150 / 200 - 1
    assert (seen["row bounds"], seen["row 0"], seen["row 1"]) == ("1", "0.100000", "-0.250000")
    assert seen["nested shape"] == "2x3"
    assert seen["addin"] == "1.973824"
    assert seen["addin refused"].startswith("SV|2015|1|")
    # P&L of day i is (i - 2500) / 1000; Excel's PERCENTILE.INC at 1% lies at rank 0.01 x 4999 = 49.99
    assert seen["large"] == "2.450010"
    assert seen["large shape"] == "5000x50"
    assert seen["raised"] == "True True"
    assert seen["after"] == "1.973824"


def test_two_clients_share_one_engine_which_ends_with_the_last(
    installed: Wine, tmp_path: Path
) -> None:
    notes = [windows_path(tmp_path / name) for name in ("first", "second")]
    clients = [installed.start(*hold(installed, *order)) for order in (notes, notes[::-1])]
    seen = [lines(client.finish(120)[1]) for client in clients]
    processes = {seen[0]["before"], seen[0]["after"], seen[1]["before"], seen[1]["after"]}
    assert len(processes) == 1
    # one process serves all, so a third client would be given the same, had it not ended
    assert a_new_client(installed) not in processes


def test_an_engine_killed_between_calls_is_an_error_and_the_next_one_works(installed: Wine) -> None:
    assert_recovers(installed, installed.script("killed.vbs", "between", "-"))


def test_an_engine_killed_inside_a_call_is_an_error_and_the_next_one_works(
    installed: Wine, tmp_path: Path
) -> None:
    note = tmp_path / "begun.txt"
    client = installed.start_script("killed.vbs", "inside", windows_path(note))
    installed.kill("/pid", wait_for(note))
    # well before the call would have ended
    assert_recovers(installed, lines(client.finish(40)[1]))


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


def test_the_engine_is_quick(installed: Wine, capsys: pytest.CaptureFixture[str]) -> None:
    printed = installed.py(windows_path(HERE / "timings.py"))
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
