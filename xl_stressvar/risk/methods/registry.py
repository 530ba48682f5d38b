"""The methods by name: the words of every `method` argument."""

from __future__ import annotations

from . import tail
from .base import Method
from .cornish_fisher import CornishFisher
from .ewma import Ewma, Filtered
from .historical import HISTORICAL, Historical
from .monte_carlo import MonteCarlo
from .normal import NORMAL
from .student_t import StudentT

METHODS: dict[str, Method] = {
    method.name: method
    for method in (
        HISTORICAL,
        Historical("historical exc", tail.exc),
        Historical("historical rank", tail.rank),
        NORMAL,
        StudentT(),
        CornishFisher(),
        MonteCarlo(),
        Ewma(),
        Filtered(),
    )
}
ALIASES = {"parametric": "normal", "variance covariance": "normal"}
