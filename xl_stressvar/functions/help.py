"""Audit and help."""

from __future__ import annotations

from typing import Annotated

from .. import __version__
from ..cells.results import Returns
from ..cells.scalars import Anything


def stressvar_version() -> Annotated[str, Returns("The version, as text.", "text")]:
    """The version of the functions that this sheet calls.

    >>> =LEN(STRESSVAR_VERSION())>0
    TRUE
    """
    return __version__


def stressvar_why(
    cell: Annotated[
        object, Anything("A cell that shows an error (in LibreOffice its address as text).")
    ],
) -> Annotated[str, Returns("One sentence.", "text")]:
    """The sentence behind an error cell: what was seen, where, and what to type instead.

    Select a cell that shows an error of one of these functions. In LibreOffice type its address as
    text: =STRESSVAR_WHY("B7").
    """
    raise NotImplementedError
