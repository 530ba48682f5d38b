"""Write the direction numbers of the first Sobol components: `python -m tools.data.sobol`.

They are read off the public sequence of scipy.stats.qmc.Sobol, whose numbers are those of S. Joe and
F. Y. Kuo, Constructing Sobol sequences with better two-dimensional projections, SIAM Journal on
Scientific Computing 30 (2008), 2635-2654.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from xl_stressvar.risk.methods import sobol

FILE = Path(sobol.__file__).parent / "data" / "directions.npz"


def halves() -> np.ndarray:
    """(17, 1024) uint16: direction k is 2h+1, an odd number of k+1 bits, counted from the highest bit."""
    bits = (
        sobol.from_scipy(sobol.TABLED)
        >> np.arange(sobol.BITS - 1, -1, -1, dtype=np.uint32)[:, None]
    )
    return np.asarray((bits >> 1).astype(np.uint16))


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    np.savez_compressed(FILE, halves=halves())
