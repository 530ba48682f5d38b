"""Names as they are typed: two spellings of one may differ."""

from __future__ import annotations

import unicodedata


def matched(name: str) -> str:
    """What two spellings of one name share.

    Case aside, whether é is one character or two, and which or how many spaces stand between words:
    a hard one, as from a web page, looks like any other.
    """
    plain = " ".join(name.split())
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", plain).casefold())


def plain(word: str) -> str:
    """What two spellings of one word of a list share: case, blanks, `-`, `_` and `.` aside."""
    return word.casefold().replace(" ", "").replace("-", "").replace("_", "").replace(".", "")
