"""Write what Linux packages carry for other programs: a manual page, completions for two shells, AppStream data.

    .venv/bin/python installer/package_data.py FOLDER VERSION EPOCH

Run by the environment's Python, for all of it is made from the program's own parsers and tables. The same bytes for the
same commit. Packs nothing.
"""

from __future__ import annotations

import configparser
import datetime as dt
import gzip
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # this very program, wherever it is run from

import command_tree  # noqa: E402 - see above
import man_page  # noqa: E402
import shell_completion  # noqa: E402

from desktop_app.cli import arguments  # noqa: E402

DESKTOP_ENTRY = ROOT / "resources" / "in-camera.desktop"
METAINFO = ROOT / "installer" / "linux" / "invalid.in_camera.InCamera.metainfo.xml"


def main() -> None:
    """Write the files that the words ask for."""
    folder, version, epoch = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in package_data(version, epoch).items():
        (folder / name).write_bytes(content)


def package_data(version: str, epoch: int) -> dict[str, bytes]:
    """Return the files by name; `epoch` is the time of the commit, in seconds."""
    tree = command_tree.command_tree(arguments.parser())
    page = man_page.man_page(tree, version, epoch)
    return {
        "incamera.1.gz": gzip.compress(page.encode("ascii"), mtime=0),
        "incamera.bash": shell_completion.bash(tree).encode(),
        "_incamera": shell_completion.zsh(tree).encode(),
        METAINFO.name: metainfo(version, epoch),
    }


def metainfo(version: str, epoch: int) -> bytes:
    """Return the AppStream data with what is known elsewhere: kinds and types of files from the desktop entry, and the release."""
    root = ET.fromstring(METAINFO.read_text(encoding="utf-8"))
    categories = ET.SubElement(root, "categories")
    for name in listed("Categories"):
        ET.SubElement(categories, "category").text = name
    provides = ET.SubElement(root, "provides")
    ET.SubElement(provides, "binary").text = "incamera"
    for name in listed("MimeType"):
        ET.SubElement(provides, "mediatype").text = name
    day = dt.datetime.fromtimestamp(epoch, dt.UTC).date().isoformat()
    ET.SubElement(ET.SubElement(root, "releases"), "release", version=version, date=day)
    ET.indent(root)
    text = '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
    return text.encode()


def listed(key: str) -> tuple[str, ...]:
    """Return what the desktop entry lists under a key."""
    entry = configparser.RawConfigParser()
    entry.read(DESKTOP_ENTRY, encoding="utf-8")
    return tuple(filter(None, entry["Desktop Entry"][key].split(";")))


if __name__ == "__main__":
    main()
