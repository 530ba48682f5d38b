"""A small workbook with one of everything that calc reads, and ways to spoil it."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import Path
from random import Random
from typing import Any

from tests.hosts.headless.books import make, replaced

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHARED = (
    '<row r="{r}"><c r="A{r}"><f t="shared" ref="A{r}:A{e}" si="0">B{r}*2</f><v>1</v></c></row>'
    '<row r="{e}"><c r="A{e}"><f t="shared" si="0"/><v>1</v></c>'
    '<c r="C{e}"><f t="dataTable" ref="C{e}:C{e}" dt2D="0" r1="A1"/><v>1</v></c></row>'
)


def seed(path: Path) -> Path:
    """Values, formulas plain, shared, array and dynamic, a table, names, two sheets."""

    def fill(book: Any) -> None:
        data = book.add_worksheet("Data")
        data.write_row(0, 0, ["Date", "A", "B"])
        for i in range(40):
            data.write_row(
                i + 1, 0, [39692 + i, ((i * 7919) % 101 - 50) / 5e3, ((i * 104729) % 97 - 48) / 4e3]
            )
        data.write_row(0, 4, [60.0, 40.0])
        data.add_table(0, 6, 4, 7, {"name": "T", "columns": [{"header": "P"}, {"header": "Q"}]})
        data.write_row(1, 6, [1.0, 2.0])
        book.define_name("Rets", "=Data!$A$1:$C$41")
        book.define_name("Pos", "=Data!$E$1:$F$1")
        book.define_name("Named", "=CURRENT_VAR(Rets,Pos,90%,1,,30)")
        risk = book.add_worksheet("Risk & co")
        formulas = [
            "=CURRENT_VAR(Rets,Pos,90%,1,,30)", "=A1*2", "=Named+1", "=SUM(Data!B2:B9,A2)",
            "=SUM(T[P])", '=STRESSED_VAR(Rets,Pos,"2008-09-01:2008-10-10",90%)', "=1/0",
            "=PARAM_VAR(0.01,100,1%)", "=IF(A1>0,\"up\",TODAY())", "=STRESSVAR_WHY(A8)",
        ]  # fmt: skip
        for i, formula in enumerate(formulas):
            risk.write_formula(i, 0, formula, None, 5)
        risk.write_dynamic_array_formula("C1", "=CRISIS_VOL(Data!B1:C41)")
        risk.write_array_formula("C4:D5", "{=CRISIS_CORR(Data!B1:C41)}")
        risk.write_string(0, 8, "text")
        book.add_chart({"type": "line"})

    make(path, fill)
    sheet = "xl/worksheets/sheet2.xml"
    with zipfile.ZipFile(path) as package:
        text = package.read(sheet).decode()
    return replaced(
        path, {sheet: text.replace("</sheetData>", SHARED.format(r=20, e=21) + "</sheetData>")}
    )


REFERENCES = [
    "", "A", "1", "A0", "A-1", "A1048577", "XFE1", "ZZZ9999999", "A1:XFD1048576", "$A$1", "a1", "B2:A1",
    "A1:", ":A1", "A99999999999999999999", "Sheet9!A1", "A1:B2:C3", "\u0661", "A\u0661", "-1", "0", "1", "2",
    "1e9", "1048576", "1048577", "99999999999999999999", "NaN", "inf", "true", "x" * 5000, "&#0;", "&#x1F600;",
    "0x10", " 5 ", "5.5", "4294967296", "18446744073709551616", "R1C1", "#REF!",
]  # fmt: skip
FORMULAS = [
    "", "=", "A1", "A3+A1", "A1:A999999", "SUM(A:A)", "SUM(1:1048576)", "(" * 300 + "1" + ")" * 300, "1+" * 3000 + "1",
    "CURRENT_VAR(", "CURRENT_VAR(A1:A5,)", "CURRENT_VAR(,,,,,,,,,)", "CURRENT_VAR(Data!A:XFD,1)", "CRISIS_VOL(A:A)",
    "INDIRECT(\"A\"&amp;1)", "[1]Data!A1", "'[b.xlsx]S'!A1", "Nope!A1", "#REF!", "#N/A", "\u0000", "\u2603", "'", "\"", "{",
    "{1,2;3}", "{1,{2}}", "T[Zzz]", "T[[#This Row],[P]]", "T[", "Named", "LAMBDA(x,x(x))(LAMBDA(x,x(x)))",
    "LET(x,x,x)", "SEQUENCE(1048576,16384)", "SEQUENCE(1E9)", "REPT(\"x\",1E9)", "REPT(\"x\",32767)&amp;REPT(\"y\",32767)",
    "OFFSET(A1,-5,0)", "A1#", "@A1", "-" * 2000 + "1", "IF(" * 200 + "1" + ")" * 200, "1E999", "1E-999", "9" * 400,
    "STRESSVAR_WHY(A1)", "STRESSVAR_WHY(STRESSVAR_WHY(A1))", "CRISIS_RETURNS(\"GFC\")", "_xlfn.SINGLE(A1)", "_xlfn.NOPE(1)",
    "MMULT(Data!A:A,1:1)", "MUNIT(100000)", "MUNIT(1E9)", "MINVERSE(Data!B2:C3)", "RANDARRAY(99999,99999)", "CURRENT_VAR(RANDARRAY(99999,9999),1)",
    "10^10^10", "FACT(1E9)", "CHAR(0)", "UNICHAR(55296)", "A1:INDEX(A:A,2)", "Data!A1:'Risk &amp; co'!A2", "SUM(Data:'Risk &amp; co'!A1)",
]  # fmt: skip
TARGETS = ["", "/", "..", "../../../../etc/passwd", "nothing.xml", "/xl/workbook.xml", "sheet1.xml", "http://x/", "\\a", "%2e%2e/x"]  # fmt: skip
ENCODINGS = ["utf-16", "utf-32", "latin-1", "cp1252", "utf-8-sig", "utf-7", "cp037"]
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_TAG = re.compile(rb"<[^<>]+>")
_ELEMENT = re.compile(rb"<(\w+)(?:\s[^<>]*)?(?:/>|>[^<]*</\1>)")
_FORMULA = re.compile(rb"(<f[^>]*>)[^<]*(</f>)")
_VALUE = re.compile(rb"(<v>)[^<]*(</v>)")


def spoiled(data: bytes, random: Random) -> bytes:
    """The workbook with one to three things amiss: in its zip, in its parts, in its XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    kind = random.random()
    if kind < 0.08:
        return _raw(bytearray(data), random)
    doubled = []
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        names = sorted(parts)
        if not names:
            break
        weighted = [
            n
            for n in names
            for _ in range(6 if "sheets/" in n else 2 if "workbook" in n or "table" in n else 1)
        ]
        name = random.choice(weighted)
        match random.randrange(14):
            case 0:
                del parts[name]
            case 1:
                doubled.append(name)
            case 2:
                other = random.choice(names)
                parts[name], parts[other] = parts[other], parts[name]
            case 3:
                parts[name] = random.choice(
                    [b"", b"\x00", b"<a/>", parts[name][: len(parts[name]) // 2], bytes(99)]
                )
            case _:
                parts[name] = _part(parts[name], random)
    out = io.BytesIO()
    method = random.choice(
        [
            zipfile.ZIP_DEFLATED,
            zipfile.ZIP_DEFLATED,
            zipfile.ZIP_STORED,
            zipfile.ZIP_BZIP2,
            zipfile.ZIP_LZMA,
        ]
    )
    with zipfile.ZipFile(out, "w", method) as package:
        for name, body in parts.items():
            package.writestr(name, body)
        for name in doubled:
            if name in parts:
                with _quiet():
                    package.writestr(name, parts[name])
    return out.getvalue()


def _quiet() -> Any:
    import warnings

    caught = warnings.catch_warnings()
    caught.__enter__()
    warnings.simplefilter("ignore")

    class Restore:
        def __enter__(self) -> None: ...

        def __exit__(self, *_: object) -> None:
            caught.__exit__(None, None, None)

    return Restore()


def _raw(data: bytearray, random: Random) -> bytes:
    match random.randrange(4):
        case 0:
            del data[random.randrange(len(data)) :]
        case 1:
            for _ in range(random.randint(1, 8)):
                data[random.randrange(len(data))] ^= 1 << random.randrange(8)
        case 2:
            at = random.randrange(len(data))
            data[at : at + random.randint(1, 200)] = random.randbytes(random.randint(0, 200))
        case _:  # a size in the directory of the zip is another
            at = data.find(b"PK\x01\x02", random.randrange(len(data) // 2, len(data)))
            if at > 0:
                field = at + random.choice([20, 24, 42])
                data[field : field + 4] = struct.pack(
                    "<I", random.choice([0, 1, 0x7FFFFFFF, 0xFFFFFFFF])
                )
    return bytes(data)


def _part(body: bytes, random: Random) -> bytes:
    def other(pattern: re.Pattern[bytes], replace: Any) -> bytes:
        found = list(pattern.finditer(body))
        if not found:
            return body
        one = random.choice(found)
        return body[: one.start()] + replace(one) + body[one.end() :]

    def word(choices: list[str]) -> bytes:
        text = random.choice(choices)
        return text.encode("utf-8", "surrogatepass")

    match random.randrange(13):
        case 0 | 1:
            choices = REFERENCES + (TARGETS if b"Relationships" in body else [])
            return other(_ATTRIBUTE, lambda m: m[1] + b'="' + word(choices) + b'"')
        case 2:
            return other(_ATTRIBUTE, lambda m: b"")
        case 3 | 4 | 5:
            return other(_FORMULA, lambda m: m[1] + word(FORMULAS) + m[2])
        case 6:
            return other(_VALUE, lambda m: m[1] + word(REFERENCES) + m[2])
        case 7:
            return other(_TAG, lambda m: b"")
        case 8:
            return other(_ELEMENT, lambda m: m[0] * random.choice([2, 2, 500]))
        case 9:
            return other(_ELEMENT, lambda m: b"")
        case 10:
            copy = bytearray(body)
            for _ in range(random.randint(1, 5)):
                copy[random.randrange(len(copy)) if copy else 0 :][:1] = b""
                if copy:
                    copy[random.randrange(len(copy))] = random.randrange(256)
            return bytes(copy)
        case 11:
            name = random.choice(ENCODINGS)
            text = body.decode("utf-8", "replace")
            if random.random() < 0.7:
                text = text.replace('encoding="UTF-8"', f'encoding="{name}"')
            return text.encode(name, "replace")
        case _:
            doctype = random.choice([
                b'<!DOCTYPE a [<!ENTITY x "y">]>', b'<?xml-stylesheet href="x"?>', b"<!--" + b"-" * 9 + b">",
                b"<a>" * 5000, b"<x:y/>", b"]]>", b"<![CDATA[<f>]]>",
            ])  # fmt: skip
            at = body.find(b"?>") + 2 if random.random() < 0.5 else body.rfind(b"</")
            return body[:at] + doctype + body[at:] if at > 1 else body
