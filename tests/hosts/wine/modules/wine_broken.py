"""An engine that cannot start: pywin32 or xlwings of another Python version, say."""

import sys

from xl_stressvar.hosts import server


def broken(_engine: object) -> None:
    raise ImportError("DLL load failed while importing win32api")


if __name__ == "__main__":
    server.serve = broken
    sys.exit(server.main(sys.argv[1:]))
