"""The kinds of arguments that become a portfolio: what a table says, as what values itself."""

from __future__ import annotations

from dataclasses import dataclass

from ..arguments.argument import Argument
from ..arguments.instruments import BondTable, GridRange, Instruments, OptionTable
from ..risk.instruments.bonds import Bonds
from ..risk.instruments.grid import Grid
from ..risk.instruments.listed import TablePlaces
from ..risk.instruments.options import Options


def _places(table: Instruments) -> TablePlaces:
    return TablePlaces(table.argument, table.rows, table.at)


@dataclass(frozen=True)
class OptionBook(OptionTable):
    """A table of options, as a portfolio."""

    def parse(self, argument: Argument) -> Options:
        """The portfolio; raises StressVarError at the cell for what is none."""
        return self.book(self.read(argument))

    @staticmethod
    def book(table: Instruments) -> Options:
        """The portfolio of a table that was read."""
        return Options(
            names=table.texts("name"),
            underlyings=table.texts("underlying"),
            signs=table.numbers("type"),
            quantities=table.numbers("quantity"),
            spots=table.numbers("spot"),
            strikes=table.numbers("strike"),
            years=table.numbers("years"),
            volatilities=table.numbers("volatility"),
            rates=table.numbers("rate"),
            yields=table.numbers("yield"),
            places=_places(table),
        )


@dataclass(frozen=True)
class BondBook(BondTable):
    """A table of bonds, as a portfolio."""

    def parse(self, argument: Argument) -> Bonds:
        """The portfolio; raises StressVarError at the cell for what is none."""
        return self.book(self.read(argument))

    @staticmethod
    def book(table: Instruments) -> Bonds:
        """The portfolio of a table that was read."""
        return Bonds(
            names=table.texts("name"),
            curves=table.texts("curve"),
            faces=table.numbers("face"),
            coupons=table.numbers("coupon"),
            years=table.numbers("years"),
            yields=table.numbers("yield"),
            frequencies=table.numbers("frequency"),
            places=_places(table),
        )


@dataclass(frozen=True)
class GridBook(GridRange):
    """A grid of P&L, as a portfolio."""

    def parse(self, argument: Argument) -> Grid:
        """The portfolio; raises StressVarError at the cell for what is none."""
        read = self.read(argument)
        return Grid(read.moves, read.pnl, read.second, read.names, argument=read.argument)
