"""install and uninstall: what they write, what they refuse, and that nothing stays behind."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.install.pc import ADDIN, FakeRegistry, a_pc, an_addin, everything
from xl_stressvar import __version__
from xl_stressvar.errors import InstallProblem
from xl_stressvar.install import identity, machine
from xl_stressvar.install.install import install, uninstall
from xl_stressvar.install.machine import Machine
from xl_stressvar.install.place import OFFICE, place

CLASS = rf"Software\Classes\CLSID\{identity.CLSID}"
EXCEL = rf"{OFFICE}\16.0\Excel"
XLSTART = Path("Roaming", "Microsoft", "Excel", "XLSTART")


def refused(pc, work=install) -> str:
    with pytest.raises(InstallProblem) as problem:
        work(pc)
    return problem.value.problem.name


def test_install_writes_what_createobject_looks_up(tmp_path: Path) -> None:
    pc = a_pc(tmp_path)
    install(pc)
    read = pc.registry.read
    assert read(r"Software\Classes\StressVaR.Engine\CLSID") == identity.CLSID
    for bits in (64, 32):  # a 32-bit Excel has a view of its own
        command = read(rf"{CLASS}\LocalServer32", "", bits)
        assert (
            command
            == f'"{tmp_path / "python" / "pythonw.exe"}" -E -X utf8 -P -m xl_stressvar.hosts.server'
        )
        assert read(rf"{CLASS}\ProgID", "", bits) == "StressVaR.Engine"
    assert (tmp_path / XLSTART / "stressvar.xlam").read_bytes() == ADDIN


def test_uninstall_leaves_the_pc_as_it_was(tmp_path: Path) -> None:
    pc = a_pc(tmp_path)
    pc.registry.set(r"Software\Classes\Other.Program", "", "other")
    (tmp_path / XLSTART).mkdir(parents=True)
    (tmp_path / XLSTART / "PERSONAL.XLSB").write_bytes(b"macros")
    files, keys = everything(tmp_path), dict(pc.registry.keys)
    install(pc)
    pc.log.parent.mkdir(parents=True)
    pc.log.write_text("the engine wrote this")
    uninstall(pc)
    assert everything(tmp_path) == files
    assert pc.registry.keys == keys
    assert not pc.log.parent.exists()


def test_the_second_install_and_uninstall_have_nothing_to_do(tmp_path: Path) -> None:
    pc = a_pc(tmp_path)
    assert all(step.changed for step in install(pc))
    assert not any(step.changed for step in install(pc))
    assert all(step.changed for step in uninstall(pc))
    assert not any(step.changed for step in uninstall(pc))


def test_a_newer_version_replaces_the_add_in_that_install_wrote(tmp_path: Path) -> None:
    pc = a_pc(tmp_path)
    install(pc)
    newer = replace(pc, addin=b"newer")
    install(newer)
    assert place(newer).path.read_bytes() == b"newer"
    uninstall(newer)
    assert not place(newer).path.exists()


def test_an_uninstall_by_a_newer_version_knows_the_older_add_in(tmp_path: Path) -> None:
    pc = a_pc(tmp_path)
    install(pc)
    uninstall(replace(pc, addin=b"newer"))
    assert not place(pc).path.exists()


def test_a_file_that_install_did_not_write_is_neither_overwritten_nor_removed(
    tmp_path: Path,
) -> None:
    pc = a_pc(tmp_path)
    place(pc).path.parent.mkdir(parents=True)
    place(pc).path.write_bytes(b"a colleague's own")
    assert refused(pc) == "foreign_file"
    assert pc.registry.keys == {}
    uninstall(pc)
    assert place(pc).path.read_bytes() == b"a colleague's own"


def test_an_add_in_changed_since_stays_when_the_rest_goes(tmp_path: Path) -> None:
    pc = a_pc(tmp_path)
    install(pc)
    place(pc).path.write_bytes(b"changed")
    steps = uninstall(pc)
    assert "left" in str(steps[0])
    assert place(pc).path.exists()
    assert pc.registry.keys == {}


def test_another_programs_name_is_left_alone(tmp_path: Path) -> None:
    pc = a_pc(tmp_path)
    key = r"Software\Classes\StressVaR.Engine\CLSID"
    pc.registry.set(key, "", "{00000000-0000-0000-0000-000000000001}")
    assert refused(pc) == "foreign_class"
    assert everything(tmp_path / "Roaming") == {}
    uninstall(pc)
    assert pc.registry.read(key) == "{00000000-0000-0000-0000-000000000001}"


def test_a_registry_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    pc = a_pc(tmp_path)
    pc.registry.refuse = "LocalServer32"
    assert refused(pc) == "registry_refused"
    assert pc.registry.keys == {}
    assert not place(pc).path.exists()


def test_a_file_in_use_is_said_and_nothing_is_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pc = a_pc(tmp_path)

    def in_use(*_: object, **__: object) -> None:  # what Windows says of a file that Excel has open
        raise PermissionError(13, "The process cannot access the file")

    with monkeypatch.context() as excel_open:
        excel_open.setattr(os, "replace", in_use)
        assert refused(pc) == "file_in_use"
    assert pc.registry.keys == {}
    assert everything(tmp_path / "Roaming") == {}
    install(pc)
    keys = dict(pc.registry.keys)
    with monkeypatch.context() as excel_open:
        excel_open.setattr(Path, "unlink", in_use)
        assert refused(pc, uninstall) == "file_in_use"
    assert pc.registry.keys == keys


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"addin": None}, "addin_not_built"),
        ({"missing": ("xlwings",)}, "python_part"),
        ({"environ": {}}, "no_folder"),
        (
            {"interpreter": Path(r"C:\Users\a\AppData\Local\Microsoft\WindowsApps\python.exe")},
            "store_python",
        ),
        # a virtual environment that was made from it
        (
            {"bases": (Path(r"C:\Users\a\AppData\Local\Microsoft\WindowsApps\P_q\python.exe"),)},
            "store_python",
        ),
    ],
)
def test_what_cannot_work_is_refused_before_anything_is_written(
    tmp_path: Path, change: dict[str, object], problem: str
) -> None:
    pc = a_pc(tmp_path, **change)
    assert refused(pc) == problem
    assert isinstance(pc.registry, FakeRegistry)
    assert pc.registry.keys == {}


def test_the_python_that_a_virtual_environment_was_made_from_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """sys.executable is the environment's own; only its base says that it is the Store's."""
    monkeypatch.setattr(sys, "base_prefix", "of the Store")
    monkeypatch.setattr(sys, "_base_executable", "WindowsApps/python.exe")
    assert machine._bases() == (Path("of the Store/python.exe"), Path("WindowsApps/python.exe"))


def test_a_python_without_pythonw_is_refused(tmp_path: Path) -> None:
    pc = a_pc(tmp_path)
    pc.pythonw.unlink()
    assert refused(pc) == "python_part"


# --- an add-in that was signed -----------------------------------------------------------------------
SIGNED = "xl/vbaProjectSignatureV3.bin"


def test_an_add_in_signed_since_is_left_by_the_same_version(tmp_path: Path) -> None:
    pc = a_pc(tmp_path, addin=an_addin())
    install(pc)
    signed = an_addin(__version__, SIGNED)
    place(pc).path.write_bytes(signed)
    steps = install(pc)
    assert "signed since, left as it is" in str(steps[0])
    assert place(pc).path.read_bytes() == signed


def test_a_newer_version_replaces_a_signed_add_in_and_uninstall_removes_one(tmp_path: Path) -> None:
    pc = a_pc(tmp_path, addin=an_addin("0.0.1"))
    install(pc)
    place(pc).path.write_bytes(an_addin("0.0.1", SIGNED))
    newer = replace(pc, addin=an_addin())
    install(newer)
    assert place(pc).path.read_bytes() == an_addin()
    place(pc).path.write_bytes(an_addin(__version__, SIGNED))
    uninstall(newer)
    assert not place(pc).path.exists()


def test_an_add_in_signed_before_it_is_installed_is_copied_as_it_is(tmp_path: Path) -> None:
    """A company signs the one inside the unpacked bundle."""
    pc = a_pc(tmp_path, addin=an_addin(__version__, SIGNED))
    assert all(step.changed for step in install(pc))
    assert place(pc).path.read_bytes() == pc.addin


# --- AppData on another computer ----------------------------------------------------------------------
def on_a_share(tmp_path: Path, **changes: object) -> Machine:
    folders = {"APPDATA": str(tmp_path / "share"), "LOCALAPPDATA": str(tmp_path / "Local")}
    pc = a_pc(tmp_path, environ=folders, **changes)
    pc.user.set(rf"{EXCEL}\Options", "OPEN", '"C:\\another.xlam"')
    pc.user.set(rf"{EXCEL}\Security\Trusted Locations\Location0", "Path", "C:\\another\\")
    return pc


def test_with_appdata_on_a_share_excel_opens_and_trusts_a_local_folder(tmp_path: Path) -> None:
    pc = on_a_share(tmp_path)
    install(pc)
    file = tmp_path / "Local" / "StressVaR" / "addin" / "stressvar.xlam"
    assert file.read_bytes() == ADDIN
    assert not (tmp_path / "share").exists()
    read = pc.user.read
    assert read(rf"{EXCEL}\Options", "OPEN") == '"C:\\another.xlam"'
    assert read(rf"{EXCEL}\Options", "OPEN1") == f'"{file}"'
    assert read(rf"{EXCEL}\Security\Trusted Locations\Location1", "Path") == f"{file.parent}\\"


def test_the_second_install_tells_excel_nothing_twice(tmp_path: Path) -> None:
    pc = on_a_share(tmp_path)
    install(pc)
    keys = dict(pc.registry.keys)
    assert not any(step.changed for step in install(pc))
    assert pc.registry.keys == keys


def test_uninstall_takes_it_back_and_leaves_what_others_told_excel(tmp_path: Path) -> None:
    pc = on_a_share(tmp_path)
    files, keys = everything(tmp_path), {k: dict(v) for k, v in pc.user.keys.items()}
    install(pc)
    uninstall(pc)
    assert pc.user.keys == keys
    assert everything(tmp_path) == files
    assert not (tmp_path / "Local" / "StressVaR").exists()


def test_an_add_in_that_an_earlier_install_put_on_the_share_goes(tmp_path: Path) -> None:
    pc = on_a_share(tmp_path)
    install(replace(pc, remote=lambda _: False))
    [earlier] = (tmp_path / "share").rglob("stressvar.xlam")
    install(pc)
    assert not earlier.exists()
    assert place(pc).path.read_bytes() == ADDIN


# --- for all users ----------------------------------------------------------------------------------
def for_all(tmp_path: Path, **changes: object) -> Machine:
    programs = tmp_path / "Program Files"
    (programs / "StressVaR").mkdir(parents=True)
    (programs / "StressVaR" / "pythonw.exe").touch()
    pc = a_pc(
        tmp_path,
        **{
            "all_users": True,
            "elevated": True,
            "interpreter": programs / "StressVaR" / "python.exe",
            "environ": {"ProgramFiles": str(programs), "LOCALAPPDATA": str(tmp_path / "Local")},
            **changes,
        },
    )
    root = rf"{OFFICE}\16.0\Excel\InstallRoot"
    pc.everyone.set(root, "Path", str(programs / "Office16"))
    return pc


def test_for_all_users_it_goes_where_excel_is_and_nothing_into_the_profile(tmp_path: Path) -> None:
    pc = for_all(tmp_path)
    before = dict(pc.everyone.keys)
    install(pc)
    file = tmp_path / "Program Files" / "Office16" / "XLSTART" / "stressvar.xlam"
    assert file.read_bytes() == ADDIN
    assert pc.user.keys == {}
    for bits in (64, 32):
        assert pc.everyone.read(rf"{CLASS}\LocalServer32", "", bits) == pc.command
    uninstall(pc)
    assert not file.exists()
    assert pc.everyone.keys == before


def test_excel_is_found_by_its_program_too(tmp_path: Path) -> None:
    pc = for_all(tmp_path)
    pc.everyone.keys.clear()
    assert refused(pc) == "no_excel"
    key = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
    pc.everyone.set(key, "", f'"{tmp_path / "Office16" / "EXCEL.EXE"}"')
    assert place(pc).path == tmp_path / "Office16" / "XLSTART" / "stressvar.xlam"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"elevated": False}, "not_elevated"),
        ({"environ": {"ProgramFiles": "C:\\P"}}, "not_protected"),
    ],
)
def test_what_all_users_run_is_installed_by_an_administrator_where_no_user_writes(
    tmp_path: Path, change: dict[str, object], problem: str
) -> None:
    pc = for_all(tmp_path, **change)
    keys = dict(pc.everyone.keys)
    assert refused(pc) == problem
    assert pc.everyone.keys == keys


def test_one_user_does_not_install_beside_all(tmp_path: Path) -> None:
    pc = for_all(tmp_path)
    install(pc)
    assert refused(replace(pc, registry=pc.user, all_users=False)) == "for_all_already"


def test_only_an_administrator_uninstalls_for_all(tmp_path: Path) -> None:
    pc = for_all(tmp_path)
    install(pc)
    assert refused(replace(pc, elevated=False), uninstall) == "not_elevated"
    assert place(pc).path.exists()


# --- the log ----------------------------------------------------------------------------------------
def test_a_log_in_use_is_left_and_everything_else_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pc = a_pc(tmp_path)
    install(pc)
    pc.log.parent.mkdir(parents=True)
    for name in ("server.log", "server.log.1", "server.4711.log"):
        (pc.log.parent / name).write_text("the engine wrote this")
    unlink = Path.unlink

    def held(self: Path, missing_ok: bool = False) -> None:
        if self.name == "server.log":
            raise PermissionError(13, "The process cannot access the file")
        unlink(self, missing_ok)

    with monkeypatch.context() as in_use:
        in_use.setattr(Path, "unlink", held)
        said = "\n".join(map(str, uninstall(pc)))
    assert "left, for it is in use" in said
    assert [p.name for p in pc.log.parent.iterdir()] == ["server.log"]
    assert (pc.registry.keys, place(pc).path.exists()) == ({}, False)
    uninstall(pc)
    assert not pc.log.parent.exists()
