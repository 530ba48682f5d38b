"""A host module whose catalogue has one function more, as a developer would add it."""

from __future__ import annotations

from typing import Annotated

from xl_stressvar.arguments.scalars import Number
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.cells.results import Returns
from xl_stressvar.hosts.excel import define


def twice(
    number: Annotated[float, Number("The number to double.")],
    times: Annotated[float, Number("How many times over.")] = 2,
) -> Annotated[float, Returns("The product.")]:
    """A number times two."""
    return number * times


globals().update(define(CATALOGUE.with_function("Audit and help", twice)))
