"""What can go wrong, and the sentence a person reads when it does.

    StressVarError            the base: one failed cell, one sentence
    ├── BadInput              #VALUE!  wrong type, shape or choice
    ├── ImpossibleNumber      #NUM!    a number that cannot be
    ├── NotEnoughData         #N/A     valid, but missing or too little
    ├── ErrorCell             the error that an argument already held, passed on
    ├── FileProblem           a workbook that cannot be calculated; no cell failed, nothing is written
    └── InstallProblem        something on this PC that keeps the add-in from working

Every sentence is an entry of the tables beside (class, what was seen, what to do), so that the docs'
error index and the tests read the same words as the user. A kernel raises the entry; whoever knows
where the number stood adds the place; a host that knows the sheet turns the place into an address.
"""

from .batch import *
from .data import *
from .files import *
from .inputs import *
from .instruments import *
from .methods import *
from .numbers import *
from .raw import *
from .rows import *
from .system import *
from .taxonomy import *
from .web import *
