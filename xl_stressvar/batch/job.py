"""JOB.toml: what is to be calculated from which files, read by the kinds of a cell's arguments."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import errors
from ..catalogue import CATALOGUE
from ..dispatch import read
from ..domain import Window, Worst
from ..errors import Place, StressVarError
from ..risk.measure import Measure
from ..risk.methods.base import Tail

BLOCK = 1024  # portfolios in a part: whole products of so many
_MOST_BLOCK = 1_000_000
_FILES = ("returns", "positions", "options", "bonds", "hierarchy", "fx")
_KEYS = (*_FILES, "out", "base", "block", "components", "measure")
_MEASURE_KEYS = ("name", "window", "confidence", "method", "horizon_days")
_EXAMPLES = {
    "returns": 'returns = "returns.parquet"',
    "positions": 'positions = "positions.parquet"',
    "out": 'out = "results"',
    "base": 'base = "USD"',
    "measure": "[[measure]] with the lines name, window and confidence below it",
    "name": 'name = "worst"',
}

Settings = dict[str, Any]
_CELLS = (str, int, float, dt.date)


@dataclass(frozen=True)
class InputFile:
    """A file of the job; sheet: of a workbook, if not its first."""

    path: Path
    sheet: str | None = None


@dataclass(frozen=True)
class JobMeasure:
    """VaR and ES over a window: the arguments of STRESSED_VAR, under a name.

    settings: as typed, of which another process reads the same.
    """

    name: str
    windows: tuple[Window, ...] | Worst | None
    var: Measure
    settings: Settings

    @property
    def es(self) -> Measure:
        """The ES at the same confidence, over the window of the VaR."""
        return Measure(Tail.ES, self.var.method, self.var.confidence, self.var.horizon_days)


@dataclass(frozen=True)
class Job:
    """What is to be calculated, and where it goes.

    base: the currency of all figures, if the positions say in which the returns are; fx: rates to it, if
    not the built-in ones. block: portfolios in a part. components: whether each VaR is taken apart by factor.
    """

    returns: InputFile
    positions: InputFile
    options: InputFile | None
    bonds: InputFile | None
    hierarchy: InputFile | None
    fx: InputFile | None
    base: str | None
    out: Path
    block: int
    components: bool
    measures: tuple[JobMeasure, ...]

    @property
    def inputs(self) -> dict[str, InputFile]:
        """The files that are read, by what they are to the job."""
        named = ((name, getattr(self, name)) for name in _FILES)
        return {name: file for name, file in named if file is not None}


def read_job(path: Path) -> Job:
    """The job in a file; paths in it start from its folder.

    Raises: FileProblem, and what the kinds of the arguments raise.
    """
    settings = _toml(path)
    _require_known(settings, _KEYS, lambda key: f"{key} of {path.name}")
    for key in ("returns", "positions", "out", "measure"):
        if key not in settings:
            raise errors.JOB_LACKS(file=path.name, key=key, example=(_EXAMPLES[key],))
    if "fx" in settings and "base" not in settings:
        raise errors.JOB_LACKS(file=path.name, key="base", example=(_EXAMPLES["base"],))
    files = {key: _file(path, key, settings[key]) for key in _FILES if key in settings}
    return Job(
        files["returns"],
        files["positions"],
        files.get("options"),
        files.get("bonds"),
        files.get("hierarchy"),
        files.get("fx"),
        _base(path, settings),
        path.parent / _text(path, "out", settings["out"], "results"),
        _block(path, settings.get("block", BLOCK)),
        _flag(path, "components", settings.get("components", True)),
        _measures(path, settings["measure"]),
    )


def _toml(path: Path) -> Settings:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except OSError as problem:
        raise errors.unreadable(path.name, problem) from None
    except UnicodeDecodeError:
        raise errors.NOT_A_JOB(file=path.name, reason="it is not text in UTF-8") from None
    except tomllib.TOMLDecodeError as problem:
        raise errors.NOT_A_JOB(file=path.name, reason=str(problem).rstrip(".")) from None


def _require_known(settings: Mapping[str, Any], known: tuple[str, ...], place: Any) -> None:
    for key in settings:
        if key not in known:
            raise errors.JOB_HAS_NOT(place=None, names=known).at(Place(place(key)))


def _refused(path: Path, key: str, value: Any, expected: str, example: str) -> StressVarError:
    place = Place(f"{key} of {path.name}")
    return errors.JOB_SETTING(place, value=repr(value), expected=expected, example=example)


def _text(path: Path, key: str, value: Any, example: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _refused(path, key, value, "a text", f'"{example}"')
    return value


def _file(path: Path, key: str, value: Any) -> InputFile:
    """A file's name, or a table of file and sheet."""
    example = f"{key}.parquet"
    if not isinstance(value, dict):
        return InputFile(path.parent / _text(path, key, value, example))
    _require_known(value, ("file", "sheet"), lambda each: f"{each} in {key} of {path.name}")
    file = _text(path, f"file in {key}", value.get("file", ""), example)
    sheet = value.get("sheet")
    if sheet is not None:
        sheet = _text(path, f"sheet in {key}", sheet, "Returns")
    return InputFile(path.parent / file, sheet)


