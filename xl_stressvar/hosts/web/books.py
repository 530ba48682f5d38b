"""The templates as the web add-in's workbooks: in a file its functions have names of their own.

Excel writes a custom function as _xldudf_STRESSED_VAR(...), whatever the formula bar shows. A call under
the plain name, as the other add-ins write it, is one of an add-in that is not there.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from ...catalogue import CATALOGUE, Catalogue
from ...ooxml.files import zipped

PREFIX = "_xldudf_"
_WITH_FORMULAS = re.compile(r"xl/workbook\.xml|xl/worksheets/sheet\d+\.xml")
_FORMULA = re.compile(r"(<(?:f|definedName)(?: [^>]*)?>)([^<]*)")
_TEXT = re.compile(r'("[^"]*")')


def converted(book: Path, catalogue: Catalogue = CATALOGUE) -> bytes:
    """The workbook with our functions under the names that the web add-in has in files."""
    ours = re.compile(rf"(?<![\w.])({'|'.join(e.name for e in catalogue)})(?=\()")

    def prefixed(match: re.Match[str]) -> str:
        parts = _TEXT.split(match[2])  # what is in quotes stays
        parts[::2] = [ours.sub(rf"{PREFIX}\1", part) for part in parts[::2]]
        return match[1] + "".join(parts)

    with zipfile.ZipFile(io.BytesIO(book.read_bytes())) as package:
        files = {name: package.read(name) for name in package.namelist()}
    for name in filter(_WITH_FORMULAS.fullmatch, files):
        files[name] = _FORMULA.sub(prefixed, files[name].decode()).encode()
    return zipped(files, zipfile.ZIP_DEFLATED)
