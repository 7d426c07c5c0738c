"""Write the list of parts (CycloneDX 1.6, JSON) of a kit: every wheel with its version, licence and hash.

Run by `build_kit.py` in the environment of the build tools, whose library makes the document. The same bytes for the same wheels:
no time, no random number.

    python build_sbom.py KIT VERSION
"""

from __future__ import annotations

import email.message
import email.parser
import hashlib
import re
import sys
import zipfile
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

_LICENSES = LicenseFactory()


def main() -> None:
    """Write `sbom.cdx.json` into the kit."""
    kit, version = Path(sys.argv[1]), sys.argv[2]
    bom = Bom()
    bom.metadata.timestamp = None
    bom.serial_number = None
    bom.metadata.component = Component(
        name="in-camera", version=version, type=ComponentType.APPLICATION, bom_ref="in-camera"
    )
    wheels = sorted((kit / "wheels").rglob("*.whl"))
    parts = [_component(wheel) for wheel in wheels]
    bom.components.update(parts)
    bom.register_dependency(bom.metadata.component, parts)
    text = JsonV1Dot6(bom).output_as_string(indent=1)
    (kit / "sbom.cdx.json").write_text(re.sub(r',?\s*"serialNumber": "[^"]*"', "", text) + "\n", encoding="utf-8")


def _component(wheel: Path) -> Component:
    told = _metadata(wheel)
    name, version = str(told["Name"]), str(told["Version"])
    return Component(
        name=name,
        version=version,
        description=told["Summary"],
        bom_ref=wheel.name,
        purl=PackageURL("pypi", None, name.lower().replace("_", "-"), version),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=hashlib.sha256(wheel.read_bytes()).hexdigest())],
        licenses=[_LICENSES.make_from_string(text) for text in [_licence(told)] if text],
    )


def _metadata(wheel: Path) -> email.message.Message:
    with zipfile.ZipFile(wheel) as packed:
        name = next(name for name in packed.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
        return email.parser.Parser().parsestr(packed.read(name).decode("utf-8"), headersonly=True)


def _licence(told: email.message.Message) -> str:
    """Return what a package says of its licence: an expression, else its first line, else the classifier's name."""
    for text in (told["License-Expression"], told["License"]):
        if text and text.strip() and text.strip() != "UNKNOWN":
            return str(text).strip().splitlines()[0]
    names = [
        line.rpartition("::")[2].strip() for line in told.get_all("Classifier", []) if line.startswith("License ::")
    ]
    return names[0] if names else ""


if __name__ == "__main__":
    main()
