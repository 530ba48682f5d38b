"""The two manifests, by which Excel knows the add-in and where its files are.

The add-in only manifest (XML) is taken by every Excel that has custom functions; the unified one (JSON)
by Microsoft 365 alone. No namespace: a formula reads =STRESSED_VAR(...), as with the other add-ins.
"""

from __future__ import annotations

import json
import uuid
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from ... import __version__
from ...catalogue import CATALOGUE, Catalogue
from .metadata import functions

IDENTITY = uuid.UUID(
    "5b0d2c53-6a1c-4a0e-9c5e-2f1b6a8e7d10"
)  # by which Excel updates; never changes
ICONS = (16, 32, 64, 80, 192)  # pixels
NAME = "StressVaR"
SHORT = "Stressed VaR worksheet functions."
TIP = "Help for the functions, and why a cell shows an error"
_RIBBON = (16, 32, 80)
_OFFICE = "http://schemas.microsoft.com/office"


def origin(address: str) -> str:
    """An address without its folder."""
    return "{0.scheme}://{0.netloc}".format(urlsplit(address))


def _long(engine: str) -> str:
    if engine:
        return f"{SHORT} Cells are calculated on {urlsplit(engine).netloc}."
    return f"{SHORT} They run on this computer: no cell leaves it."


def manifest_xml(base: str, engine: str = "") -> str:
    """The add-in only manifest; engine: the address of a calculation server, if there is one."""
    urls = {"Page": "taskpane.html", "Script": "functions.js", "Metadata": "functions.json"}
    resources = "".join(_resource("Url", f"{i}.Url", f"{base}/{file}") for i, file in urls.items())
    images = "".join(_resource("Image", f"Icon.{n}", _icon(base, n)) for n in _RIBBON)
    icon = "".join(f'<bt:Image size="{n}" resid="Icon.{n}"/>' for n in _RIBBON)
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<OfficeApp xmlns="{_OFFICE}/appforoffice/1.1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:bt="{_OFFICE}/officeappbasictypes/1.0" xsi:type="TaskPaneApp">
 <Id>{IDENTITY}</Id>
 <Version>{__version__}.0</Version>
 <ProviderName>xl-stressvar</ProviderName>
 <DefaultLocale>en-US</DefaultLocale>
 <DisplayName DefaultValue="{NAME}"/>
 <Description DefaultValue={quoteattr(_long(engine))}/>
 <IconUrl DefaultValue={quoteattr(_icon(base, 32))}/>
 <HighResolutionIconUrl DefaultValue={quoteattr(_icon(base, 64))}/>
 <SupportUrl DefaultValue={quoteattr(base + "/demo.html")}/>
 <AppDomains><AppDomain>{escape(origin(base))}</AppDomain></AppDomains>
 <Hosts><Host Name="Workbook"/></Hosts>
 <Requirements><Sets DefaultMinVersion="1.1">
  <Set Name="SharedRuntime" MinVersion="1.1"/><Set Name="CustomFunctionsRuntime" MinVersion="1.3"/>
 </Sets></Requirements>
 <DefaultSettings><SourceLocation DefaultValue={quoteattr(base + "/taskpane.html")}/></DefaultSettings>
 <Permissions>ReadWriteDocument</Permissions>
 <VersionOverrides xmlns="{_OFFICE}/taskpaneappversionoverrides" xsi:type="VersionOverridesV1_0">
  <Hosts><Host xsi:type="Workbook">
   <Runtimes><Runtime resid="Page.Url" lifetime="long"/></Runtimes>
   <AllFormFactors><ExtensionPoint xsi:type="CustomFunctions">
    <Script><SourceLocation resid="Script.Url"/></Script>
    <Page><SourceLocation resid="Page.Url"/></Page>
    <Metadata><SourceLocation resid="Metadata.Url"/></Metadata>
   </ExtensionPoint></AllFormFactors>
   <DesktopFormFactor>
    <ExtensionPoint xsi:type="PrimaryCommandSurface"><OfficeTab id="TabHome"><Group id="StressVarGroup">
     <Label resid="Group.Label"/><Icon>{icon}</Icon>
     <Control xsi:type="Button" id="StressVarPane"><Label resid="Group.Label"/>
      <Supertip><Title resid="Group.Label"/><Description resid="Pane.Tip"/></Supertip><Icon>{icon}</Icon>
      <Action xsi:type="ShowTaskpane">
       <TaskpaneId>StressVarPane</TaskpaneId><SourceLocation resid="Page.Url"/>
      </Action>
     </Control></Group></OfficeTab></ExtensionPoint>
   </DesktopFormFactor>
  </Host></Hosts>
  <Resources>
   <bt:Images>{images}</bt:Images>
   <bt:Urls>{resources}</bt:Urls>
   <bt:ShortStrings>{_resource("String", "Group.Label", NAME)}</bt:ShortStrings>
   <bt:LongStrings>{_resource("String", "Pane.Tip", TIP)}</bt:LongStrings>
  </Resources>
 </VersionOverrides>
