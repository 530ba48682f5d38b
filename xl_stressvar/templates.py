"""The template workbooks that come with the package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def folder() -> Path:
    """Where the templates are: inside an installed package, or at the top of a checkout."""
    inside = _PACKAGE / "workbooks"
    return inside if inside.is_dir() else _PACKAGE.parent / "workbooks"


def templates() -> dict[str, Path]:
    """The templates by name, sorted."""
    return {path.stem: path for path in sorted(folder().glob("*.xlsx"))}