def _base(path: Path, settings: Settings) -> str | None:
    """The currency of the figures, as IN_CURRENCY reads it; None if it is left out."""
    if "base" not in settings:
        return None
    text = _text(path, "base", settings["base"], "USD")
    try:
        return str(read(CATALOGUE["IN_CURRENCY"].parameter("base"), text))
    except StressVarError as failure:
        raise failure.at(Place(f"base of {path.name}")) from None


def _block(path: Path, value: Any) -> int:
    if type(value) is not int or not 1 <= value <= _MOST_BLOCK:
        raise _refused(path, "block", value, f"a whole number from 1 to {_MOST_BLOCK}", str(BLOCK))
    return value


def _flag(path: Path, key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _refused(path, key, value, "true or false", "true")
    return value


def _measures(path: Path, given: Any) -> tuple[JobMeasure, ...]:
    if not isinstance(given, list) or not given or not all(isinstance(m, dict) for m in given):
        raise errors.JOB_LACKS(file=path.name, key="measure", example=(_EXAMPLES["measure"],))
    measures: dict[str, JobMeasure] = {}
    for settings in given:
        measure = _measure(path, settings)
        if measure.name in measures:
            raise errors.MEASURE_TWICE(file=path.name, name=measure.name)
        measures[measure.name] = measure
    return tuple(measures.values())


def _measure(path: Path, settings: Settings) -> JobMeasure:
    _require_known(settings, _MEASURE_KEYS, lambda key: f"{key} in [[measure]] of {path.name}")
    if "name" not in settings:
        where = f"{path.name}, in a [[measure]],"
        raise errors.JOB_LACKS(file=where, key="name", example=(_EXAMPLES["name"],))
    _text(path, "name in [[measure]]", settings["name"], "worst")
    return measure_of(settings)


def measure_of(settings: Settings) -> JobMeasure:
    """A measure, from settings that have its name. Raises what the arguments' kinds raise."""
    name = settings["name"].strip()
    windows = _argument(settings, "window")
    confidence = _argument(settings, "confidence")
    horizon = _argument(settings, "horizon_days")
    method = _argument(settings, "method")
    return JobMeasure(name, windows, Measure(Tail.VAR, method, confidence, horizon), settings)


def _argument(settings: Settings, key: str) -> Any:
    """A setting as STRESSED_VAR reads the cell of that argument; left out, its default."""
    asked = CATALOGUE["STRESSED_VAR"].parameter(key)
    if key not in settings:
        return asked.default
    value = settings[key]
    place = Place(f"{key} of measure {settings['name'].strip()}")
    cells = value if isinstance(value, list) else [value]
    if not all(isinstance(cell, _CELLS) for cell in cells):
        expected = asked.kind.expected
        raise errors.JOB_SETTING(place, value=repr(value), expected=expected, example='"GFC"')
    try:
        return read(asked, [[cell] for cell in cells] if isinstance(value, list) else value)
    except StressVarError as failure:
        raise failure.at(place) from None
