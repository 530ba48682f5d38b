"""`excel`: one engine process for a whole session."""

from tests.hosts.excel.conftest import excel

__all__ = ["excel"]
