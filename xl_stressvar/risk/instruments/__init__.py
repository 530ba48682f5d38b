"""What is not linear: options, bonds, grids of P&L, each a portfolio that values itself.

Time stands still: a row of a history is an instantaneous move, and P&L the value after it less the
value before. What is not a column of the history is held still too: rates in options, the shape of a
volatility surface, the spread of a bond over its curve.
"""
