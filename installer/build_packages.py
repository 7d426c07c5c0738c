"""Pack the .deb and the .rpm from one description (nfpm): the environment that the kit would make, in /opt/in-camera.

They declare what they need of the system. Weights and the models' packages come with the kit, not with these.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import build_kit
import build_tools
import setup_environment
import staged
import system_packages

PREFIX = "/opt/in-camera"
KIOSK = setup_environment.ROOT / "installer" / "linux" / "kiosk"
RPM_LIBRARIES = ["mesa-libGL", "mesa-libEGL", "libxkbcommon", "dbus-libs", "fontconfig", "glib2", "xcb-util-cursor",
                 "xcb-util-wm", "xcb-util-image", "xcb-util-keysyms", "xcb-util-renderutil", "libxkbcommon-x11", "libwayland-client",
                 "libwayland-cursor", "libwayland-egl"]  # fmt: skip

PROGRAMS = {"incamera": "main", "incamera-window": "open_window"}
"""Functions of `desktop_app/__main__.py` by the program that they are; as pyproject.toml says."""
PACKAGE_DATA = "package-data"
"""The folder, beside the packages' root, of what installer/package_data.py makes."""
METAINFO = "invalid.in_camera.InCamera.metainfo.xml"
ZSH_FOLDERS = {"deb": "vendor-completions", "rpm": "site-functions"}
"""Where the zsh of each kind of system looks for what packages bring."""


def build(kit: Path, out: Path, version: str) -> list[Path]:
    """Return both packages. Ends the program where they cannot be made."""
    root = out / "package-root"
    shutil.rmtree(root, ignore_errors=True)
    _make_environment(kit, root)
    staged.give_time(root, build_kit.epoch())  # of what is packed as a tree, nfpm keeps the times that it has
    data = out / PACKAGE_DATA
    script = setup_environment.ROOT / "installer" / "package_data.py"
    setup_environment.run(
        [setup_environment.program("python"), str(script), str(data), version, str(build_kit.epoch())]
    )
    description = out / "nfpm.json"
    description.write_text(json.dumps(_description(root, version), indent=1), encoding="utf-8")
    made = []
    for kind in ("deb", "rpm"):
        target = out / f"in-camera_{version}.{kind}"
        setup_environment.run(
            [build_tools.program("nfpm"), "package", "-f", str(description), "-p", kind, "-t", str(target)]
        )
        made.append(target)
    description.unlink()
    shutil.rmtree(root)
    shutil.rmtree(data)
    return made


def _make_environment(kit: Path, root: Path) -> None:
    """Make what an installation is, without running anything of it: wheels unpacked beside links to the system's Python."""
    python = (kit / "python-version").read_text(encoding="ascii").strip()
    environment = root / "venv"
    packages = environment / "lib" / f"python{python}" / "site-packages"
    packages.mkdir(parents=True)
    pip = [setup_environment.program("python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    quiet = ["--no-index", "--no-deps", "--no-compile", "--target", str(packages)]
    lock = ["--require-hashes", "--find-links", str(kit / "wheels" / "base"), "-r", str(kit / "locks" / "base.txt")]
    setup_environment.run([*pip, *quiet, *lock])
    setup_environment.run([*pip, *quiet, *map(str, (kit / "wheels" / "in-camera").glob("*.whl"))])
    staged.remove_traces(packages)
    programs = environment / "bin"
    programs.mkdir()
    (programs / "python").symlink_to(f"/usr/bin/python{python}")
    (programs / "python3").symlink_to("python")
    for name, function in PROGRAMS.items():
        start = f"#!{PREFIX}/venv/bin/python -IB\nimport sys\nfrom desktop_app.__main__ import {function}\n\nsys.exit({function}())\n"
        (programs / name).write_text(start, encoding="ascii")
        (programs / name).chmod(0o755)
    (environment / "pyvenv.cfg").write_text(
        f"home = /usr/bin\ninclude-system-site-packages = false\nversion = {python}\n", encoding="ascii"
    )
    staged.list_files(root)


def _description(root: Path, version: str) -> dict[str, object]:
    python = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    resources = setup_environment.ROOT / "resources"
    return {
        "name": "in-camera",
        "arch": "amd64",
        "platform": "linux",
        "version": version,
        "section": "graphics",
        "maintainer": "the In Camera authors",
        "description": "Ask questions about images and documents that must not leave the room",
        "license": "Apache-2.0",
        "mtime": _time(),
        "overrides": {
            "deb": {
                "depends": [python, *sorted(set(system_packages.WINDOW_LIBRARIES.values()))],
                "suggests": ["cage", "xwayland"],  # without which cage does not start
            },
            "rpm": {"depends": [python, *RPM_LIBRARIES], "suggests": ["cage", "xorg-x11-server-Xwayland"]},
        },
        "contents": [
            {"src": str(root), "dst": PREFIX, "type": "tree", "file_info": {"mtime": _time()}},
            *(_link(f"{PREFIX}/venv/bin/{name}", f"/usr/bin/{name}") for name in PROGRAMS),
            _file(resources / "in-camera.desktop", "/usr/share/applications/in-camera.desktop"),
            _file(resources / "icons" / "in-camera.svg", "/usr/share/icons/hicolor/scalable/apps/in-camera.svg"),
            _file(KIOSK / "in-camera-kiosk.service", "/usr/lib/systemd/system/in-camera-kiosk.service"),
            _file(KIOSK / "kiosk-session", "/usr/lib/in-camera/kiosk-session", 0o755),
            _file(KIOSK / "kiosk.md", "/usr/share/doc/in-camera/kiosk.md"),
            _file(setup_environment.ROOT / "LICENSE", "/usr/share/doc/in-camera/copyright"),
            _file(setup_environment.ROOT / "NOTICE", "/usr/share/doc/in-camera/NOTICE"),
            *_package_data(root.with_name(PACKAGE_DATA)),
        ],
    }


def _package_data(data: Path) -> list[dict[str, object]]:
    """Return what other programs read of us: shops, `man`, shells. Their caches follow by triggers of their own packages."""
    return [
        _file(data / METAINFO, f"/usr/share/metainfo/{METAINFO}"),
        _file(data / "incamera.1.gz", "/usr/share/man/man1/incamera.1.gz"),
        _link("incamera.1.gz", "/usr/share/man/man1/incamera-window.1.gz"),
        _file(data / "incamera.bash", "/usr/share/bash-completion/completions/incamera"),
        _link("incamera", "/usr/share/bash-completion/completions/incamera-window"),
        *(
            {**_file(data / "_incamera", f"/usr/share/zsh/{folder}/_incamera"), "packager": kind}
            for kind, folder in ZSH_FOLDERS.items()
        ),
    ]


def _link(source: str, target: str) -> dict[str, object]:
    return {"src": source, "dst": target, "type": "symlink"}


def _file(source: Path, target: str, mode: int = 0o644) -> dict[str, object]:
    return {"src": str(source), "dst": target, "file_info": {"mode": mode, "mtime": _time()}}


def _time() -> str:
    shown = subprocess.run(
        ["date", "-u", "-d", f"@{build_kit.epoch()}", "+%Y-%m-%dT%H:%M:%SZ"], capture_output=True, text=True, check=True
    )
    return shown.stdout.strip()
