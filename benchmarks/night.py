"""A firm's night: 50,000 portfolios against the matrix products without which they have no P&L.

Some minutes long. The products are taken while the run goes on, in the same process, so that both
have the machine as it is; the processor time of the run is without them.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.batch import BLOCK, DAYS, FACTORS, job, whole
from benchmarks.timing import Result

PORTFOLIOS = 50_000
LIMIT = 400e6 + 16 * BLOCK * DAYS


def results() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        few = whole(job(Path(folder) / "few", PORTFOLIOS // 10), products=True)
        many = whole(job(Path(folder) / "many", PORTFOLIOS), products=True)
    size = f"{PORTFOLIOS:,} portfolios x {DAYS:,} days x {FACTORS}"
    memory = "bytes, not seconds; with 80 MB for the products"
    return [
        Result(f"{size}: WORST, VaR, ES, components, written", many.cpu, "the matrix products alone",
               many.product * PORTFOLIOS / BLOCK, 1.25, f"{many.clock:.0f} s by the clock"),
        Result(f"{size}, without reading the inputs", many.cpu - many.planning, "the same",
               many.product * PORTFOLIOS / BLOCK, 1.25),
        Result(size, many.cpu, f"10 x {PORTFOLIOS // 10:,} of them", 10 * few.cpu, 1.05),
        Result(f"memory of {PORTFOLIOS:,}", many.peak, "of a tenth", few.peak, 1.1, memory),
        Result(f"memory of {PORTFOLIOS:,}", many.peak, "400 MB + 16 bytes a day of a block", LIMIT,
               1.0, memory),
    ]  # fmt: skip
