"""Sentences about the crisis data: factors, scenarios, downloads, and a firm's own files."""

from __future__ import annotations

from .taxonomy import BadInput, FileProblem, NotEnoughData, add

# the library
UNKNOWN_FACTOR = add(
    "unknown_factor",
    BadInput,
    "{place} is '{value}', which is not a library factor.",
    "Use {codes}; for more see xl-stressvar data list.",
)
UNKNOWN_FACTOR_NEAR = add(
    "unknown_factor_near",
    BadInput,
    "{place} is '{value}', which is not a library factor.",
    "Did you mean {near}?",
)
NOT_A_YIELD = add(
    "not_a_yield",
    BadInput,
    "{place} is {value}, which is no yield: its changes are not those of a rate.",
    "Use {codes}; for the returns of the others there is CRISIS_RETURNS.",
)
FACTOR_TO_UPDATE = add(
    "factor_to_update",
    NotEnoughData,
    "The library's {factor} does not cover {window}: it has {spans}.",
    "Leave it out, choose another window, or run: xl-stressvar data update {factor}.",
)
OWN_FILE = add(
    "own_file",
    NotEnoughData,
    "Your data of {factor} cannot be read ({reason}).",
    "Run xl-stressvar data update or add again, or delete {file}.",
)
FACTOR_NOT_COVERED = add(
    "factor_not_covered",
    NotEnoughData,
    "The library's {factor} does not cover {window}: it has {spans}.",
    "Leave it out, or choose another window.",
)
LIBRARY_NOT_COVERED = add(
    "library_not_covered",
    NotEnoughData,
    "No library factor covers {window}: the library has {spans}.",
    "Choose a window inside it, or use your own data.",
)
BETAS_SHAPE = add(
    "betas_shape",
    BadInput,
    "{place} has {betas:number} for {factors:factor}.",
    "Give one beta per factor.",
)
FACTOR_TWICE = add(
    "factor_twice", BadInput, "{place} names {name} twice.", "Name each factor once."
)
# scenarios
SCENARIO_WITHOUT_ASSETS = add(
    "scenario_without_assets",
    NotEnoughData,
    "The scenario has no shock for a column of the history: it moves {factors}.",
    "Name the columns like the library's factors, or give scenarios of your own.",
)
SCENARIOS_UNNAMED = add(
    "scenarios_unnamed",
    BadInput,
    "{place} has no header row of names, by which a scenario finds its assets.",
    "Include the header row.",
)
NO_SCENARIO = add(
    "no_scenario",
    NotEnoughData,
    "No scenario of the set {set} moves {factors}.",
    "Leave the factors out to see those that it moves.",
)
SCENARIO_COLUMNS = add(
    "scenario_columns",
    BadInput,
    "{place} is {rows} x {columns}.",
    "Scenarios are rows of three columns: scenario, factor, shock; a fourth may tell the source.",
)
# downloads, and a firm's own data
FEED_UNREACHABLE = add(
    "feed_unreachable",
    FileProblem,
    "{source} ({series}) cannot be reached: {reason}.",
    "Nothing was changed. Proxy and company certificate come from HTTPS_PROXY and SSL_CERT_FILE.",
)
FEED_STATUS = add(
    "feed_status",
    FileProblem,
    "{source} answered {status} when it was asked for {series}.",
    "Nothing was changed. Try again later.",
)
FEED_OTHER_KIND = add(
    "feed_other_kind",
    FileProblem,
    "{source} sent {kind} in place of the data of {series}: a page, perhaps of a proxy that wants a login.",
    "Nothing was changed. Open the address in a browser once, or ask your IT department.",
)
FEED_CUT = add(
    "feed_cut",
    FileProblem,
    "What {source} sent of {series} is cut: its end is missing.",
    "Nothing was changed. Try again later.",
)
FEED_TOO_LARGE = add(
    "feed_too_large",
    FileProblem,
    "{source} sent more than {most} MB for {series}.",
    "Nothing was changed. Check what stands between this computer and the network.",
)
FEED_REFUSED = add(
    "feed_refused",
    FileProblem,
    "What {source} sent of {series} was not kept: {reason}.",
    "Nothing was changed.",
)
NO_SUCH_FEED = add("no_such_feed", FileProblem, "There is no built-in factor {factor}.", "{hint}")
NOTHING_NEWER = add(
    "nothing_newer",
    FileProblem,
    "Nobody publishes newer data of {factor} that may be downloaded.",
    "Keep your own with xl-stressvar data add FILE, under another name.",
)
NOT_OF_THIS_FEED = add(
    "not_of_this_feed",
    FileProblem,
    "{factor} does not come from {source}.",
    "Leave --from out.",
)
OWN_REFUSED = add(
    "own_refused",
    FileProblem,
    "{file} was not kept: {reason}.",
    "Nothing was changed. It takes days down, a name over each column, numbers with a decimal point.",
)
