"""Sentences about the web add-in: its folder, and the server that may calculate for it."""

from __future__ import annotations

from .taxonomy import FileProblem, add

NO_PYODIDE = add(
    "no_pyodide",
    FileProblem,
    "{file} of Pyodide {version} is not in {folder}.",
    "Unpack the full distribution of Pyodide {version}, and name its folder behind --pyodide.",
)
NOT_PYODIDE = add(
    "not_pyodide",
    FileProblem,
    "{file} is not the one that Pyodide {version} was published with.",
    "Download the distribution of Pyodide {version} anew; use none whose files differ.",
)
FOLDER_THERE = add(
    "folder_there",
    FileProblem,
    "{folder} is there already, and is left alone.",
    "Name another folder; one that xl-stressvar web wrote is replaced with --force.",
)
NO_BASE = add(
    "no_base",
    FileProblem,
    "{base} is not an address that Excel loads an add-in from.",
    "Give the https address of the folder on your server, such as https://intranet.example.com/stressvar.",
)
NO_ENGINE_ADDRESS = add(
    "no_engine_address",
    FileProblem,
    "{engine} is not the address of a calculation server.",
    "Give the https address at which xl-stressvar serve answers, such as https://risk.example.com/answer.",
)
ONE_ENGINE = add(
    "one_engine",
    FileProblem,
    "The folder needs one of --pyodide and --engine.",
    "Name the distribution of Pyodide, which calculates in the browser, or the address of a calculation server.",
)
NO_LISTENING = add(
    "no_listening",
    FileProblem,
    "{listen} is not an address and a port to listen on.",
    "Give both of this computer, such as 127.0.0.1:8000; it listens there and nowhere else.",
)
NOT_ENCRYPTED = add(
    "not_encrypted",
    FileProblem,
    "{listen} can be reached from other computers, and without a certificate cells would travel readable by all.",
    "Name --certificate and --key; or listen on 127.0.0.1, behind a web server that encrypts.",
)
NO_ORIGIN = add(
    "no_origin",
    FileProblem,
    "{origin} is not where a page comes from.",
    "Give the start of the add-in's address without its folder, such as https://intranet.example.com.",
)
