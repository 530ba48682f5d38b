"""The gallery shows every template, with its question, in a small picture. tools/docs/render_gallery.py"""

from __future__ import annotations

import re
import struct

from tests.support import ROOT
from tools.generate.gallery import gallery
from xl_stressvar.templates import question, templates

DOCS = ROOT / "docs"


def test_the_gallery_shows_every_template_with_its_question() -> None:
    page = (DOCS / "gallery.md").read_text("utf-8")
    shown = dict(re.findall(r"^### (.*)\n\n`(.*)\.xlsx`$", page, re.MULTILINE))
    assert {name: asked for asked, name in shown.items()} == {
        name: question(path) for name, path in templates().items()
    }
    assert set(re.findall(r"\]\(gallery/(.*?)\.png\)", page)) == set(templates())


def test_the_committed_page_is_the_generated_one() -> None:
    assert (DOCS / "gallery.md").read_text("utf-8") == gallery(), "make generate"


def test_pictures_are_wide_enough_to_read_and_small_enough_to_load() -> None:
    pictures = list((DOCS / "gallery").glob("*.png"))
    assert {path.stem for path in pictures} == set(templates())
    for path in pictures:
        data = path.read_bytes()
        width, height = struct.unpack(">II", data[16:24])
        assert 750 <= width <= 1110  # a page that is high is printed narrower
        assert height > 400
        assert len(data) < 150_000
