"""The arrays that everything works on: float64, and days as whole numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Days = NDArray[np.int64]
