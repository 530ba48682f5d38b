"""Numbers as an export writes them: texts with a comma, a point, groups of thousands, a currency."""

from __future__ import annotations

import re
from typing import NamedTuple

POINT, COMMA = ".", ","
SIGNS = (POINT, COMMA)
_LONGEST = 60  # characters; a longer text is no number
_CURRENCY = r"(?:[$€£¥]|[A-Z]{3})"
_LAKH = r"[1-9]\d?(?:,\d{2})+,\d{3}"  # 12,34,567 in India
_WRITTEN = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[-+−])?\s*(?P<before>{_CURRENCY})?\s*(?P<inner>[-−])?"
    r"(?P<body>[.,]?\d[\d.,'’\s]*)(?P<exponent>[eE][-+]?\d{1,3})?"
    rf"\s*(?P<percent>%)?\s*(?P<after>{_CURRENCY})?(?P<trailing>[-−])?\s*(?P<close>\))?"
)
#: What an export writes where it has no price, without blanks around and in lower case.
_NO_PRICE = {
    "-", "--", "---", "–", "—", ".", "..", "?", "x", "na", "n/a", "n.a.", "n.a", "nan", "null", "none",
    "nil", "nd", "n.d.", "k.a.", "k. a.", "n.v.", "s/o", "void", "missing", "error", "err", "closed",
    "halted", "holiday", "not available", "no data",
}  # fmt: skip
_ERROR = re.compile(r"#[A-Za-z/!?0_ ]*(n/?a|value|ref|num|div|name|null)\b.*", re.IGNORECASE)


class Written(NamedTuple):
    """A number as it is written: its digits with the signs between them, and what stands around.

    signs: the decimal signs under which it can be read. grouped: thousands are told apart, by whatever
    sign. currency: a sign or a code stands beside it.
    """

    body: str
    signs: tuple[str, ...]
    negative: bool
    percent: bool
    exponent: int
    currency: bool

    @property
    def telling(self) -> bool:
        """Whether it has a sign that could be decimal."""
        return POINT in self.body or COMMA in self.body

    def value(self, sign: str) -> float:
        """The number, with that decimal sign."""
        digits = _NO_DIGITS[sign].sub("", self.body)
        number = float(f"{digits.replace(sign, '.')}e{self.exponent}")
        number = number / 100 if self.percent else number
        return -number if self.negative else number

    def grouped(self, sign: str) -> bool:
        """Whether thousands are told apart, if that is the decimal sign."""
        return _NO_DIGITS[sign].search(self.body) is not None


def _readable(sign: str) -> re.Pattern[str]:
    """Digits that can be read with a decimal sign: the other one then parts thousands."""
    other = re.escape(COMMA if sign == POINT else POINT)
    sign = re.escape(sign)
    thousands = rf"[1-9]\d{{0,2}}(?:(?P<by>{other}|['’]|\s)\d{{3}})(?:(?P=by)\d{{3}})*"
    whole = rf"(?:\d+|{thousands})" if other != COMMA else rf"(?:\d+|{thousands}|{_LAKH})"
    return re.compile(rf"{whole}(?:{sign}\d*)?|{sign}\d+")


_READABLE = {sign: _readable(sign) for sign in SIGNS}
_NO_DIGITS = {sign: re.compile(rf"[^\d{sign}]+") for sign in SIGNS}


def written(text: str) -> Written | None:
    """A text as a number, or None if it is none under either decimal sign."""
    if len(text) > _LONGEST or not (found := _WRITTEN.fullmatch(text.strip())):
        return None
    if bool(found["open"]) != bool(found["close"]):
        return None
    minus = [found["sign"] in ("-", "−"), bool(found["inner"]), bool(found["trailing"])]
    if sum(minus) + bool(found["open"]) > 1:
        return None
    body = found["body"].rstrip()
    signs = tuple(sign for sign, readable in _READABLE.items() if readable.fullmatch(body))
    if not signs:
        return None
    return Written(
        body,
        signs,
        any(minus) or bool(found["open"]),
        bool(found["percent"]),
        int((found["exponent"] or "e0")[1:]),
        bool(found["before"] or found["after"]),
    )


def says_no_price(text: str) -> bool:
    """Whether a text stands for an error or for nothing: #N/A N/A, n.a., -."""
    plain = text.strip().lower()
    return plain in _NO_PRICE or _ERROR.fullmatch(plain) is not None
