"""The bundle's list of parts in the form of CycloneDX 1.6, which vulnerability scanners read."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass

from xl_stressvar import __version__

NAME = "sbom.cdx.json"
_OURS = "pkg:pypi/xl-stressvar@" + __version__


@dataclass(frozen=True)
class Part:
    """Something of others that is in the bundle: what it is, the file it came in, and its licence."""

    name: str
    version: str
    purl: str
    sha256: str  # of the file it came in
    licence: str  # SPDX expression


def sbom(parts: list[Part]) -> bytes:
    """The same parts give the same bytes: the serial number comes of the content, and there is no time."""
    content = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": _OURS,
                "name": "StressVaR for Excel",
                "version": __version__,
                "licenses": [{"expression": "MIT"}],
                "purl": _OURS,
            }
        },
        "components": [_component(part) for part in parts],
        "dependencies": [
            {"ref": _OURS, "dependsOn": [part.purl for part in parts]},
            *({"ref": part.purl} for part in parts),
        ],
    }
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(content, sort_keys=True))
    content["serialNumber"] = f"urn:uuid:{serial}"
    return (json.dumps(content, indent=2) + "\n").encode()


def _component(part: Part) -> dict[str, object]:
    return {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "hashes": [{"alg": "SHA-256", "content": part.sha256}],
        "licenses": [{"expression": part.licence}],
        "purl": part.purl,
    }
