"""What to say of error cells that no function of ours made."""

from __future__ import annotations

from collections.abc import Iterable

from ... import errors
from ...domain import nearest
from ...errors import Code, StressVarError
from ...ooxml.references import Key, address


def shown(cell: Key) -> str:
    """A cell's address; a formula typed on the command line has none."""
    return address(cell) if cell[1] > 0 else "The formula"


def unknown_function(cell: str, function: str, ours: Iterable[str]) -> StressVarError:
    """What to say of a function that nobody here knows: one of ours that it may be meant for, if any."""
    near = nearest(function, ours, cutoff=_NEAR)
    if near:
        return errors.FUNCTION_NEAR(cell=cell, function=function, near=" or ".join(near))
    return errors.FUNCTION_NOT_HERE(cell=cell, function=function)


def foreign_sentence(cell: Key, code: Code, source: Key | None) -> str:
    """What to say of an error that no function of ours made."""
    if source:
        return errors.PASSED_ON(cell=shown(cell), error=code, source=address(source)).sentence()
    return _FOREIGN.get(code, errors.OTHER_ERROR)(cell=shown(cell), error=code).sentence()


_NEAR = 0.75  # how like a name of ours one must be: others are Excel's, or a macro's
_FOREIGN = {
    Code.DIV0: errors.DIVIDED_BY_ZERO,
    Code.NA: errors.NOT_FOUND,
    Code.NAME: errors.NAME_NOT_KNOWN,
    Code.REF: errors.LOST_REFERENCE,
    Code.VALUE: errors.WRONG_KIND,
    Code.NUM: errors.NO_SUCH_NUMBER,
}
