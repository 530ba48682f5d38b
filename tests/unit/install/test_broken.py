"""install and uninstall, ended at each of their steps: what is left can be finished, and undone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.install.pc import ADDIN, FakeRegistry, a_pc, everything, xlstart
from xl_stressvar.errors import InstallProblem
from xl_stressvar.install import registry as reg
from xl_stressvar.install.install import install, uninstall
from xl_stressvar.install.machine import Machine

NEWER = b"the add-in of the next version"
CHANGES = ((FakeRegistry, "write"), (FakeRegistry, "delete"), (FakeRegistry, "delete_value"),
           (Path, "write_bytes"), (Path, "unlink"), (os, "replace"))  # fmt: skip


class Killed(BaseException):
    """The process has ended: nothing of ours runs any more, no handler either."""


@contextmanager
def ended(at: int, problem: Callable[[], BaseException]) -> Iterator[list[str]]:
    """The change number *at* to the PC, from 0, does not happen; a file may be half written."""
    done: list[str] = []

    def counted(owner: object, name: str) -> Callable[..., object]:
        real = getattr(owner, name)

        def change(*arguments: object, **more: object) -> object:
            done.append(name)
            if len(done) - 1 == at:
                if name == "write_bytes":
                    path, content = arguments
                    assert isinstance(content, bytes)
                    real(path, content[: len(content) // 2])
                raise problem()
            return real(*arguments, **more)

        return change

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in CHANGES:
            patch.setattr(owner, name, counted(owner, name))
        yield done


def fresh(folder: Path) -> Machine:
    folder.mkdir()
    return a_pc(folder)


def updated(folder: Path) -> Machine:
    """The next version, with another Python, over an earlier one that works."""
    earlier = fresh(folder)
    install(earlier)
    (folder / "newer").mkdir()
    (folder / "newer" / "pythonw.exe").touch()
    return replace(earlier, addin=NEWER, interpreter=folder / "newer" / "python.exe")


def state(pc: Machine, folder: Path) -> object:
    return {k: dict(v) for k, v in pc.registry.keys.items()}, everything(folder)  # type: ignore[attr-defined]


def steps_of(make: Callable[[Path], Machine], work: Callable[[Machine], object], tmp: Path) -> int:
    pc = make(tmp / "counted")
    with ended(-1, Killed) as done:
        work(pc)
    return len(done)


@pytest.mark.parametrize("make", [fresh, updated])
def test_an_install_that_was_killed_can_be_repeated(
    make: Callable[[Path], Machine], tmp_path: Path
) -> None:
    last = steps_of(make, install, tmp_path)
    assert last >= 6
    for at in range(last):
        folder = tmp_path / str(at)
        pc = make(folder)
        with pytest.raises(Killed), ended(at, Killed):
            install(pc)
        # never half an add-in where Excel would open it
        assert not xlstart(folder).exists() or xlstart(folder).read_bytes() in (ADDIN, pc.addin)
        assert list(xlstart(folder).parent.glob("*")) in ([], [xlstart(folder)])
        install(pc)
        assert xlstart(folder).read_bytes() == pc.addin
        assert reg.registered_command(pc.registry) == pc.command
        assert list(folder.rglob("*.new")) == []


@pytest.mark.parametrize("make", [fresh, updated])
def test_an_install_that_was_killed_can_be_undone(
    make: Callable[[Path], Machine], tmp_path: Path
) -> None:
    for at in range(steps_of(make, install, tmp_path)):
        folder = tmp_path / str(at)
        pc = make(folder)
        with pytest.raises(Killed), ended(at, Killed):
            install(pc)
        uninstall(pc)
        assert pc.registry.keys == {}  # type: ignore[attr-defined]
        assert [p for p in (folder / "Roaming").rglob("*") if p.is_file()] == []


@pytest.mark.parametrize("make", [fresh, updated])
def test_an_install_that_windows_refuses_leaves_the_pc_as_it_was(
    make: Callable[[Path], Machine], tmp_path: Path
) -> None:
    """A full disk, a rule on one registry key: the earlier version works on."""

    def full() -> OSError:
        return OSError(28, "No space left on device")

    for at in range(steps_of(make, install, tmp_path)):
        folder = tmp_path / str(at)
        pc = make(folder)
        before = state(pc, folder)
        with pytest.raises(InstallProblem), ended(at, full):
            install(pc)
        assert state(pc, folder) == before, at


def test_an_uninstall_that_was_killed_can_be_repeated(tmp_path: Path) -> None:
    def installed(folder: Path) -> Machine:
        pc = fresh(folder)
        install(pc)
        pc.log.parent.mkdir(parents=True)
        pc.log.write_text("the engine wrote this")
        return pc

    for at in range(steps_of(installed, uninstall, tmp_path)):
        folder = tmp_path / str(at)
        pc = installed(folder)
        with pytest.raises(Killed), ended(at, Killed):
            uninstall(pc)
        uninstall(pc)
        assert pc.registry.keys == {}  # type: ignore[attr-defined]
        assert [p for p in folder.rglob("*") if p.is_file() and p.suffix != ".exe"] == []
