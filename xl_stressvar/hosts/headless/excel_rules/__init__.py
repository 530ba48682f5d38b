"""Excel's rules where the engine has others: each a class, applied in this order.

The first rule that puts something else in a call's place is the last that is asked about it.
"""

from __future__ import annotations

from . import arrays, conditional, digits, kept, lookups, matrices, own_row, texts
from .rule import CallRule, SignRule

CALL_RULES: tuple[type[CallRule], ...] = (
    kept.KeptAnchor,
    own_row.OneCell,
    own_row.OwnRowOfArgument,
    digits.GivenNumber,
    arrays.FirstCell,
    lookups.LastOfVector,
    lookups.AggregateOfArray,
    lookups.OffsetUpwards,
    lookups.NumbersOfRows,
    texts.KnownFormat,
    texts.FormulaText,
    matrices.ProductOfTexts,
    matrices.MatrixFunction,
    matrices.ExactMode,
    matrices.FilteredColumns,
    conditional.ErrorsAmongChosen,
    arrays.OwnFunction,
    arrays.ExactCumulative,
    arrays.ExactTail,
    texts.ReplacedText,
    texts.WrittenNumber,
    arrays.ValueByValue,
)
SIGN_RULES: tuple[type[SignRule], ...] = (
    kept.KeptSpill,
    lookups.Intersection,
    own_row.OwnRow,
    own_row.OwnRowOfOperand,
    digits.JoinedNumber,
    texts.JoinedText,
    digits.ComparedNumber,
    digits.LastDifference,
)
#: functions that a rule answers although the engine has none of that name
ANSWERED = frozenset(
    name
    for rule in (own_row.OneCell, texts.FormulaText, matrices.MatrixFunction)
    for name in rule.names
)
