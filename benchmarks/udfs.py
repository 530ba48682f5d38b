"""The same VaR as xlwings users write it, with xlwings' converters."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xlwings as xw


@xw.func
@xw.arg("history", np.array, ndim=2)
@xw.arg("positions", np.array, ndim=1)
def NUMPY_VAR(history, positions):  # type: ignore[no-untyped-def]  # noqa: N802
    return -float(np.percentile(history @ positions, 1))


@xw.func
@xw.arg("history", pd.DataFrame, index=False, header=False)
@xw.arg("positions", np.array, ndim=1)
def FRAME_VAR(history, positions):  # type: ignore[no-untyped-def]  # noqa: N802
    return -float(np.percentile(history.to_numpy() @ positions, 1))
