"""The commands of `xl-stressvar`, a module each: `add(parser)` and `run(options) -> int`."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(asked: str, known: Iterable[str], listing: str) -> tuple[str]:
    """What to say of a name that is not among the known ones: those like it, or where to find all.

    In a tuple: a sentence cuts a long name, but not a choice.
    """
    import difflib

    names = {name.casefold(): name for name in known}
    wanted = asked.casefold()
    near = [name for name in names if wanted and wanted in name] or difflib.get_close_matches(
        wanted, names, n=3, cutoff=0.5
    )
    if not near:
        return (f"See: xl-stressvar {listing}.",)
    return (f"Did you mean {' or '.join(names[name] for name in near[:6])}?",)


def printable(text: str) -> str:
    """One line of text without what a terminal would obey: a workbook may hold any character."""
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
