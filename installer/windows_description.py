"""Describe an installation for Windows in the words of WiX 3 (`.wxs`), which wixl understands. Runs nothing.

Every id is made from a name: the same folder gives the same package, and an update knows what it takes the place of.
"""

from __future__ import annotations

import hashlib
import uuid
import xml.etree.ElementTree as ET  # only written, never read
from pathlib import Path

import staged

NAMESPACE = "http://schemas.microsoft.com/wix/2006/wi"
FAMILY = uuid.UUID("6f1d3a5e-5b3c-5c2b-9a53-3d4b6a0f8c11")
"""Made once and for all: what every version of In Camera is known by."""

TITLE = "In Camera"
ABOUT = "Ask questions about images and documents that must not leave the room"


def wxs(root: Path, version: str) -> bytes:
    """Return the description, which must lie beside `root`, of a package with everything below it; `version`: three numbers."""
    contents = _contents(root)
    wix = ET.Element("Wix", xmlns=NAMESPACE)
    product = ET.SubElement(
        wix, "Product", Id=_id("product", version, contents), UpgradeCode=str(FAMILY).upper(), Name=TITLE, Version=version,
        Manufacturer="the In Camera authors", Language="1033",
    )  # fmt: skip
    ET.SubElement(
        product, "Package", InstallerVersion="500", Compressed="yes",
        InstallScope="perMachine", Manufacturer="the In Camera authors", Languages="1033",
        Description=ABOUT,
    )  # fmt: skip
    ET.SubElement(product, "MajorUpgrade", DowngradeErrorMessage="A newer version of In Camera is installed.")
    ET.SubElement(product, "Media", Id="1", Cabinet="in_camera.cab", EmbedCab="yes")
    ET.SubElement(product, "Property", Id="ARPNOMODIFY", Value="1")
    target = ET.SubElement(product, "Directory", Id="TARGETDIR", Name="SourceDir")
    programs = ET.SubElement(target, "Directory", Id="ProgramFiles64Folder")
    menu = ET.SubElement(target, "Directory", Id="ProgramMenuFolder")
    entry = ET.SubElement(menu, "Directory", Id="MENUFOLDER", Name=TITLE)
    place = ET.SubElement(programs, "Directory", Id="INSTALLFOLDER", Name=TITLE)
    feature = ET.SubElement(product, "Feature", Id="Everything", Title=TITLE, Level="1")
    _add_folder(place, feature, root, root)
    _add_menu_entry(entry, feature)
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
        source = (Path(root.name) / name).as_posix()  # wixl looks beside the description
        ET.SubElement(component, "File", Id=f"f{number}", Name=path.name, Source=source, KeyPath="yes")
        ET.SubElement(feature, "ComponentRef", Id=f"c{number}")


def _add_menu_entry(menu: ET.Element, feature: ET.Element) -> None:
    """Let the menu start the window. What Windows looks for to know that the entry is there is a value in its registry."""
    component = ET.SubElement(menu, "Component", Id="MenuEntry", Guid=_id("menu"), Win64="yes")
    ET.SubElement(
        component, "Shortcut", Id="StartWindow", Directory="MENUFOLDER", Name=TITLE, Description=ABOUT,
        Target="[INSTALLFOLDER]python\\pythonw.exe", Arguments="-B -m desktop_app", WorkingDirectory="INSTALLFOLDER",
    )  # fmt: skip
    ET.SubElement(component, "RemoveFolder", Id="RemoveMenu", On="uninstall")
    ET.SubElement(
        component, "RegistryValue", Root="HKLM", Key="Software\\In Camera", Name="menu", Type="integer", Value="1",
        KeyPath="yes",
    )  # fmt: skip
    ET.SubElement(feature, "ComponentRef", Id="MenuEntry")


def package_code(root: Path, version: str) -> uuid.UUID:
    """Return the number of the package that this description makes."""
    return uuid.UUID(_id("package", version, _contents(root)))


def _contents(root: Path) -> str:
    """Return one hash for all files and their places."""
    lines = (f"{path.relative_to(root).as_posix()} {staged.digest(path)}" for path in root.rglob("*") if path.is_file())
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _id(*words: str) -> str:
    return str(uuid.uuid5(FAMILY, "/".join(words))).upper()
