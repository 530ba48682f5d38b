"""Draw the first page of every template for docs/gallery.md: python -m tools.docs.render_gallery

Needs LibreOffice, pdftoppm (poppler) and the font Carlito (Debian: fonts-crosextra-carlito), whose
letters are as wide as Calibri's. The pictures are of the values that the workbooks hold.
"""

from __future__ import annotations

import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from xl_stressvar.cli.render import render
from xl_stressvar.templates import question, templates

Pixels = NDArray[np.uint8]  # (height, width, 3)

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "gallery"
WIDTH = 1110  # pixels of a page; without its margins about 1000
MARGIN = 16
HEAD, FOOT = 33, 40  # points of a page: its running head and foot, which are left out
LONG, SHORT = 842, 595  # points of A4
FIRST = "start_here"
_LEAD = (
    "The first page of each template workbook, as it prints, with real data. "
    "`xl-stressvar new NAME` gives you a copy; `xl-stressvar render BOOK` prints one to PDF."
)
_DRAWN = (
    "Drawn by LibreOffice in the font Carlito, which is as wide as Calibri; Excel's letters differ a little. "
    "Written by `tools/docs/render_gallery.py`."
)


def main() -> int:
    font = subprocess.run(
        ["fc-match", "Calibri"], capture_output=True, text=True, check=True
    ).stdout
    if not font.startswith(("Carlito", "Calibri")):
        print(f"Without Carlito the pages come out in {font.strip()}: wider than they are.")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    found = templates()
    names = [FIRST, *sorted(set(found) - {FIRST})]
    for name in names:
        picture = PICTURES / f"{name}.png"
        picture.write_bytes(_png(_trimmed(_first_page(found[name]))))
        print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size / 1000:.0f} kB")
    for stray in PICTURES.glob("*.png"):
        if stray.stem not in names:
            stray.unlink()
    (ROOT / "docs" / "gallery.md").write_text(
        _text({n: question(found[n]) for n in names}), "utf-8"
    )
    return 0


def _first_page(workbook: Path) -> Pixels:
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder, "book.pdf")
        render(workbook, pdf)
        done = subprocess.run(
            ["pdftoppm", "-f", "1", "-l", "1", "-scale-to-x", str(WIDTH), "-scale-to-y", "-1", str(pdf)],
            capture_output=True,
            check=True,
            timeout=60,
        )  # fmt: skip
    kind, size, _, pixels = done.stdout.split(b"\n", 3)
    assert kind == b"P6"
    width, height = map(int, size.split())
    return np.frombuffer(pixels, np.uint8).reshape(height, width, 3)


def _trimmed(page: Pixels) -> Pixels:
    """What is printed between head and foot, with a margin."""
    height, width = page.shape[:2]
    scale = width / (LONG if width > height else SHORT)
    top, bottom = round(HEAD * scale), height - round(FOOT * scale)
    inside = page[top:bottom]
    inked = np.any(inside < 250, axis=2)
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    first, last = max(rows[0] - MARGIN, 0), rows[-1] + MARGIN
    left, right = max(columns[0] - MARGIN, 0), columns[-1] + MARGIN
    return inside[first:last, left:right]


def _png(pixels: Pixels) -> bytes:
    """A PNG with a palette of the 256 colours used most, each other colour by its nearest."""
    coarse = (pixels.astype(np.int64) + 1) // 2 * 2
    flat = np.minimum(coarse, 255).reshape(-1, 3)
    colours, index, count = np.unique(flat, axis=0, return_inverse=True, return_counts=True)
    kept = np.argsort(-count, kind="stable")[:256]
    distance = ((colours[:, None, :] - colours[kept][None, :, :]) ** 2).sum(axis=2)
    codes = distance.argmin(axis=1)[index.ravel()].astype(np.uint8).reshape(pixels.shape[:2])
    lines = b"".join(b"\0" + line.tobytes() for line in codes)
    height, width = codes.shape
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    palette = colours[kept].astype(np.uint8).tobytes()
    chunks = (
        (b"IHDR", head),
        (b"PLTE", palette),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _text(questions: dict[str, str]) -> str:
    parts = [
        "# Gallery",
        _LEAD,
        _DRAWN,
    ]
    for name, asked in questions.items():
        parts += [
            f"## {asked}",
            f"`{name}.xlsx`",
            f"![First page of {name}: {asked}](gallery/{name}.png)",
        ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(main())
