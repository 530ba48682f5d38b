"""The engine's log: errors only, of bounded size, and never what stops the engine."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOG_LIMIT = 1_000_000  # bytes; a longer log becomes server.log.1, and a new one begins


class EngineLog(RotatingFileHandler):
    """`server.log`; `server.PID.log` where another engine holds that open; nothing where neither goes.

    Two engines at once are usual enough: an Excel run as administrator, or one that a crash left.
    """

    def __init__(self, file: Path) -> None:
        super().__init__(file, maxBytes=LOG_LIMIT, backupCount=1, encoding="utf-8", delay=True)
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        self._own = os.path.abspath(file.with_name(f"{file.stem}.{os.getpid()}{file.suffix}"))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  logging's name for it
        """Go on in a file of our own, if the file was the trouble. Nobody could read a complaint."""
        if self.baseFilename != self._own and isinstance(sys.exception(), OSError):
            self.baseFilename, self.stream = self._own, None
            self.emit(record)


def log_to(file: Path) -> None:
    """Errors go to a file: a program without a window has nowhere else to say them."""
    with suppress(OSError):  # without its folder the log is silent; the engine works
        file.parent.mkdir(parents=True, exist_ok=True)
    logging.getLogger().addHandler(EngineLog(file))
