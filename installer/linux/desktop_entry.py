"""Put In Camera into this user's menu, so that it starts with a double click; or take it out again.

    python3 installer/linux/desktop_entry.py install|remove

Writes two files below XDG_DATA_HOME, as the freedesktop.org Desktop Entry Specification 1.5 states them, and nothing
for other users. Sets nothing up: README's first command does.
"""

import argparse
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".venv" / "bin" / "incamera"
NAME = "in-camera"


def main() -> None:
    """Do what the one word says."""
    parser = argparse.ArgumentParser(description="Put In Camera into this user's menu, or take it out again.")
    parser.add_argument("action", choices=["install", "remove"])
    if parser.parse_args().action == "install":
        install(data_home())
    else:
        remove(data_home())


def data_home() -> Path:
    """Return where this user's menu entries live."""
    named = Path(os.environ.get("XDG_DATA_HOME", ""))
    return named if named.is_absolute() else Path.home() / ".local" / "share"


def install(data: Path) -> None:
    """Write the entry and its icon below `data`; writing them again is safe."""
    entry, icon = _places(data)
    for folder in (entry.parent, icon.parent):
        folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / "resources" / "icons" / f"{NAME}.svg", icon)
    lines = (ROOT / "resources" / f"{NAME}.desktop").read_text(encoding="utf-8").splitlines()
    entry.write_text("".join(f"{_here(line, icon)}\n" for line in lines), encoding="utf-8")
    entry.chmod(0o755)  # some desktops start from a double click only what may be executed
    _tell_desktop(entry.parent)
    print(f"installed: {entry}")


def remove(data: Path) -> None:
    """Take both files away."""
    entry, icon = _places(data)
    for path in (entry, icon):
        path.unlink(missing_ok=True)
    _tell_desktop(entry.parent)
    print(f"removed: {entry}")


def quoted(path: Path) -> str:
    """Return a path as an argument of Exec: quoted, its special characters escaped, twice over as the standard asks."""
    text = str(path).replace("%", "%%")
    for special in ("\\", '"', "`", "$"):
        text = text.replace(special, "\\" + special)
    return '"' + text.replace("\\", "\\\\") + '"'


def _here(line: str, icon: Path) -> str:
    """Return a line of the entry with the places of this machine in it."""
    match line.partition("="):
        case ("Exec", _, _):
            return f"Exec={quoted(PROGRAM)} %F"
        case ("TryExec", _, _):
            return f"TryExec={PROGRAM}"
        case ("Icon", _, _):
            return f"Icon={icon}"
        case _:
            return line


def _places(data: Path) -> tuple[Path, Path]:
    return data / "applications" / f"{NAME}.desktop", data / "icons" / "hicolor" / "scalable" / "apps" / f"{NAME}.svg"


def _tell_desktop(applications: Path) -> None:
    """Let the desktop notice now; most notice by themselves."""
    tool = shutil.which("update-desktop-database")
    if tool is not None and applications.is_dir():
        subprocess.run([tool, str(applications)], check=False)


if __name__ == "__main__":
    main()
