"""`excel`: one engine process for a whole session."""

from tests.excel.conftest import excel

__all__ = ["excel"]
