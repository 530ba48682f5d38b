"""Runs under LibreOffice's Python (with uno), as a child of office.py: starts one soffice, answers.

A request is a line of JSON on standard input, an answer a line of JSON on standard output.
"""

import json
import os
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue

FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "pdf": "calc_pdf_Export"}


def properties(**values):
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


class Office:
    def __init__(self, soffice, profile, bundled, seconds):
        pipe = f"stressvar{os.getpid()}"
        self.process = subprocess.Popen(
            [
                soffice,
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
                f"-env:UserInstallation={profile}",
                f"-env:BUNDLED_EXTENSIONS={bundled}",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            stderr=sys.stderr,
        )
        local = uno.getComponentContext()
        manager = local.ServiceManager
        resolver = manager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        end = time.monotonic() + seconds
        while True:
            try:
                self.context = resolver.resolve(
                    f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
                )
                break
            except Exception:  # it may have gone already
                if time.monotonic() > end or self.process.poll() is not None:
                    raise
                time.sleep(0.05)
        self.desktop = self.service("com.sun.star.frame.Desktop")
        self.documents = {}

    def service(self, name):
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    # --- requests ---------------------------------------------------------------------------
    def open(self, path, key):
        url = uno.systemPathToFileUrl(path)
        document = self.desktop.loadComponentFromURL(url, "_blank", 0, properties(Hidden=True))
        if document is None:
            raise RuntimeError(f"LibreOffice cannot open {path}")
        self.documents[key] = document

    def open_addin(self, path, key):
        """An Excel add-in, its VBA allowed to run."""
        url = uno.systemPathToFileUrl(path)
        arguments = properties(
            Hidden=True, MacroExecutionMode=4, FilterName="Calc MS Excel 2007 VBA XML"
        )
        self.documents[key] = self.desktop.loadComponentFromURL(url, "_blank", 0, arguments)

    def modules(self, key, library, changed):
        """The Basic modules by name, after some were replaced or added."""
        modules = self.documents[key].BasicLibraries.getByName(library)
        for name, source in changed.items():
            if modules.hasByName(name):
                modules.replaceByName(name, source)
            else:
                modules.insertByName(name, source)
        return {name: modules.getByName(name) for name in modules.ElementNames}

    def basic(self, key, function, arguments):
        """Call Library.Module.Function of a document."""
        name = f"vnd.sun.star.script:{function}?language=Basic&location=document"
        script = self.documents[key].getScriptProvider().getScript(name)
        return script.invoke(tuple(arguments), (), ())[0]

    def add_sheet(self, key, name):
        sheets = self.documents[key].Sheets
        sheets.insertNewByName(name, sheets.Count)

    def close(self, key):
        self.documents.pop(key).close(True)

    def save(self, key, path, kind):
        url = uno.systemPathToFileUrl(path)
        self.documents[key].storeToURL(url, properties(FilterName=FILTERS[kind], Overwrite=True))

    def recalculate(self, key, everything):
        document = self.documents[key]
        document.calculateAll() if everything else document.calculate()

    def put(self, key, sheet, address, value):
        cell = self.documents[key].Sheets.getByName(sheet).getCellRangeByName(address)
        if value is None:
            cell.setFormula("")
        elif isinstance(value, str) and value.startswith("="):
            cell.setPropertyValue("FormulaLocal", value)
        elif isinstance(value, str):
            cell.setString(value)
        else:
            cell.setValue(value)

    def paste(self, key, sheet, grid):
        """All of a sheet deleted, and these cells put in at A1 (texts stay texts), as a person pastes them."""
        sheet = self.documents[key].Sheets.getByName(sheet)
        sheet.clearContents(1023)
        block = sheet.getCellRangeByPosition(0, 0, len(grid[0]) - 1, len(grid) - 1)
        block.setDataArray(tuple(tuple("" if x is None else x for x in row) for row in grid))

    def insert(self, key, sheet, lines, index):
        """One empty row or column (lines: Rows, Columns), before the one of that index from 0."""
        getattr(self.documents[key].Sheets.getByName(sheet), lines).insertByIndex(index, 1)

    def delete(self, key, sheet, lines, index):
        """Without the row or column (lines: Rows, Columns) of that index from 0."""
        getattr(self.documents[key].Sheets.getByName(sheet), lines).removeByIndex(index, 1)

    def copy_row(self, key, sheet, index):
        """The row of that index from 0 copied, and the copy inserted below it."""
        sheet = self.documents[key].Sheets.getByName(sheet)
        sheet.Rows.insertByIndex(index + 1, 1)
        place = sheet.getCellByPosition(0, index + 1).getCellAddress()
        sheet.copyRange(place, sheet.getCellRangeByPosition(0, index, 5, index).getRangeAddress())

    def formula(self, key, sheet, address):
        cell = self.documents[key].Sheets.getByName(sheet).getCellRangeByName(address)
        return cell.getPropertyValue("FormulaLocal")

    def values(self, key):
        """{sheet: {address: number, text, or {"error": number}}}"""
        sheets = self.documents[key].Sheets
        return {name: self._values(sheets.getByName(name)) for name in sheets.ElementNames}

    def _values(self, sheet):
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.getRangeAddress()
        block = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
        columns = [column_name(j) for j in range(end.EndColumn + 1)]
        out = {}
        for i, row in enumerate(block.getDataArray()):
            for j, value in enumerate(row):
                if value == "":
                    continue
                if value is None:  # an error: its number is asked of the cell
                    value = {"error": sheet.getCellByPosition(j, i).getError()}
                out[f"{columns[j]}{i + 1}"] = value
        return out

    def describe(self):
        """What Calc's function wizard knows: {name: [description, category, [[argument, help, optional]]]}"""
        found = {}
        descriptions = self.service("com.sun.star.sheet.FunctionDescriptions")
        for i in range(descriptions.getCount()):
            f = {p.Name: p.Value for p in descriptions.getByIndex(i)}
            arguments = [[a.Name, a.Description, a.IsOptional] for a in f.get("Arguments") or ()]
            found[f["Name"]] = [f["Description"], f["Category"], arguments]
        return found

    def quit(self):
        try:
            self.desktop.terminate()
            self.process.wait(15)
        except Exception:  # noqa: BLE001  # it may have gone already
            self.process.kill()


def column_name(j):
    name = ""
    j += 1
    while j:
        j, letter = divmod(j - 1, 26)
        name = chr(65 + letter) + name
    return name


def main():
    office = Office(*json.loads(sys.stdin.readline()))
    print(json.dumps({"ok": None}), flush=True)
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        try:
            reply = {"ok": getattr(office, name)(*arguments)}
        except Exception as error:  # noqa: BLE001  # the parent must hear of it
            reply = {"failed": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)
        if name == "quit":
            return
    office.quit()  # the parent has gone


main()
