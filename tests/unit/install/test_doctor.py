"""doctor: each thing that keeps the functions from working is found, with what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.install.pc import a_pc, an_addin
from xl_stressvar import __version__, errors
from xl_stressvar.install import doctor as doc
from xl_stressvar.install import identity
from xl_stressvar.install import registry as reg
from xl_stressvar.install.doctor import Level, doctor
from xl_stressvar.install.install import install
from xl_stressvar.install.machine import Answer, Machine
from xl_stressvar.install.place import place

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
    assert "does not list the add-in's folder" in the_only(pc)


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
    Path(f"{place(pc).path}:Zone.Identifier").write_text("[ZoneTransfer]\r\nZoneId=3\r\n")
    assert "Unblock" in the_only(pc)


def test_a_mark_of_the_local_network_is_none(pc: Machine) -> None:
    Path(f"{place(pc).path}:Zone.Identifier").write_text("[ZoneTransfer]\r\nZoneId=1\r\n")
    assert wrong(pc) == []


def test_an_add_in_that_excel_disabled(pc: Machine) -> None:
    blob = b"\x01\x00\x00\x00" + str(place(pc).path).lower().encode("utf-16-le")
    pc.registry.set(rf"{EXCEL}\Resiliency\DisabledItems", "4C2F1", blob)
    assert "Disabled Items" in the_only(pc)


def test_another_add_in_that_excel_disabled_is_not_ours(pc: Machine) -> None:
    pc.registry.set(
        rf"{EXCEL}\Resiliency\DisabledItems", "4C2F1", "solver.xlam".encode("utf-16-le")
    )
    assert wrong(pc) == []


def test_an_add_in_signed_since_is_well(tmp_path: Path) -> None:
    pc = a_pc(tmp_path, addin=an_addin())
    install(pc)
    place(pc).path.write_bytes(an_addin(__version__, "xl/vbaProjectSignature.bin"))
    assert any("signed since" in f.seen for f in doctor(pc))
    assert not any("is not the add-in" in said for said in wrong(pc))


def test_files_that_are_not_as_they_were_installed(pc: Machine) -> None:
    files = [f"numpy: numpy/{name}.py" for name in "abcde"]
    found = the_only(Machine(**{**vars(pc), "altered": lambda: files}))
    assert "numpy/a.py, numpy: numpy/b.py, numpy: numpy/c.py and 2 more" in found
    assert "Install again" in found


@pytest.mark.parametrize("bits", [64, 32])
@pytest.mark.parametrize("whose", ["user", "everyone"])
@pytest.mark.parametrize(
    ("key", "name"),
    [("\\InprocServer32", ""), ("\\TreatAs", ""), ("\\InprocHandler32", ""), ("", "AppID")],
)
def test_another_program_in_the_place_of_our_class(
    pc: Machine, whose: str, key: str, name: str, bits: int
) -> None:
    clsid = rf"Software\Classes\CLSID\{identity.CLSID}"
    getattr(pc, whose).set(clsid + key, name, r"C:\other\program.dll", bits)
    found = the_only(pc)
    assert r"C:\other\program.dll" in found
    assert "no part of StressVaR writes this" in found


def test_a_registration_of_one_users_own_before_that_for_all(pc: Machine) -> None:
    all_users = Machine(**{**vars(pc), "all_users": True, "registry": pc.everyone})
    reg.write(pc.everyone, reg.registration(pc.command))
    root = r"Software\Microsoft\Office\16.0\Excel\InstallRoot"
    pc.everyone.set(root, "Path", str(pc.startup_folder.parent))
    assert any("LocalServer32 of this user" in said for said in wrong(all_users))


def test_an_earlier_versions_command_for_the_same_python(pc: Machine) -> None:
    for bits in (64, 32):
        key = rf"Software\Classes\CLSID\{identity.CLSID}\LocalServer32"
        pc.registry.set(key, "", f'"{pc.pythonw}" -X utf8 -P -m xl_stressvar.hosts.server', bits)
    assert "by another version" in the_only(pc)


def test_an_office_of_the_store(pc: Machine) -> None:
    packages = Path(pc.environ["LOCALAPPDATA"], "Packages")
    (packages / "Microsoft.Office.Desktop_8wekyb3d8bbwe").mkdir(parents=True)
    assert "Office comes from the Microsoft Store" in the_only(pc)


def test_a_conda_environment_is_named(pc: Machine) -> None:
    (pc.interpreter.parent / "conda-meta").mkdir()
    assert wrong(pc) == []
    assert any("(conda;" in f.seen for f in doctor(pc))


# --- AppData on another computer ----------------------------------------------------------------------
def on_a_share(pc: Machine) -> Machine:
    """The profile has moved to a network share since it was installed."""
    return Machine(**{**vars(pc), "remote": lambda path: "Roaming" in str(path)})


def test_an_add_in_on_a_network_share_is_to_be_installed_anew(pc: Machine) -> None:
    shared = on_a_share(pc)
    found = "\n".join(wrong(shared))
    assert "where Excel does not open it or blocks its macros" in found
    install(shared)
    assert wrong(shared) == []
    assert not (pc.startup_folder / "stressvar.xlam").exists()


def test_excel_that_is_no_longer_told_to_open_the_local_folder(pc: Machine) -> None:
    shared = on_a_share(pc)
    install(shared)
    pc.user.delete(rf"{EXCEL}\Options")
    assert "is not told to open" in the_only(shared)


def test_a_pc_without_any_local_folder(pc: Machine) -> None:
    everywhere = Machine(**{**vars(pc), "remote": lambda _: True})
    install(everywhere)
    assert "is a network share" in the_only(everywhere)
    policy = rf"{POLICY}\Excel\Security\Trusted Locations"
    pc.user.set(policy, "AllowNetworkLocations", 1)
    assert wrong(everywhere) == []


def test_an_add_in_of_another_version(pc: Machine) -> None:
    place(pc).path.write_bytes(b"older")
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
