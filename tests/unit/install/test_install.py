"""install and uninstall: what they write, what they refuse, and that nothing stays behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.install.pc import ADDIN, FakeRegistry, a_pc, everything
from xl_stressvar.errors import InstallProblem
from xl_stressvar.install import identity
from xl_stressvar.install.install import install, uninstall

CLASS = rf"Software\Classes\CLSID\{identity.CLSID}"
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
    assert newer.addin_path.read_bytes() == b"newer"
    uninstall(newer)
    assert not newer.addin_path.exists()


def test_an_uninstall_by_a_newer_version_knows_the_older_add_in(tmp_path: Path) -> None:
    pc = a_pc(tmp_path)
    install(pc)
    uninstall(replace(pc, addin=b"newer"))
    assert not pc.addin_path.exists()


def test_a_file_that_install_did_not_write_is_neither_overwritten_nor_removed(
    tmp_path: Path,
) -> None:
    pc = a_pc(tmp_path)
    pc.addin_path.parent.mkdir(parents=True)
    pc.addin_path.write_bytes(b"a colleague's own")
    assert refused(pc) == "foreign_file"
    assert pc.registry.keys == {}
    uninstall(pc)
    assert pc.addin_path.read_bytes() == b"a colleague's own"


def test_an_add_in_changed_since_stays_when_the_rest_goes(tmp_path: Path) -> None:
    pc = a_pc(tmp_path)
    install(pc)
    pc.addin_path.write_bytes(b"changed")
    steps = uninstall(pc)
    assert "left" in str(steps[0])
    assert pc.addin_path.exists()
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
    assert not pc.addin_path.exists()


def test_a_file_in_use_is_said_and_nothing_is_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pc = a_pc(tmp_path)

    def in_use(*_: object) -> None:  # what Windows says of a file that Excel has open
        raise PermissionError(13, "The process cannot access the file")

    with monkeypatch.context() as excel_open:
        excel_open.setattr(Path, "write_bytes", in_use)
        assert refused(pc) == "file_in_use"
    assert pc.registry.keys == {}
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
    ],
)
def test_what_cannot_work_is_refused_before_anything_is_written(
    tmp_path: Path, change: dict[str, object], problem: str
) -> None:
    pc = a_pc(tmp_path, **change)
    assert refused(pc) == problem
    assert isinstance(pc.registry, FakeRegistry)
    assert pc.registry.keys == {}


def test_a_python_without_pythonw_is_refused(tmp_path: Path) -> None:
    pc = a_pc(tmp_path)
    pc.pythonw.unlink()
    assert refused(pc) == "python_part"
