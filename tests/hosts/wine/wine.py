"""Programs under Wine: how to run them, and the PC that the tests find there."""

from __future__ import annotations

import os
import re
import select
import shlex
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.support import ROOT

DIR = Path(os.environ.get("STRESSVAR_WINE_DIR") or ROOT / ".build" / "wine")
HERE = Path(__file__).parent


def windows_path(path: Path) -> str:
    return "Z:" + str(path.resolve()).replace("/", "\\")


class Running:
    """A program under way.

    It is over when it has ended, not when its output is closed: Wine's services and our engine, if it
    was the first to need them, inherit the pipe and outlive it.
    """

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.read_end, write_end = os.pipe()
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=write_end, stderr=write_end, env=environment
        )
        os.close(write_end)
        assert self.process.stdin
        self.process.stdin.close()

    def finish(self, timeout: float) -> tuple[int, str]:
        """Exit code and everything printed."""
        until, printed = time.monotonic() + timeout, b""
        try:
            while True:
                ended = self.process.poll() is not None
                if select.select([self.read_end], [], [], 0.2)[0]:
                    chunk = os.read(self.read_end, 65536)
                    printed += chunk
                    if chunk:
                        continue
                if ended:
                    break
                if time.monotonic() > until:
                    self.process.kill()
                    raise TimeoutError(printed.decode("utf-8", "replace"))
        finally:
            os.close(self.read_end)
        return self.process.wait(), printed.decode("utf-8", "replace").replace("\r\n", "\n")


class Wine:
    """One Wine prefix. Streams are pipes: this Wine's console cannot be read otherwise."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.python = environment["WINE_PYTHON"]

    @classmethod
    def from_setup(cls) -> Wine:
        text = (DIR / "env.sh").read_text()
        found = {}
        for assignment in shlex.split(
            text.replace("export ", "").replace("${WINEDEBUG:--all}", "-all")
        ):
            name, _, value = assignment.partition("=")
            found[name] = value
        return cls({**os.environ, "LC_ALL": "C.UTF-8", **found})  # file names of any script

    def start(self, *command: str, **environment: str) -> Running:
        return Running(["wine", *command], {**self.environment, **environment})

    def run(self, *command: str, timeout: float = 120, **environment: str) -> tuple[int, str]:
        """Exit code and everything printed."""
        return self.start(*command, **environment).finish(timeout)

    def py(self, *arguments: str, timeout: float = 120) -> str:
        code, printed = self.run(self.python, "-X", "utf8", *arguments, timeout=timeout)
        assert code == 0, printed
        return printed

    def script(
        self, name: str, *arguments: str, timeout: float = 120, **environment: str
    ) -> dict[str, str]:
        """Run a VBScript of this folder; its lines `name = value`."""
        return lines(self.run(*self._cscript(name, *arguments), timeout=timeout, **environment)[1])

    def start_script(self, name: str, *arguments: str) -> Running:
        return self.start(*self._cscript(name, *arguments))

    def _cscript(self, name: str, *arguments: str) -> tuple[str, ...]:
        return ("cscript", "//nologo", windows_path(HERE / name), *arguments)

    def kill(self, *which: str) -> None:
        """End Windows processes, by `/pid` or `/im` name, as the Task Manager does."""
        self.run("taskkill", "/f", *which)

    def stop(self) -> None:
        """End every program of this prefix, and of no other."""
        self._server("-k")
        self._server("-w")

    def restart(self) -> None:
        """As a PC that was switched off and on: nothing runs but Wine's server, and that stays.

        By itself the server ends with its last program; one that starts meanwhile loses its connection.
        """
        self.stop()
        self._server("-p")

    def _server(self, option: str) -> None:
        subprocess.run(["wineserver", option], env=self.environment, timeout=60, check=False)

    def folder(self, variable: str) -> Path:
        """A Windows folder such as %APPDATA%, as this side sees it."""
        _, printed = self.run("cmd", "/c", f"echo %{variable}%")
        drive, rest = printed.strip().split(":", 1)
        prefix = Path(self.environment["WINEPREFIX"])
        return (
            prefix
            / "dosdevices"
            / f"{drive.lower()}:"
            / rest.strip().replace("\\", "/").lstrip("/")
        )


def lines(printed: str) -> dict[str, str]:
    found = dict(re.findall(r"^(.+?) = (.*)$", printed, re.MULTILINE))
    assert found, printed
    return found


def wait_until(condition: Callable[[], object], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.1)


def wait_for(file: Path) -> str:
    """The text that another program writes into a file."""
    wait_until(lambda: file.exists() and file.read_text())
    return file.read_text()
