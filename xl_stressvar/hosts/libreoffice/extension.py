"""Catalogue to LibreOffice extension: the .oxt, bit for bit the same for the same catalogue.

An .oxt is a zip of: the interface in IDL (LibreOffice reads the text itself as a type library), the
configuration that gives Calc each function's name and help, the component that answers the calls,
and a file that says where Python finds xl_stressvar.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from ... import __version__
from ...catalogue import CATALOGUE, Catalogue
from ...ooxml.files import written, zipped
from .names import SERVICE, method

MODULE = "xlstressvar"
INTERFACE = "XStressVarAddIn"
CATEGORY = "StressVaR"
OLDEST = "25.2"  # the first LibreOffice tried in which plain names work in formulas
LIBRARIES = ("xl_stressvar", "cachetools", "numpy", "scipy")  # what a call imports
_COMPONENT = Path(__file__).parent / "addin.py"
_XCU = """<?xml version="1.0" encoding="UTF-8"?>
<oor:component-data xmlns:oor="http://openoffice.org/2001/registry"
                    xmlns:xs="http://www.w3.org/2001/XMLSchema"
                    oor:name="CalcAddIns" oor:package="org.openoffice.Office">"""


def _node(index: int, name: str) -> str:
    """A parameter's name in IDL and configuration: never a keyword, sorted as it stands."""
    return f"p{index + 1:02d}" + name.title().replace("_", "")


def idl(catalogue: Catalogue = CATALOGUE) -> str:
    """The interface. Calc fills the first parameter with the calling document and hides it."""
    lines = [f"module {MODULE} {{", f"  interface {INTERFACE} {{"]
    for entry in catalogue:
        parameters = ["[in] com::sun::star::beans::XPropertySet document"]
        parameters += [f"[in] any {_node(i, p.name)}" for i, p in enumerate(entry.parameters)]
        lines.append(f"    sequence< sequence<any> > {method(entry)}({', '.join(parameters)});")
    return "\n".join([*lines, "  };", "};", ""])


def _prop(name: str, text: str) -> str:
    return f'<prop oor:name="{name}"><value xml:lang="en-US">{escape(text)}</value></prop>'


def xcu(catalogue: Catalogue = CATALOGUE) -> str:
    """Names and help for Calc: known before the component is loaded."""
    lines = [_XCU, f'<node oor:name="AddInInfo"><node oor:name="{SERVICE}" oor:op="replace">']
    lines.append('<node oor:name="AddInFunctions">')
    for entry in catalogue:
        lines.append(f'<node oor:name="{method(entry)}" oor:op="replace">')
        lines.append(_prop("DisplayName", entry.name))
        lines.append(_prop("Description", entry.summary))
        lines.append('<prop oor:name="Category"><value>Add-In</value></prop>')
        lines.append(_prop("CategoryDisplayName", CATEGORY))
        lines.append(_prop("CompatibilityName", entry.name))  # the name in .xlsx files
        lines.append('<node oor:name="Parameters">')
        for i, p in enumerate(entry.parameters):
            lines.append(f'<node oor:name="{_node(i, p.name)}" oor:op="replace">')
            lines.append(_prop("DisplayName", p.name))
            lines.append(_prop("Description", p.kind.help) + "</node>")
        lines.append("</node></node>")
    return "\n".join([*lines, "</node></node></node>", "</oor:component-data>", ""])


def manifest() -> str:
    vendor = "application/vnd.sun.star"
    files = {
        "types.idl": f"{vendor}.uno-typelibrary;type=RDB",
        "addin.py": f"{vendor}.uno-component;type=Python",
        "CalcAddIns.xcu": f"{vendor}.configuration-data",
    }
    entries = "".join(
        f' <manifest:file-entry manifest:media-type={quoteattr(kind)} manifest:full-path="{path}"/>\n'
        for path, kind in files.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">\n'
        f"{entries}</manifest:manifest>\n"
    )


def description() -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006"
             xmlns:d="http://openoffice.org/extensions/description/2006"
             xmlns:lo="http://libreoffice.org/extensions/description/2011">
 <identifier value="org.xlstressvar.calc"/>
 <version value="{__version__}"/>
 <dependencies>
  <lo:LibreOffice-minimal-version value="{OLDEST}" d:name="LibreOffice {OLDEST}"/>
 </dependencies>
 <display-name><name lang="en">StressVaR: stressed VaR functions for Calc</name></display-name>
</description>
"""


def functions_json(catalogue: Catalogue = CATALOGUE) -> str:
    """What the component must know before it can import xl_stressvar."""
    functions = {
        method(entry): {
            "name": entry.name,
            "help": entry.summary,
            "parameters": [[p.name, p.kind.help] for p in entry.parameters],
        }
        for entry in catalogue
    }
    facts = {
        "version": __version__,
        "service": SERVICE,
        "category": CATEGORY,
        "functions": functions,
    }
    return json.dumps(facts, indent=1) + "\n"


def installed_paths() -> list[str]:
    """The folders from which this Python imports xl_stressvar and what it needs."""
    paths: dict[str, None] = {}
    for name in LIBRARIES:
        spec = find_spec(name)
        if spec and spec.origin:
            paths[str(Path(spec.origin).resolve().parent.parent)] = None
    return list(paths)


def parts(catalogue: Catalogue = CATALOGUE, python_paths: Sequence[str] = ()) -> dict[str, str]:
    """The files of the .oxt, by name."""
    return {
        "META-INF/manifest.xml": manifest(),
        "description.xml": description(),
        "types.idl": idl(catalogue),
        "CalcAddIns.xcu": xcu(catalogue),
        "functions.json": functions_json(catalogue),
        "pythonpath.txt": "".join(f"{path}\n" for path in python_paths),
        "addin.py": _COMPONENT.read_text("utf-8"),
    }


def build_oxt(
    out: Path, python_paths: Sequence[str] = (), catalogue: Catalogue = CATALOGUE
) -> Path:
    """Write the extension. `python_paths`: where LibreOffice's Python finds xl_stressvar.

    Raises: FileProblem.
    """
    files = {name: text.encode() for name, text in parts(catalogue, python_paths).items()}
    written(zipped(files, zipfile.ZIP_DEFLATED), out)
    return out


def unpack(
    folder: Path, python_paths: Sequence[str] = (), catalogue: Catalogue = CATALOGUE
) -> Path:
    """The extension as a folder, for `soffice -env:BUNDLED_EXTENSIONS=` on the folder above it."""
    for name, text in parts(catalogue, python_paths).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    return folder
