"""Catalogue to the StressVaR tab. Its callbacks are in vba/StressVarRibbon.bas."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from xl_stressvar.catalogue import CATALOGUE, Catalogue

_NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
#: For what works on a sheet: grey in Protected View, on a chart and without a book.
_ON_A_SHEET = {"getEnabled": "SvHasSheet"}


def _control(kind: str, inside: str = "", **attributes: str) -> str:
    shown = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<{kind}{shown}>{inside}</{kind}>" if inside else f"<{kind}{shown}/>"


def _button(name: str, label: str, keytip: str, image: str, tip: str, **more: str) -> str:
    """A button; its callback is named like it."""
    texts = {"label": label} if "getLabel" not in more else {}
    tips = {"supertip": tip} if "getSupertip" not in more else {}
    return _control(
        "button",
        id=f"sv{name}",
        **texts,
        size="large",
        imageMso=image,
        keytip=keytip,
        screentip=label,
        **tips,
        onAction=f"SvOn{name}",
        **more,
    )


def _insert(catalogue: Catalogue) -> str:
    """A menu of the functions, by family."""
    menus = []
    for i, family in enumerate(catalogue.families):
        buttons = "".join(
            _control(
                "button",
                id=f"svInsert_{e.name}",
                label=e.name,
                tag=e.name,
                screentip=e.name,
                supertip=e.summary,
                onAction="SvOnInsertFunction",
            )
            for e in catalogue
            if e.family == family
        )
        menus.append(_control("menu", buttons, id=f"svFamily{i}", label=family))
    return _control(
        "menu",
        "".join(menus),
        id="svInsert",
        label="Insert function",
        size="large",
        imageMso="FunctionWizard",
        keytip="I",
        screentip="Insert function",
        supertip="A StressVaR function for the selected cell; Excel's dialog asks for its arguments.",
        **_ON_A_SHEET,
    )


_TEMPLATES = _control(
    "dynamicMenu",
    id="svTemplates",
    label="Templates",
    size="large",
    imageMso="FileNew",
    keytip="T",
    screentip="Templates",
    supertip="Opens a copy of a workbook that answers one question.",
    getContent="SvTemplates",
    invalidateContentOnDrop="true",
)


def _groups(catalogue: Catalogue) -> dict[str, list[str]]:
    return {
        "Functions": [
            _insert(catalogue),
            _button("FormatResults", "Format results", "F", "FormatCellsDialog",
                    "Number formats for the results in the selection, by the units of their functions.",
                    **_ON_A_SHEET),
        ],
        "Errors": [
            _button("NextError", "Next error", "N", "ErrorChecking",
                    "Goes to the next StressVaR formula of this sheet that shows an error.",
                    **_ON_A_SHEET),
            _button("Explain", "Explain", "E", "FileProperties",
                    "Why the selected cell shows an error, what to type instead, and the way to the "
                    "cell that is to blame.", **_ON_A_SHEET),
            _button("Recalculate", "Recalculate", "R", "CalculateNow",
                    "Calculates the StressVaR formulas of this sheet again.", **_ON_A_SHEET),
        ],
        "Sheets": [
            _button("NewSheet", "New stressed-VaR sheet", "S", "SheetInsert",
                    "Makes a sheet of live formulas and a chart from prices and positions you select.",
                    **_ON_A_SHEET),
            _TEMPLATES,
        ],
        "About": [
            _button("Engine", "Engine", "G", "Connections", "", getLabel="SvEngineLabel",
                    getSupertip="SvEngineTip"),
            _button("Handles", "Loaded histories", "L", "Connections",
                    "What LOAD_HISTORY has put into the engine, and the cells that hold it."),
            _button("Help", "Help", "H", "Help", "How to use the functions."),
            _control(
                "menu",
                _menu_button("Check", "Check this Excel", "ErrorChecking",
                             "Tries everything that a macro can see in new books, and writes a report.")
                + _menu_button("RepairHelp", "Repair help", "FunctionWizard",
                               "Registers the help for the function wizard, where Excel does not show it."),
                id="svMore", label="Check and repair", size="large", imageMso="ErrorChecking",
                keytip="C", screentip="Check and repair",
                supertip="For when something in this Excel is not as it should be.",
            ),
        ],
    }  # fmt: skip


def _menu_button(name: str, label: str, image: str, tip: str) -> str:
    return _control(
        "button",
        id=f"sv{name}",
        label=label,
        imageMso=image,
        screentip=label,
        supertip=tip,
        onAction=f"SvOn{name}",
    )


def ribbon(catalogue: Catalogue = CATALOGUE) -> str:
    """The tab, in the ribbon's own language."""
    inside = "".join(
        _control("group", "".join(controls), id=f"svGroup{i}", label=label)
        for i, (label, controls) in enumerate(_groups(catalogue).items())
    )
    tab = _control("tab", inside, id="svTab", label="StressVaR", keytip="SV")
    return _control(
        "customUI",
        f"<ribbon><tabs>{tab}</tabs></ribbon>",
        xmlns=_NAMESPACE,
        onLoad="SvRibbonLoaded",
    )
