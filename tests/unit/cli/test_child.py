"""Work in a child process: what it hands back, and what becomes of its end."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.hosts.headless.books import with_formulas
from tests.support import ROOT
from xl_stressvar import errors
from xl_stressvar.cli import calc as calc_command
from xl_stressvar.cli import child, limited
from xl_stressvar.cli.child import (
    BrokenDown,
    Bug,
    Child,
    Limits,
    OutOfMemory,
    OutOfTime,
    Report,
)
from xl_stressvar.errors import FileProblem, Place

pytestmark = pytest.mark.slow  # each starts processes

POSIX = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="limits and processes of Linux")


class PanicException(BaseException):
    """As native code names its own."""


def greets(name: str, report: Report) -> str:
    report("greeting", 1, 2)
    return f"hello {name}"


def refuses(report: Report) -> None:
    raise errors.NOT_EVALUATED(Place("book", 1), cell="A1", what=ValueError("it is odd"))


def fills_the_memory(report: Report) -> None:
    bytearray(1 << 50)


def fails_in_native_code(number: int, report: Report) -> None:
    os.kill(os.getpid(), number)


def reads_nowhere(report: Report) -> None:
    ctypes.string_at(8)


def sleeps(report: Report) -> None:
    report("sleeping", 0, 0)
    time.sleep(600)


def divides(report: Report) -> None:
    _ = 1 / 0


def panics(report: Report) -> None:
    raise PanicException("index out of bounds")


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # the tests' has threads
@pytest.mark.parametrize("way", ["fork", "spawn"])
def test_a_child_hands_back_its_result_and_its_progress(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "_may_fork", lambda: way == "fork")
    told: list[object] = []
    with Child(greets, ("world",), Limits()) as work:
        assert work.result(lambda *said: told.append(said)) == "hello world"
    assert told == [work.last] == [("greeting", 1, 2)]


def test_a_refusal_is_the_same_on_this_side() -> None:
    with pytest.raises(FileProblem) as refused, Child(refuses, (), Limits()) as work:
        work.result()
    assert refused.value.problem is errors.NOT_EVALUATED
    assert refused.value.place == Place("book", 1)
    assert "A1 cannot be calculated here: it is odd." in refused.value.sentence()


@pytest.mark.parametrize(
    ("work", "arguments", "end"),
    [
        (fills_the_memory, (), OutOfMemory),
        pytest.param(fails_in_native_code, (6,), OutOfMemory, marks=POSIX),  # abort()
        pytest.param(fails_in_native_code, (9,), OutOfMemory, marks=POSIX),  # the system's killer
        pytest.param(fails_in_native_code, (11,), BrokenDown, marks=POSIX),
        pytest.param(reads_nowhere, (), BrokenDown, marks=POSIX),
        (panics, (), BrokenDown),
        (divides, (), Bug),
    ],
)
def test_an_end_is_told_by_its_kind(
    work: object,
    arguments: tuple[object, ...],
    end: type[Exception],
    capfd: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(end), Child(work, arguments, Limits()) as one:  # type: ignore[arg-type]
        one.result()
    assert capfd.readouterr() == ("", "")


def test_time_runs_out() -> None:
    with pytest.raises(OutOfTime), Child(sleeps, (), Limits(seconds=0.5)) as work:
        work.result()


@POSIX
def test_a_child_ends_with_its_with() -> None:
    with Child(sleeps, (), Limits()) as work:
        number = work._process.pid
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


@LINUX
def test_the_limit_of_memory_is_the_systems() -> None:
    with pytest.raises(OutOfMemory), Child(_asks, (2 << 30,), Limits(memory=1 << 30)) as work:
        work.result()
    with Child(_asks, (200 << 20,), Limits(memory=8 << 30)) as work:
        assert work.result() == 200 << 20


def _asks(size: int, report: Report) -> int:
    return len(bytearray(size))


# --- the cell that is to blame ----------------------------------------------------------------------
DOUBLED = [f"=A{i}&A{i}" for i in range(1, 40)]
PRODUCT = "SUM(SEQUENCE(1000000)*TRANSPOSE(SEQUENCE(1000000)))"


@LINUX
@pytest.mark.parametrize(
    ("formulas", "cell"),
    [(["=1+1", f"={PRODUCT}", "=2+2"], "Risk!A2"), (["=1"] * 200 + [f"={PRODUCT}"], "Risk!A201")],
)
def test_a_formula_that_needs_too_much_memory_is_named(
    tmp_path: Path, formulas: list[str], cell: str
) -> None:
    path = with_formulas(tmp_path / "a.xlsx", *formulas)
    with pytest.raises(FileProblem) as refused:
        limited.run(
            calc_command._calculated,
            (path, None, False, ()),
            Limits(2 << 30),
            lambda stage, number: None,
            path,
        )
    assert refused.value.sentence().startswith(f"{cell} needs more than 2 GB of memory.")
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


@LINUX
def test_a_formula_that_takes_too_long_is_named(tmp_path: Path) -> None:
    path = with_formulas(tmp_path / "a.xlsx", "=1+1", "=SUM(ABS(SEQUENCE(1000000)))", "=2+2")
    with pytest.raises(FileProblem) as refused:
        limited.run(
            calc_command._calculated,
            (path, None, False, ()),
            Limits(seconds=8),
            lambda stage, number: None,
            path,
        )
    sentence = refused.value.sentence()
    assert sentence.startswith(
        "The calculation of a.xlsx takes longer than 8 s; it stood at Risk!A2"
    )


# --- signals ----------------------------------------------------------------------------------------
LONG = ["eval", "--time", "300", "SUM(ABS(SEQUENCE(1000000)))"]


def started(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "xl_stressvar.cli", *arguments], cwd=ROOT,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def children(process: int) -> list[int]:
    try:
        return [*map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split())]
    except (FileNotFoundError, ProcessLookupError):
        return []


def has_ended(process: int) -> bool:
    """Whether it is gone, or waits only for its code to be read."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def eventually(happens: object) -> bool:
    for _ in range(300):
        if happens():  # type: ignore[operator]
            return True
        time.sleep(0.1)
    return False


@LINUX
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGKILL, -9), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]
)  # fmt: skip
def test_whatever_ends_the_command_ends_its_child(number: int, code: int) -> None:
    process = started(*LONG)
    assert eventually(lambda: children(process.pid))
    (working,) = children(process.pid)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == code
    assert "Traceback" not in said
    assert eventually(lambda: has_ended(working))
