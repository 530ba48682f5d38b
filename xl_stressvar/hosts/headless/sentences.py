"""What to say of error cells that no function of ours made."""

from __future__ import annotations

from ... import errors
from ...errors import Code
from ...ooxml.references import Key, address


def shown(cell: Key) -> str:
    """A cell's address; a formula typed on the command line has none."""
    return address(cell) if cell[1] > 0 else "The formula"


def foreign_sentence(cell: Key, code: Code, source: Key | None) -> str:
    """What to say of an error that no function of ours made."""
    if source:
        return errors.PASSED_ON(cell=shown(cell), error=code, source=address(source)).sentence()
    return _FOREIGN.get(code, errors.OTHER_ERROR)(cell=shown(cell), error=code).sentence()


_FOREIGN = {
    Code.DIV0: errors.DIVIDED_BY_ZERO,
    Code.NA: errors.NOT_FOUND,
    Code.NAME: errors.NAME_NOT_KNOWN,
    Code.REF: errors.LOST_REFERENCE,
    Code.VALUE: errors.WRONG_KIND,
    Code.NUM: errors.NO_SUCH_NUMBER,
}
