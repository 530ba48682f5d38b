"""Names as they are typed: two spellings of one may differ."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def matched(name: str) -> str:
    """What two spellings of one name share.

    Case aside, whether é is one character or two, and which or how many spaces stand between words:
    a hard one, as from a web page, looks like any other.
    """
    plain = " ".join(name.split())
    if plain.isascii():
        return plain.lower()  # of which the rest is no other
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", plain).casefold())


def plain(word: str) -> str:
    """What two spellings of one word of a list share: case, blanks, `-`, `_` and `.` aside."""
    return word.casefold().replace(" ", "").replace("-", "").replace("_", "").replace(".", "")


def nearest(
    asked: str, known: Iterable[str], most: int = 3, cutoff: float = 0.6
) -> tuple[str, ...]:
    """Those of the known names that one which is not among them may have been meant for."""
    import difflib  # not before somebody has mistyped

    names = {name.casefold(): name for name in known}
    wanted = asked.casefold()
    near = [name for name in names if wanted and wanted in name][:most]
    near = near or difflib.get_close_matches(wanted, names, n=3, cutoff=cutoff)
    return tuple(names[name] for name in near)
