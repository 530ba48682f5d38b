"""doctor: each thing that keeps the functions from working is found, with what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.install.pc import a_pc
from xl_stressvar import __version__, errors
from xl_stressvar.install import doctor as doc
from xl_stressvar.install import identity
from xl_stressvar.install.doctor import Level, doctor
from xl_stressvar.install.install import install
from xl_stressvar.install.machine import Answer, Machine

EXCEL = r"Software\Microsoft\Office\16.0\Excel"
POLICY = r"Software\Policies\Microsoft\Office\16.0"


@pytest.fixture
def pc(tmp_path: Path) -> Machine:
    """Installed, and Excel has been started once: it trusts its startup folder."""
    pc = a_pc(tmp_path)
    install(pc)
    location = rf"{EXCEL}\Security\Trusted Locations\Location2"
    pc.registry.set(location, "Path", str(pc.startup_folder) + "\\")
    return pc


def wrong(pc: Machine) -> list[str]:
    findings = [f for f in doctor(pc) if f.level is not Level.GOOD]
    assert all(f.remedy or "." in f.seen for f in findings)
    return [f"{f.seen} {f.remedy}" for f in findings]


def the_only(pc: Machine) -> str:
    [finding] = wrong(pc)
    return finding


def with_answer(pc: Machine, ask) -> Machine:
    return Machine(**{**vars(pc), "ask": ask})


def test_a_working_pc_has_nothing_wrong(pc: Machine) -> None:
    assert wrong(pc) == []
    assert any("started in 1.2 s" in f.seen for f in doctor(pc))


def test_a_pc_without_anything_is_told_to_install(tmp_path: Path) -> None:
    found = wrong(a_pc(tmp_path))
    assert [("xl-stressvar install" in f) for f in found] == [True, True, False]
    assert "Start Excel once" in found[2]


def test_the_engine_is_not_started_where_none_is_registered(tmp_path: Path) -> None:
    def ask() -> Answer:
        raise AssertionError

    doctor(with_answer(a_pc(tmp_path), ask))


def test_a_folder_written_with_a_variable_is_recognised(pc: Machine) -> None:
    location = rf"{EXCEL}\Security\Trusted Locations\Location2"
    pc.registry.set(
        location, "Path", f"%APPDATA%{str(pc.startup_folder)[len(pc.environ['APPDATA']) :]}"
    )
    assert wrong(pc) == []


def test_a_startup_folder_that_excel_does_not_trust(pc: Machine) -> None:
    pc.registry.set(rf"{EXCEL}\Security\Trusted Locations\Location2", "Path", "C:\\elsewhere")
    assert "does not list its startup folder" in the_only(pc)


@pytest.mark.parametrize("root", [rf"{POLICY}\Excel", EXCEL])
def test_trusted_locations_switched_off(pc: Machine, root: str) -> None:
    pc.registry.set(rf"{root}\Security\Trusted Locations", "AllLocationsDisabled", 1)
    assert "IT department" in the_only(pc)


def test_trusted_locations_given_by_policy_alone(pc: Machine) -> None:
    pc.registry.set(rf"{POLICY}\Common\Security\Trusted Locations", "Allow User Locations", 0)
    assert "ask them to trust" in the_only(pc)


@pytest.mark.parametrize("whose", ["registry", "everyone"])
@pytest.mark.parametrize(
    ("key", "name", "said"),
    [
        (r"16.0\Common", "VBAOFF", "VBA is switched off"),
        (r"16.0\Excel\Security", "DisableAllAddins", "All add-ins are switched off"),
        (r"16.0\Excel\Security", "RequireAddinSig", "wants add-ins signed"),
    ],
)
def test_a_policy_against_macros_or_add_ins(
    pc: Machine, whose: str, key: str, name: str, said: str
) -> None:
    registry = getattr(pc, whose)
    registry.set(rf"Software\Policies\Microsoft\Office\{key}", name, 0)
    assert wrong(pc) == []
    registry.set(rf"Software\Policies\Microsoft\Office\{key}", name, 1)
    assert said in the_only(pc)


def test_the_mark_of_a_download(pc: Machine) -> None:
    # on NTFS this name is the file's second stream
    Path(f"{pc.addin_path}:Zone.Identifier").write_text("[ZoneTransfer]\r\nZoneId=3\r\n")
    assert "Unblock" in the_only(pc)


def test_a_mark_of_the_local_network_is_none(pc: Machine) -> None:
    Path(f"{pc.addin_path}:Zone.Identifier").write_text("[ZoneTransfer]\r\nZoneId=1\r\n")
    assert wrong(pc) == []


def test_an_add_in_that_excel_disabled(pc: Machine) -> None:
    blob = b"\x01\x00\x00\x00" + str(pc.addin_path).lower().encode("utf-16-le")
    pc.registry.set(rf"{EXCEL}\Resiliency\DisabledItems", "4C2F1", blob)
    assert "Disabled Items" in the_only(pc)


def test_another_add_in_that_excel_disabled_is_not_ours(pc: Machine) -> None:
    pc.registry.set(
        rf"{EXCEL}\Resiliency\DisabledItems", "4C2F1", "solver.xlam".encode("utf-16-le")
    )
    assert wrong(pc) == []


def test_an_add_in_of_another_version(pc: Machine) -> None:
    pc.addin_path.write_bytes(b"older")
    assert "is not the add-in of version" in the_only(pc)


def test_another_python_is_registered(pc: Machine) -> None:
    for bits in (64, 32):
        key = rf"Software\Classes\CLSID\{identity.CLSID}\LocalServer32"
        pc.registry.set(key, "", '"C:\\other\\pythonw.exe" -m xl_stressvar.hosts.server', bits)
    assert "C:\\other\\pythonw.exe" in the_only(pc)


def test_a_registration_that_lacks_the_32_bit_half(pc: Machine) -> None:
    pc.registry.delete(rf"Software\Classes\CLSID\{identity.CLSID}", 32)
    assert "incomplete" in the_only(pc)


def test_a_window_of_the_administrator(pc: Machine) -> None:
    assert "as administrator" in the_only(Machine(**{**vars(pc), "elevated": True}))


def test_an_engine_that_does_not_start_says_why(pc: Machine) -> None:
    log = (r"C:\Users\someone\AppData\Local\StressVaR\server.log",)

    def ask() -> Answer:
        raise errors.NO_START(reason="Server execution failed", log=log)

    found = the_only(with_answer(pc, ask))
    assert "Server execution failed" in found
    assert log[0] in found


def test_an_engine_of_another_version_and_a_slow_one(pc: Machine) -> None:
    assert "Close every Excel" in the_only(
        with_answer(pc, lambda: Answer("StressVaR 0.0.9", 1, 1, 1))
    )
    slow = doc.SLOW_START + 1
    version = __version__
    assert "virus scanner" in the_only(with_answer(pc, lambda: Answer(version, slow, 1, 1)))
