"""Names of assets, as two spellings of one may differ."""

from __future__ import annotations

import unicodedata


def matched(name: str) -> str:
    """What two spellings of one name share: case aside, whether é is one character or two, and which
    or how many spaces stand between words: a hard one, as from a web page, looks like any other.
    """
    plain = " ".join(name.split())
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", plain).casefold())
