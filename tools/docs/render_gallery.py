"""Draw the first page of every template for docs/gallery.md: python -m tools.docs.render_gallery

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
from xl_stressvar.templates import question, templates

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
    "<!-- written by tools/docs/render_gallery.py -->"
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
        picture.write_bytes(png(trimmed(page(found[name]), HEAD, FOOT)))
        print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size / 1000:.0f} kB")
    for stray in PICTURES.glob("*.png"):
        if stray.stem not in names:
            stray.unlink()
    (ROOT / "docs" / "gallery.md").write_text(
        _text({n: question(found[n]) for n in names}), "utf-8"
    )
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
