"""A chart as XlsxWriter wants it, in the one look."""

from __future__ import annotations

from typing import Any

from tools.templates.toolkit import style
from tools.templates.toolkit.parts import Chart, ChartSeries

_FONT = {"name": "Calibri", "size": 9, "color": style.INK}
_TITLE = {"name": "Calibri", "size": 12, "color": style.NAVY}
_YEARS = {"date_axis": True, "num_format": "yyyy", "major_unit": 1, "major_unit_type": "years"}
_MONTHS = {"date_axis": True, "num_format": "yyyy-mm", "major_unit_type": "months"}


def drawn(file: Any, it: Chart, width: int, height: int) -> Any:
    """The chart of a workbook, in pixels, without a frame."""
    chart = file.add_chart({"type": it.kind} | ({"subtype": "stacked"} if it.stacked else {}))
    number = style.UNITS[it.unit].get("num_format", "General")
    for series in it.series:
        look = series.role.line(not it.dates) if it.kind == "line" else series.role.column(it.dates)
        figures = {"value": True, "num_format": number, "font": _FONT} if it.figures else None
        chart.add_series(_series(series) | {"data_labels": figures} | look)
    if it.lines:
        over = file.add_chart({"type": "line"})
        for series in it.lines:
            over.add_series(_series(series) | series.role.line(not it.dates))
        chart.combine(over)
    chart.set_title({"name": it.title, "overlay": False, "name_font": _TITLE})
    axis = {"num_font": _FONT, "line": {"color": style.LINE}, "label_position": "low"}
    low, high = it.limits or (None, None)
    days = _MONTHS | {"major_unit": it.months} if it.months else _YEARS
    labels = axis | (days if it.dates else {})
    values = axis | {
        "num_format": number, "min": low, "max": high, "name": it.axis, "name_font": _FONT,
        "major_gridlines": {"visible": True, "line": {"color": "#E6EAEF", "width": 0.5}},
    }
    if it.kind == "bar":  # lying columns: the first label on top, the figures at the bars
        chart.set_y_axis(labels | {"reverse": True, "interval_unit": 1, "num_font": _FONT | {"size": 8}, "major_gridlines": {"visible": False}})
        chart.set_x_axis(values | {"visible": False, "min": low if it.limits else 0, "major_gridlines": {"visible": False}})
    else:
        chart.set_x_axis(labels)
        chart.set_y_axis(values)
    unseen = [i for i, series in enumerate(it.series) if not series.role.colour]
    legend = {"position": "bottom", "font": _FONT, "delete_series": unseen}
    chart.set_legend(legend if len([*it.series, *it.lines]) > 1 else {"none": True})
    chart.show_hidden_data()  # of columns that a reader folds away
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": width, "height": height})
    return chart


def _series(it: ChartSeries) -> dict[str, Any]:
    return {"name": it.name, "categories": f"={it.labels}", "values": f"={it.values}"}
