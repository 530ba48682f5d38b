"""The Windows Python, set up once, and a fresh Windows for each session of tests."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from tests.hosts.wine.wine import DIR, HERE, ROOT, Wine, windows_path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("wine")


@pytest.fixture(scope="session")
def wine() -> Iterator[Wine]:
    done = subprocess.run(
        [ROOT / "tools" / "wine" / "setup.sh", DIR],
        capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    with open(DIR / "tests.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one session at a time in the prefix
        # the checkout and the tests' functions are importable, as an installed package would be
        paths = [windows_path(ROOT), windows_path(HERE / "modules")]
        pth = DIR / "python" / "Lib" / "site-packages" / "checkout.pth"
        pth.write_text("\n".join(paths) + "\n")
        here = Wine.from_setup()
        here.restart()
        try:
            yield here
        finally:
            here.stop()
            pth.unlink()


@pytest.fixture
def installed(wine: Wine) -> Iterator[Wine]:
    """Registered as install writes it, and where Wine looks; nothing is running."""
    yield from registered(wine)


@pytest.fixture
def with_door(wine: Wine) -> Iterator[Wine]:
    """The same with the engine that answers the tests' own functions too."""
    yield from registered(wine, "wine_engine")


def registered(wine: Wine, *module: str) -> Iterator[Wine]:
    wine.restart()
    wine.py(windows_path(HERE / "register.py"), *module)
    wine.py(windows_path(HERE / "mirror.py"))
    wine.restart()
    yield wine
    wine.restart()
    reset(wine)


@pytest.fixture
def clean(wine: Wine) -> Iterator[Wine]:
    """A PC that has never seen us, also after a session of tests that was cut short."""
    wine.restart()
    reset(wine)
    yield wine
    wine.restart()


def reset(wine: Wine) -> None:
    wine.run(wine.python, "-m", "xl_stressvar.install", "uninstall")
    wine.py(windows_path(HERE / "mirror.py"), "remove")
    wine.run("reg", "delete", r"HKLM\Software\StressVaR", "/f")  # of a session that was cut short
    shutil.rmtree(wine.folder("LOCALAPPDATA") / "StressVaR", ignore_errors=True)