</OfficeApp>
"""


def _resource(kind: str, name: str, value: str) -> str:
    return f'<bt:{kind} id="{name}" DefaultValue={quoteattr(value)}/>'


def _icon(base: str, size: int) -> str:
    return f"{base}/icon-{size}.png"


def manifest_json(base: str, engine: str = "", catalogue: Catalogue = CATALOGUE) -> str:
    """The unified manifest."""
    icons = [{"size": n, "url": _icon(base, n)} for n in _RIBBON]
    schema = "https://developer.microsoft.com/json-schemas/teams/v1.30/MicrosoftTeams.schema.json"
    permission = {"name": "Document.ReadWrite.User", "type": "Delegated"}
    facts = {
        "$schema": schema,
        "manifestVersion": "1.30",
        "id": str(uuid.uuid5(IDENTITY, "unified")),
        "version": __version__,
        "name": {"short": NAME, "full": f"{NAME}: stressed VaR worksheet functions"},
        "description": {"short": SHORT, "full": _long(engine)},
        "developer": {
            "name": "xl-stressvar",
            "websiteUrl": base,
            "privacyUrl": f"{base}/HOSTING.txt",
            "termsOfUseUrl": f"{base}/LICENCES.txt",
        },
        "icons": {"outline": "icon-32.png", "color": "icon-192.png"},
        "accentColor": "#1F4E79",
        "validDomains": [urlsplit(base).netloc],
        "authorization": {"permissions": {"resourceSpecific": [permission]}},
        "extensions": [
            {
                "requirements": {
                    "scopes": ["workbook"],
                    "capabilities": [{"name": "SharedRuntime", "minVersion": "1.1"}],
                },
                "runtimes": [_runtime(base, catalogue)],
                "ribbons": [_ribbon(icons)],
            }
        ],
    }
    return json.dumps(facts, indent=1, ensure_ascii=False) + "\n"


def _runtime(base: str, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "id": "SharedRuntime",
        "type": "general",
        "lifetime": "long",
        "code": {"page": f"{base}/taskpane.html", "script": f"{base}/functions.js"},
        "actions": [{"id": "ShowPane", "type": "openPage", "view": "pane", "pinnable": False}],
        "customFunctions": {
            "namespace": {"id": "STRESSVAR", "name": "STRESSVAR"},
            "functions": [
                {k: v for k, v in f.items() if k != "options"}
                | f["options"]
                | {"result": {"dimensionality": "matrix"}}
                for f in functions(base, catalogue)
            ],
            "metadataUrl": f"{base}/functions.json",
        },
    }


def _ribbon(icons: list[dict[str, Any]]) -> dict[str, Any]:
    button = {
        "id": "StressVarPane",
        "type": "button",
        "label": NAME,
        "icons": icons,
        "supertip": {"title": NAME, "description": TIP},
        "actionId": "ShowPane",
    }
    group = {"id": "StressVarGroup", "label": NAME, "icons": icons, "controls": [button]}
    return {"contexts": ["default"], "tabs": [{"builtInTabId": "TabHome", "groups": [group]}]}
