"""Draw the first page of every template for docs/gallery.md: python -m tools.docs.render_gallery

The page itself is written by tools.generate.

Needs LibreOffice, pdftoppm (poppler) and the font Carlito (Debian: fonts-crosextra-carlito), whose
letters are as wide as Calibri's. The pictures are of the values that the workbooks hold.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from xl_stressvar.cli.render import render
from xl_stressvar.templates import templates

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "gallery"
WIDTH = 1110  # pixels of a page; without its margins about 1000
MARGIN = 16
HEAD, FOOT = 33, 40  # points of a page: its running head and foot, which are left out
LONG, SHORT = 842, 595  # points of A4


def main() -> int:
    font = subprocess.run(
        ["fc-match", "Calibri"], capture_output=True, text=True, check=True
    ).stdout
    if not font.startswith(("Carlito", "Calibri")):
        print(f"Without Carlito the pages come out in {font.strip()}: wider than they are.")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    found = templates()
    for name in found:
        picture = PICTURES / f"{name}.png"
        picture.write_bytes(png(trimmed(page(found[name]), HEAD, FOOT)))
        print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size / 1000:.0f} kB")
    for stray in PICTURES.glob("*.png"):
        if stray.stem not in found:
            stray.unlink()
    return 0


def page(workbook: Path, number: int = 1, width: int = WIDTH) -> Image.Image:
    """A page of a workbook as it prints, so many pixels wide."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder, "book.pdf")
        render(workbook, pdf)
        done = subprocess.run(
            ["pdftoppm", "-f", f"{number}", "-l", f"{number}", "-scale-to-x", f"{width}", "-scale-to-y", "-1", str(pdf)],
            capture_output=True,
            check=True,
            timeout=60,
        )  # fmt: skip
    return Image.open(io.BytesIO(done.stdout)).convert("RGB")


def trimmed(page: Image.Image, head: int = 0, foot: int = 0) -> Image.Image:
    """What is printed between head and foot, with a margin."""
    scale = page.width / (LONG if page.width > page.height else SHORT)
    top, bottom = round(head * scale), page.height - round(foot * scale)
    inside = page.crop((0, top, page.width, bottom))
    inked = inside.convert("L").point(lambda grey: 255 * (grey < 250))
    left, first, right, last = inked.getbbox() or (0, 0, *inside.size)
    return inside.crop(
        (
            max(left - MARGIN, 0),
            max(first - MARGIN, 0),
            min(right + MARGIN, inside.width),
            min(last + MARGIN, inside.height),
        )
    )


def png(page: Image.Image) -> bytes:
    """A PNG with a palette of 256 colours: a third of the size, and no text looks different."""
    data = io.BytesIO()
    page.quantize(256, dither=Image.Dither.NONE).save(data, "png", optimize=True)
    return data.getvalue()


if __name__ == "__main__":
    sys.exit(main())
