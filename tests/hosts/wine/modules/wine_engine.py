"""The engine with a door for the tests: besides our functions it answers those of `wine_udfs`."""

import sys

import wine_udfs

from xl_stressvar.hosts import server
from xl_stressvar.hosts.com_engine import Engine, Functions


class EngineWithDoor(Engine):
    def functions(self, module: str) -> Functions:
        return wine_udfs.FUNCTIONS if module == "wine_udfs" else super().functions(module)


if __name__ == "__main__":
    sys.exit(server.main(sys.argv[1:], EngineWithDoor))
