"""Describe an installation for Windows in the words of WiX 3 (`.wxs`), which wixl understands. Runs nothing.

Every id is made from a name: the same folder gives the same package, and an update knows what it takes the place of.
"""

from __future__ import annotations

import hashlib
import uuid
import xml.etree.ElementTree as ET  # only written, never read
from pathlib import Path

NAMESPACE = "http://schemas.microsoft.com/wix/2006/wi"
FAMILY = uuid.UUID("6f1d3a5e-5b3c-5c2b-9a53-3d4b6a0f8c11")
"""Made once and for all: what every version of In Camera is known by."""

TITLE = "In Camera"
WINDOW = "Python without a console, and our window"


def wxs(root: Path, version: str) -> bytes:
    """Return the description of a package with everything below `root`; `version` has three numbers."""
    contents = hashlib.sha256("\n".join(sorted(_lines(root))).encode()).hexdigest()
    wix = ET.Element("Wix", xmlns=NAMESPACE)
    product = ET.SubElement(
        wix, "Product", Id=_id("product", version, contents), UpgradeCode=str(FAMILY).upper(), Name=TITLE, Version=version,
        Manufacturer="the In Camera authors", Language="1033",
    )  # fmt: skip
    ET.SubElement(
        product, "Package", Id=_id("package", version, contents), InstallerVersion="500", Compressed="yes",
        InstallScope="perMachine", Platform="x64", Manufacturer="the In Camera authors", Languages="1033",
        Description="Ask questions about images and documents that must not leave the room",
    )  # fmt: skip
    ET.SubElement(product, "MajorUpgrade", DowngradeErrorMessage="A newer version of In Camera is installed.")
    ET.SubElement(product, "Media", Id="1", Cabinet="in_camera.cab", EmbedCab="yes")
    ET.SubElement(product, "Property", Id="ARPNOMODIFY", Value="1")
    target = ET.SubElement(product, "Directory", Id="TARGETDIR", Name="SourceDir")
    programs = ET.SubElement(target, "Directory", Id="ProgramFiles64Folder")
    menu = ET.SubElement(target, "Directory", Id="ProgramMenuFolder")
    ET.SubElement(menu, "Directory", Id="MENUFOLDER", Name=TITLE)
    place = ET.SubElement(programs, "Directory", Id="INSTALLFOLDER", Name=TITLE)
    feature = ET.SubElement(product, "Feature", Id="Everything", Title=TITLE, Level="1")
    _add_folder(place, feature, root, root)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(wix)


def _add_folder(place: ET.Element, feature: ET.Element, folder: Path, root: Path) -> None:
    """Add the files of `folder`, each as a component of its own as Windows Installer wants it, then its folders."""
    for path in sorted(folder.iterdir()):
        name = path.relative_to(root).as_posix()
        number = hashlib.sha256(name.encode()).hexdigest()[:32]  # ids know no slashes
        if path.is_dir():
            _add_folder(ET.SubElement(place, "Directory", Id=f"d{number}", Name=path.name), feature, path, root)
            continue
        component = ET.SubElement(place, "Component", Id=f"c{number}", Guid=_id("file", name), Win64="yes")
        file = ET.SubElement(component, "File", Id=f"f{number}", Name=path.name, Source=str(path), KeyPath="yes")
        ET.SubElement(feature, "ComponentRef", Id=f"c{number}")
        if name == "python/pythonw.exe":
            _add_to_menu(component, file)


def _add_to_menu(component: ET.Element, file: ET.Element) -> None:
    """Let the menu start the window; the entry goes with the file that it starts."""
    ET.SubElement(
        component, "Shortcut", Id="MenuEntry", Directory="MENUFOLDER", Name=TITLE, Description=WINDOW,
        Target=f"[#{file.get('Id')}]", Arguments="-B -m desktop_app", WorkingDirectory="INSTALLFOLDER",
    )  # fmt: skip
    ET.SubElement(component, "RemoveFolder", Id="RemoveMenu", Directory="MENUFOLDER", On="uninstall")


def _lines(root: Path) -> list[str]:
    return [
        f"{path.relative_to(root).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in root.rglob("*")
        if path.is_file()
    ]


def _id(*words: str) -> str:
    return str(uuid.uuid5(FAMILY, "/".join(words))).upper()
