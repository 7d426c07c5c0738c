"""Build what is carried to machines without a network: the kit (a folder and a .tar), a .deb, an .rpm and an .msi.

    python3 installer/build.py --all [--out dist] [--sign SECRET_KEY]

Each is the same bit by bit when it is built again from the same commit. Needs a network, or a pip that is told where packages
lie: the machines that it is built for do not.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tomllib
from pathlib import Path

import build_kit
import build_msi
import build_packages
import build_tools
import setup_environment


def main() -> None:
    """Build what is wanted and print what it is and how large."""
    parser = argparse.ArgumentParser(description="Build the kit, the .deb, the .rpm and the .msi.")
    parser.add_argument("--all", action="store_true", help="everything")
    parser.add_argument("--kit", action="store_true", help="the folder and its .tar")
    parser.add_argument("--packages", action="store_true", help=".deb and .rpm")
    parser.add_argument("--msi", action="store_true", help="for Windows; never installed there by us")
    parser.add_argument("--windows-python", type=Path, metavar="ZIP", help="another embeddable Python for the .msi")
    parser.add_argument("--without-models", action="store_true", help="leave out what vision-language models need")
    parser.add_argument("--out", type=Path, default=setup_environment.ROOT / "dist")
    parser.add_argument("--sign", type=Path, metavar="SECRET_KEY", help="minisign's, without a password")
    arguments = parser.parse_args()
    os.umask(0o022)  # what is packed has the rights that it has here, and everybody is to read it
    if not (arguments.all or arguments.kit or arguments.packages or arguments.msi):
        parser.error("say what: --kit, --packages, --msi or --all")
    setup_environment.prepare()
    build_tools.prepare()
    os.environ["SOURCE_DATE_EPOCH"] = str(build_kit.epoch())
    version = tomllib.loads((setup_environment.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]
    parts = ("base",) if arguments.without_models else ("base", "models")
    arguments.out.mkdir(parents=True, exist_ok=True)
    kit = build_kit.build(arguments.out, version, (*parts, "tests"), arguments.sign)
    made = [build_kit.tar(kit)]
    if arguments.all or arguments.packages:
        made += build_packages.build(kit, arguments.out, version)
    if arguments.all or arguments.msi:
        (wheel,) = (kit / "wheels" / "in-camera").glob("*.whl")
        made.append(build_msi.build(wheel, arguments.out, version, build_kit.epoch(), arguments.windows_python))
    if not (arguments.all or arguments.kit):
        shutil.rmtree(kit)
        made.pop(0).unlink()
    for path in made:
        print(f"{path.stat().st_size / 1e6:9.1f} MB  {path}")


if __name__ == "__main__":
    main()
