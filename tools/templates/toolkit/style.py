"""One look for every workbook: formats by role, number formats by unit, colours of the charts.

Formats are plain XlsxWriter properties; `TemplateFile.format` merges them. Rules stand under headers alone.
Series differ by lightness, so that they differ in grey: light is calm, dark is stressed, an outline is the
article's illustration.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Look = dict[str, Any]

INK, MUTED, NAVY = "#1F2933", "#5A6572", "#14304F"
PALE, LINE, INPUT_FILL, INPUT_INK = "#F1F4F8", "#9AA5B1", "#FFF8DB", "#1648B8"

BASE: Look = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "vcenter"}
TITLE: Look = {"bold": True, "font_size": 17, "font_color": NAVY}
QUESTION: Look = {"font_size": 12, "font_color": MUTED}  # above the sentence that answers it
LEAD: Look = {"font_color": MUTED}
SAID: Look = {"font_color": NAVY, "bold": True}
HEADING: Look = {"bold": True, "font_size": 13, "font_color": NAVY}
HEADER: Look = {"bold": True, "font_color": NAVY, "bottom": 1, "bottom_color": NAVY, "text_wrap": True, "valign": "bottom"}
INPUT: Look = {"font_color": INPUT_INK, "bg_color": INPUT_FILL, "border": 1, "border_color": "#FFFFFF"}
CAPTION: Look = {"bold": True, "font_color": MUTED, "bg_color": PALE, "indent": 1}
ANSWER: Look = {"bold": True, "font_size": 24, "font_color": NAVY, "bg_color": PALE, "align": "left",
                "indent": 1, "shrink": True}
ANSWER_NAME: Look = ANSWER | {"font_size": 12, "shrink": False, "text_wrap": True}
BOX: Look = {"font_size": 10, "font_color": MUTED}
BOX_HEADING: Look = {"bold": True, "font_color": NAVY, "bottom": 1, "bottom_color": LINE}
LEFT: Look = {"align": "left", "indent": 1}
RIGHT: Look = {"align": "right", "indent": 0}
LINK: Look = {"font_color": INPUT_INK, "underline": 1}
AGREES: Look = {"bold": True, "font_color": "#0B5A2B", "bg_color": "#DDF3E4"}
WORST: Look = {"bold": True, "border": 1, "border_color": INK}  # on whatever tint the cell has
DISAGREES: Look = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#A61B1B"}

#: Number formats. Money is in whatever unit the sheet's lead states. Where two sections have a condition, LibreOffice
#: writes no minus in the third, and Excel does: so the second takes every negative number that is not shown as zero.
UNITS: dict[str, Look] = {
    "": {},
    "text": {"align": "left", "indent": 1},
    "name": {"align": "left", "indent": 1, "text_wrap": True},  # of several words, large
    "note": {"align": "left", "indent": 1, "text_wrap": True},  # a sentence in a cell of a table
    "long": {"text_wrap": True},  # a sentence, on two lines if need be
    "money": {"num_format": "[>=0.005]#,##0.00;[<=-0.005]-#,##0.00;0.00", "align": "right"},  # never -0.00
    # of a book in any unit: no decimals from a thousand on; below minus a thousand by LARGE_LOSS
    "book money": {"num_format": "[>=1000]#,##0;[<=-0.005]-#,##0.00;#,##0.00", "align": "right"},
    "whole percent": {"num_format": "0%", "align": "right"},
    "change": {"num_format": "[>=0.005]+0%;[<=-0.005]-0%;0%", "align": "right"},
    "whole money": {"num_format": "[>=0.5]#,##0;[<=-0.5]-#,##0;0", "align": "right"},
    "million": {"num_format": '#,##0.00"M"', "align": "right"},
    "thousand": {"num_format": '#,##0.00"K"', "align": "right"},
    "round million": {"num_format": '#,##0.0"M"', "align": "right"},
    "whole million": {"num_format": '#,##0"M"', "align": "right"},
    "percent": {"num_format": "0.0%", "align": "right"},
    "fine percent": {"num_format": "[>=0.00005]0.00%;[<=-0.00005]-0.00%;0.00%", "align": "right"},
    "step": {"num_format": "[>=0.005]#,##0.00;[<=-0.005]-#,##0.00;", "align": "right"},  # nothing for no step
    "fine ratio": {"num_format": '0.00"×"', "align": "right"},
    "label ratio": {"num_format": '0.0"×"', "align": "left"},
    "left percent": {"num_format": "0.00%", "align": "left", "indent": 1},
    "left count": {"num_format": "#,##0", "align": "left", "indent": 1},
    "left number": {"num_format": "#,##0.0000", "align": "left", "indent": 1},
    "ratio": {"num_format": '0.0"×"', "align": "right"},
    "correlation": {"num_format": "[>=0.005]+0.00;[<=-0.005]-0.00;0.00", "align": "right"},
    "number": {"num_format": "0.0000", "align": "right"},
    "tenths": {"num_format": "#,##0.0", "align": "right"},
    "count": {"num_format": "#,##0", "align": "right"},
    "year": {"num_format": "0", "align": "left"},  # as a row's label
    "years": {"num_format": "0.0", "align": "right"},
    "date": {"num_format": "yyyy-mm-dd", "align": "right"},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"},  # as a row's label
    "short": {"num_format": "General", "align": "right"},
    "full": {"num_format": "[>=1000]#,##0.000000;[<=-0.0000000000005]-0.000000000000;0.000000000000", "align": "right"},
    "tiny": {"num_format": "0.0E+00", "align": "right"},
    "flag": {"align": "center"},
}

#: The condition and the format that "book money" has no section left for.
LARGE_LOSS = {"type": "cell", "criteria": "<=", "value": -1000}
LARGE_LOSS_FORMAT: Look = {"num_format": "#,##0;-#,##0"}


@dataclass(frozen=True)
class Role:
    """How a series looks: apart in colour and in grey, lines in their dashes too."""

    colour: str
    outline: bool = False  # of a column: drawn by its border
    marker: str = "none"  # of a line
    dash: str = "solid"
    extra: Look = field(default_factory=dict)

    def column(self, daily: bool = False) -> Look:
        """daily: hundreds of them side by side, one series over the other."""
        if daily:
            return {"fill": {"color": self.colour}, "border": {"none": True}, "gap": 0, "overlap": 100}
        if not self.colour:  # a step of a waterfall stands on it
            return {"fill": {"none": True}, "border": {"none": True}, "gap": 60}
        border = {"color": NAVY, "width": 1} if self.outline else {"none": True}
        return {"border": border, "fill": {"color": "#FFFFFF" if self.outline else self.colour}, "gap": 60}

    def line(self, markers: bool) -> Look:
        marker: Look = {"type": self.marker if markers else "none"}
        if markers and self.marker != "none":
            marker |= {"size": 6, "fill": {"color": self.colour}, "border": {"color": self.colour}}
        return {"line": {"color": self.colour, "width": 1.5, "dash_type": self.dash}, "marker": marker}


CALM = Role("#A9C9EA", marker="circle", dash="dash")
STRESSED = Role("#14304F", marker="diamond")
ARTICLE = Role("#5A6572", outline=True, marker="triangle", dash="round_dot")
UNSEEN = Role("")
LOSSES = Role("#C7772E", marker="x")  # what happened
DAILY = Role("#A9BBD0")  # a line of daily results, behind what matters
OTHER = Role("#74808E", marker="square", dash="long_dash")

#: Widths in characters of a presentation sheet: a margin, the labels, and columns for a table and a chart beside it.
WIDTHS = (2.0, 38.0, *[15.0] * 8)
#: The same for a sheet that is longer than wide, and for one of tables in two columns.
TALL, TWO = (2.0, 40.0, *[15.0] * 6), (2.0, 36.0, *[14.0] * 3, 3.0, 37.0, *[14.0] * 3)
FIRST = 1
LINE_LENGTH = 155  # characters of a text line at most, whatever the room
_TEXT, _TITLE = 1.19, 0.79  # characters of plain type, and of a title's, in one of width
ROW_POINTS, ROW_PIXELS = 15.75, 21  # of every row, so that charts stand where they are put


def pixels(columns: range, widths: Sequence[float]) -> int:
    """The width of some columns on the screen."""
    return sum(int(widths[c] * 7 + 5) for c in columns)


def length(widths: Sequence[float]) -> int:
    """The characters of a text line that fit into columns."""
    return min(LINE_LENGTH, int(sum(widths) * _TEXT))


def title_length(widths: Sequence[float]) -> int:
    """The same, of a title."""
    return int(sum(widths) * _TITLE)
