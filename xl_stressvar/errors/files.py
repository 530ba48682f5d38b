"""Sentences about workbooks, templates and installations: no cell of ours is to blame."""

from __future__ import annotations

from .taxonomy import ErrorCell, FileProblem, InstallProblem, add

# workbooks of the headless host: the file
NO_FILE = add("no_file", FileProblem, "There is no file {file}.", "Check the name and the folder.")
NOT_READ = add(
    "not_read",
    FileProblem,
    "{file} cannot be read: {reason}.",
    "Close it elsewhere, or check that you may read it.",
)
NOT_A_WORKBOOK = add(
    "not_a_workbook",
    FileProblem,
    "{file} is not an Excel workbook.",
    "Give a file saved as .xlsx or .xlsm.",
)
WRONG_FORMAT = add(
    "wrong_format",
    FileProblem,
    "{file} is {kind}, which is not read here.",
    "Open it in Excel or LibreOffice and save it as .xlsx (with macros: .xlsm).",
)
ENCRYPTED = add(
    "encrypted",
    FileProblem,
    "{file} is protected with a password.",
    "Open it, remove the password (File > Info > Protect Workbook) and save a copy.",
)
DAMAGED = add(
    "damaged",
    FileProblem,
    "{file} is damaged: a part of it cannot be read.",
    "Open it in Excel, let it repair the file, and save it anew.",
)
HOSTILE = add(
    "hostile",
    FileProblem,
    "{file} holds XML with a document type, which no spreadsheet program writes.",
    "Do not use this file unless you know who made it.",
)
TOO_BIG = add(
    "too_big",
    FileProblem,
    "{file} unpacks to more than {most}.",
    "Remove sheets or pictures that the calculation does not need.",
)
TOO_MANY_TAGS = add(
    "too_many_tags",
    FileProblem,
    "{file} has sheets with formulas of more than {most} XML tags and attributes, the limit here.",
    "Move large data to sheets without formulas, which may be larger.",
)
PRECISION_AS_DISPLAYED = add(
    "precision_as_displayed",
    FileProblem,
    "{file} is set to calculate with precision as displayed, which is not done here.",
    "Switch that off (File > Options > Advanced), or calculate the workbook in Excel.",
)
SAME_FILE = add(
    "same_file",
    FileProblem,
    "{file} is the input itself, which is never written over.",
    "Give another name behind -o.",
)
MISNAMED = add(
    "misnamed",
    FileProblem,
    "{file} holds an .xlsx workbook under another ending.",
    "Rename it to end in .xlsx (with macros: .xlsm), or name the copy behind -o.",
)
OTHER_ENDING = add(
    "other_ending",
    FileProblem,
    "{file} must end in {ending} as the input does.",
    "Excel refuses a workbook whose ending does not match; change the name behind -o.",
)
NOT_WRITTEN = add(
    "not_written",
    FileProblem,
    "{file} could not be written: {reason}.",
    "Close it if it is open, check the folder and its free space, or choose another behind -o.",
)
NO_SUCH_FUNCTION = add(
    "no_such_function", FileProblem, "There is no worksheet function {function}.", "{hint}"
)
# templates and their pictures
NO_SUCH_TEMPLATE = add(
    "no_such_template", FileProblem, "There is no template {template}.", "{hint}"
)
ALREADY_THERE = add(
    "already_there",
    FileProblem,
    "{file} is there already, and is left alone.",
    "Choose another name, or move it away.",
)
WOULD_REPLACE = add(
    "would_replace",
    FileProblem,
    "{file} is there already, and is left alone.",
    "Choose another name with -o, or give --force to replace it.",
)
NAME_ENDING = add(
    "name_ending", FileProblem, "{file} does not end in {ending}.", "Change the name behind -o."
)
NOT_CALCULATED = add(
    "not_calculated",
    FileProblem,
    "{cell} of {file} has a formula without a value.",
    "Calculate the workbook first, with xl-stressvar calc or in Excel.",
)
NO_OFFICE = add(
    "no_office",
    FileProblem,
    "LibreOffice, which draws the pages, is not found on this computer.",
    "Install it, or print the workbook to PDF from Excel.",
)
NOT_RENDERED = add(
    "not_rendered",
    FileProblem,
    "LibreOffice made no PDF of {file}: {reason}.",
    "Open the workbook in LibreOffice and choose File > Export As > PDF.",
)
# workbooks: the formulas that cannot be calculated at all
FUNCTION_NOT_HERE = add(
    "function_not_here",
    FileProblem,
    "{cell} calls {function}, which is not known here.",
    "Nothing is calculated with a gap: replace it, or calculate the workbook in Excel.",
)
FUNCTION_NEAR = add(
    "function_near",
    FileProblem,
    "{cell} calls {function}, which is not known here.",
    "Did you mean {near}?",
)
UNREADABLE_FORMULA = add(
    "unreadable_formula",
    FileProblem,
    "{cell} is not a complete formula: {what}.",
    "Correct its brackets, quotes and commas.",
)
FORMULA_TOO_LONG = add(
    "formula_too_long",
    FileProblem,
    "{cell} has a formula of {length} characters; Excel allows {most}.",
    "Split it into several cells.",
)
SEMICOLONS = add(
    "semicolons",
    FileProblem,
    "{cell} parts its arguments with semicolons.",
    "Here they are parted by commas, and decimals have a point: =PARAM_VAR(0.012, 100, 95%).",
)
NOT_EVALUATED = add(
    "not_evaluated",
    FileProblem,
    "{cell} cannot be calculated here: {what}.",
    "Rewrite that formula in plainer steps, or calculate the workbook in Excel.",
)
MIXED = add(
    "mixed",
    FileProblem,
    "{cell} must be calculated, but reads {kept}, which keeps an old value: {what}.",
    "Replace that formula by its value, or calculate the workbook in Excel.",
)
NO_SUCH_RANGE = add(
    "no_such_range",
    FileProblem,
    "{range} is no range of {file}.",
    "Give an address with its sheet, such as Prices!B2:F253, or a defined name.",
)
# workbooks: what the calculation may take
NEEDS_MEMORY = add(
    "needs_memory",
    FileProblem,
    "{subject} needs more than {limit} of memory.",
    "Let formulas work on fewer cells at once, or allow more with --memory.",
)
TAKES_LONGER = add(
    "takes_longer",
    FileProblem,
    "{subject} takes longer than {limit}.",
    "Let formulas work on fewer cells at once, or allow more with --time.",
)
STOOD_AT = add(
    "stood_at",
    FileProblem,
    "The calculation of {file} takes longer than {limit}; it stood at {cell}.",
    "Let formulas work on fewer cells at once, or allow more with --time.",
)
BROKE_DOWN = add(
    "broke_down",
    FileProblem,
    "{subject} made the calculation break down.",
    "Rewrite the formula in plainer steps, or calculate the workbook in Excel.",
)
# workbooks: error cells that no function of ours made
PASSED_ON = add(
    "passed_on", ErrorCell, "{cell} passes on the {error} of {source}.", "Mend that cell first."
)
IN_TABLE = add(
    "in_table",
    ErrorCell,
    "{cell} has no number in the table of {function}.",
    "Its row says why; the rest of the table stands.",
)
BEYOND_RESULT = add(
    "beyond_result",
    ErrorCell,
    "{cell} lies beyond the {rows} x {columns} result of {function}.",
    "Enter the array formula over that many rows and columns.",
)
NO_ROOM = add(
    "no_room",
    ErrorCell,
    "{cell} has no room for its result: {blocker} is in the way.",
    "Clear the cells below and to the right of it.",
)
DIVIDED_BY_ZERO = add(
    "divided_by_zero", ErrorCell, "{cell} divides by zero or by a blank cell.", "Check its divisor."
)
NOT_FOUND = add(
    "not_found",
    ErrorCell,
    "{cell} is {error}: its formula looks for something that is not there.",
    "Check what it looks up, or the size of the range it fills.",
)
NAME_NOT_KNOWN = add(
    "name_not_known",
    ErrorCell,
    "{cell} uses a name that the workbook does not define.",
    'Check the spelling of the names in its formula; a text such as "GFC" needs quotes.',
)
LOST_REFERENCE = add(
    "lost_reference",
    ErrorCell,
    "{cell} refers to a cell or sheet that is not there.",
    "Enter the reference again.",
)
WRONG_KIND = add(
    "wrong_kind",
    ErrorCell,
    "{cell} calculates with a value of the wrong kind or size, such as text.",
    "Check the cells that its formula uses.",
)
NO_SUCH_NUMBER = add(
    "no_such_number",
    ErrorCell,
    "{cell} asks for a number that does not exist or is too large.",
    "Check the numbers that its formula uses.",
)
OTHER_ERROR = add(
    "other_error",
    ErrorCell,
    "{cell} shows {error}.",
    "Check its formula and the cells that it uses.",
)
# the add-in on Windows
NOT_WINDOWS = add(
    "not_windows",
    InstallProblem,
    "xl-stressvar {command} is for Excel on Windows; this is {system}.",
    "Use xl-stressvar calc to calculate a workbook here, or the LibreOffice add-in.",
)
STORE_PYTHON = add(
    "store_python",
    InstallProblem,
    "This Python comes from the Microsoft Store, which hides from Excel what it registers.",
    "Install Python from python.org, or use the offline bundle, and run install with that one.",
)
PYTHON_PART = add(
    "python_part",
    InstallProblem,
    "This Python lacks {part}, which the engine needs.",
    "Run: python -m pip install --force-reinstall xl-stressvar",
)
NO_FOLDER = add(
    "no_folder",
    InstallProblem,
    "Windows does not say where {variable} is.",
    "Sign out and in again, then run install in an ordinary command window.",
)
ADDIN_NOT_BUILT = add(
    "addin_not_built",
    InstallProblem,
    "This copy of xl-stressvar has no {file} inside.",
    "Install it from a released package; in a source folder run make generate first.",
)
FOREIGN_FILE = add(
    "foreign_file",
    InstallProblem,
    "Excel's startup folder already has a {file} that install did not write.",
    "Move that file away if you do not need it, then run install again.",
)
NOT_ELEVATED = add(
    "not_elevated",
    InstallProblem,
    "Only an administrator can {do} for all users.",
    "Run it in a command window that was opened as administrator, or leave --all-users out.",
)
NOT_PROTECTED = add(
    "not_protected",
    InstallProblem,
    "{folder} is not in Program Files, so that others could change what all users would run.",
    "Install Python, or the bundle, for all users first, and run install with that one.",
)
NO_EXCEL = add(
    "no_excel",
    InstallProblem,
    "Windows does not say where Excel is installed on this PC.",
    "Install Excel first; or install the add-in for one user, without --all-users.",
)
FOR_ALL_ALREADY = add(
    "for_all_already",
    InstallProblem,
    "StressVaR is already installed for all users of this PC.",
    "Excel cannot open the add-in twice: ask your IT department for the version that you need.",
)
FOREIGN_CLASS = add(
    "foreign_class",
    InstallProblem,
    "Another program has registered the name {name}.",
    "Uninstall that program, then run install again.",
)
FILE_IN_USE = add(
    "file_in_use",
    InstallProblem,
    "Windows would not let {file} be changed: {reason}.",
    "Close every Excel window, then try again.",
)
REGISTRY_REFUSED = add(
    "registry_refused",
    InstallProblem,
    "Windows would not let the engine be registered: {reason}.",
    "Ask your IT department to allow writing to HKEY_CURRENT_USER, Software, Classes.",
)
NO_START = add(
    "no_start",
    InstallProblem,
    "The engine did not start: {reason}.",
    "Run install again; if that does not help, show {log} to your IT department.",
)
NO_CALL = add(
    "no_call",
    InstallProblem,
    "The engine started but did not answer: {reason}.",
    "Run install again with the Python that has xl-stressvar.",
)
# building the offline bundle
NOT_EMBEDDABLE = add(
    "not_embeddable",
    FileProblem,
    "{file} is not an embeddable Python for Windows.",
    "Take the file of that name from the release page of CPython.",
)
OTHER_HASH = add(
    "other_hash",
    FileProblem,
    "{file} is not the file that was asked for: its SHA-256 is {found}.",
    "Get it again from its source, and compare the hash.",
)
NOT_CLEARED = add(
    "not_cleared",
    FileProblem,
    "{file} has a part under a licence that asks more than to keep its notice: {what}.",
    "Leave that part out, or explain in tools/licences.py why it does not bind.",
)
