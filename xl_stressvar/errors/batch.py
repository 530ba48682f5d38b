"""Sentences about a firm-wide run: its job, its input files, its results, who works on it."""

from __future__ import annotations

from .taxonomy import BadInput, FileProblem, add

PART_MISSING = add(
    "part_missing",
    FileProblem,
    "This command needs {part}, which is not installed in this Python.",
    'Run: python -m pip install "xl-stressvar[{extra}]".',
)
# the job
NOT_A_JOB = add(
    "not_a_job",
    FileProblem,
    "{file} is not a job: {reason}.",
    "A job is a TOML file; xl-stressvar batch --example FOLDER writes one.",
)
JOB_LACKS = add("job_lacks", FileProblem, "{file} lacks {key}.", "Add a line such as {example}.")
JOB_HAS_NOT = add(
    "job_has_not", FileProblem, "{place} is no setting of a job.", "There are: {names}."
)
JOB_SETTING = add(
    "job_setting", FileProblem, "{place} is {value}.", "It takes {expected}, such as {example}."
)
MEASURE_TWICE = add(
    "measure_twice",
    FileProblem,
    "{file} has two measures of the name {name}.",
    "Give each a name of its own.",
)
# the input files
NO_SUCH_COLUMN = add(
    "no_such_column",
    FileProblem,
    "{file} has no column {column}.",
    "It needs the columns {needed}, named so in its first row.",
)
INPUT_COLUMN_TWICE = add(
    "input_column_twice",
    FileProblem,
    "{file} has two columns of the name {column}.",
    "Rename or remove one of them.",
)
INPUT_CHANGED = add(
    "input_changed",
    FileProblem,
    "{file} changed while it was read.",
    "Nothing was run: start again when it is written to no more.",
)
INPUT_GONE = add(
    "input_gone",
    FileProblem,
    "{file} is not what the results were calculated from.",
    "Put the file of that run back, or run the job again with --resume.",
)
PORTFOLIO_APART = add(
    "portfolio_apart",
    BadInput,
    "{place} is portfolio {name} again, after rows of other portfolios.",
    "Sort the file by portfolio.",
)
CURRENCY_DIFFERS = add(
    "currency_differs",
    BadInput,
    "{place} is {code}, and {factor} is in {other} further up.",
    "The returns of a factor are in one currency: correct the row, or give another factor.",
)
INSTRUMENT_CURRENCY = add(
    "instrument_currency",
    BadInput,
    "{place} is {name}, whose returns are in {code}, and options and bonds are valued in {base}.",
    "Leave it out, or run the portfolios that hold it in a job whose base is {code}.",
)
BASE_MISSING = add(
    "base_missing",
    FileProblem,
    "{file} has a column currency, and the job does not say in which currency to add up.",
    'Add a line such as base = "USD" to the job, or remove the column.',
)
POSITION_TWICE = add(
    "position_twice",
    BadInput,
    "{place} is a second amount of {name} in portfolio {portfolio}.",
    "Give one row for each: add the amounts up, or correct the name.",
)
PORTFOLIO_TWICE = add(
    "portfolio_twice", BadInput, "{place} is portfolio {name} again.", "Give it one row."
)
PORTFOLIO_UNPLACED = add(
    "portfolio_unplaced",
    FileProblem,
    "{file} has no row for portfolio {name}.",
    "Add one: its name, then where it belongs.",
)
PORTFOLIO_UNHELD = add(
    "portfolio_unheld",
    BadInput,
    "{place} is portfolio {name}, which has no positions.",
    "Add a position of amount 0 for it, or take the row out.",
)
NO_LEVEL = add(
    "no_level",
    FileProblem,
    "{file} has no column beside portfolio.",
    "Add a column a level, the widest first, such as desk.",
)
NO_POSITIONS = add("no_positions", FileProblem, "{file} has no position.", "Add a row for each.")
NO_SUCH_NODE = add(
    "no_such_node", FileProblem, "There is no {level} {name} in this job.", "There are: {names}."
)
# the run
RESULTS_THERE = add(
    "results_there",
    FileProblem,
    "The folder {folder} holds results of a run already.",
    "Give --resume to keep what is still right and redo the rest, or name another folder as out.",
)
RUN_AT_WORK = add(
    "run_at_work",
    FileProblem,
    "Another run is at work on the folder {folder}.",
    "Wait until it has ended, or name another folder as out.",
)
NO_RUN = add(
    "no_run",
    FileProblem,
    "The folder {folder} holds no finished run of this job.",
    "Run the job first, with --resume if it was begun.",
)
PART_GONE = add(
    "part_gone",
    FileProblem,
    "{part} is not there any more.",
    "Run the job again with --resume: that part is done anew, the others are kept.",
)
PART_DAMAGED = add(
    "part_damaged",
    FileProblem,
    "{part} is damaged: it is no whole part of this run.",
    "Run the job again with --resume: that part is done anew, the others are kept.",
)
PLAN_DAMAGED = add(
    "plan_damaged",
    FileProblem,
    "The folder plan of {folder} is damaged or gone.",
    "Run the job again with --resume: the plan is made anew, finished parts are kept.",
)
WORKERS_DIE = add(
    "workers_die",
    FileProblem,
    "{deaths} worker processes ended, one after another, before any of them finished a part.",
    "Give the machine more memory or take fewer --workers; then --resume.",
)
NO_ADDRESS = add(
    "no_address",
    FileProblem,
    "{address} is no address of a scheduler.",
    "Give one such as tcp://10.0.0.5:8786, or the word local.",
)
NO_SCHEDULER = add(
    "no_scheduler",
    FileProblem,
    "No scheduler answers at {address}.",
    "Start one there (dask scheduler), check the address and the firewall, or take --workers instead.",
)
SCHEDULER_LOST = add(
    "scheduler_lost",
    FileProblem,
    "The scheduler at {address} was lost in the middle of the run.",
    "Finished parts are kept: start it again, then run with --resume.",
)
NO_WORKERS = add(
    "no_workers",
    FileProblem,
    "The scheduler at {address} has had no worker for {seconds} seconds.",
    "Start workers (dask worker), then run with --resume: finished parts are kept.",
)
WORKER_SEES_NOT = add(
    "worker_sees_not",
    FileProblem,
    "A worker does not find the plan of this run in {folder}.",
    "Put out on a disk that every worker sees under the same path.",
)
