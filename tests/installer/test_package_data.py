"""What Linux packages carry for other programs says what the program's own parsers and tables say, all of it."""

import gzip
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from desktop_app.cli import arguments
from desktop_app.foundation import file_endings
from desktop_app.foundation.error_entry import Fault

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "installer"))
import build_packages
import command_tree
import man_page
import package_data
import staged

TREE = command_tree.command_tree(arguments.parser())
LEAVES = [command for command in command_tree.walk(TREE) if not command.commands]
MADE = package_data.package_data("0.1.0", 1_790_000_000)
PAGE = gzip.decompress(MADE["incamera.1.gz"]).decode("ascii")
METAINFO = ET.fromstring(MADE[build_packages.METAINFO])
MIME_TYPES = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/webp": ("webp",),
    "image/tiff": ("tif", "tiff"),
    "image/bmp": ("bmp",),
    "image/gif": ("gif",),
    "image/heic": ("heic",),
    "image/heif": ("heif", "heic"),
    "image/avif": ("avif",),
    "application/dicom": ("dcm",),
    "video/mp4": ("mp4", "m4v"),
    "video/quicktime": ("mov",),
    "video/x-matroska": ("mkv",),  # two names: freedesktop's database has changed its mind
    "video/matroska": ("mkv",),
    "video/webm": ("webm",),
    "video/x-msvideo": ("avi",),
    "video/vnd.avi": ("avi",),
}
"""Every type of files that is opened, as freedesktop's database calls it now or did, and its endings."""
KNOWN_BY_CONTENT = {"jfif"}  # an ending that no type has; its first bytes are those of a JPEG
GLOBS = Path("/usr/share/mime/globs2")

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="packages of this kind are Linux's")


def lacks(program: str) -> pytest.MarkDecorator:
    """Return a mark that skips a test where a tool is not installed."""
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


@pytest.mark.parametrize("command", LEAVES, ids=lambda command: " ".join(command.words))
def test_the_manual_tells_every_command_option_and_choice(command: command_tree.Command) -> None:
    """In the section of that command, with the words of the help."""
    section = PAGE.split(f".Ss incamera {' '.join(command.words)}\n")[1]
    section = re.split(r"^\.S[sh] ", section, flags=re.MULTILINE)[0]
    plain = " ".join(section.replace("\\-", "-").replace("\\(ga", "`").split()).lower()
    for option in (*command.options, *command.places):
        if "--help" not in option.names:
            assert all(f"fl {name[1:]}" in plain for name in option.names)
            assert " ".join(option.help.split()).lower() in plain
            assert all(choice in plain for choice in option.choices)
    assert command.help.lower() in plain


def test_every_option_is_explained() -> None:
    """The manual would otherwise have a bare name."""
    assert [] == [option.names for command in LEAVES for option in command.options if not option.help]


def test_the_manual_tells_every_exit_code_and_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folders are those where this user's files are kept."""
    for code in (0, 129, 143, *Fault):
        assert f".It {int(code)}\n" in PAGE
    assert set(Fault) == set(man_page.MEANINGS)
    assert ".It Ev INCAMERA_HOME\n" in PAGE
    if sys.platform == "linux":
        from desktop_app.foundation.paths import user_paths

        for name in ("INCAMERA_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HOME", "/h")
        paths = user_paths()
        found = {str(path).replace("/h/", "~/") for path in (paths.settings, paths.logs, paths.models, paths.policies)}
        assert found == set(man_page.FILES)


def test_it_is_the_same_again() -> None:
    """Bit by bit, so that packages are."""
    assert MADE == package_data.package_data("0.1.0", 1_790_000_000)


@lacks("mandoc")
def test_mandoc_finds_nothing_wrong_with_the_manual(tmp_path: Path) -> None:
    """But that it names In Camera where a page of a system names that."""
    (tmp_path / "incamera.1").write_text(PAGE)
    ran = subprocess.run(["mandoc", "-Tlint", tmp_path / "incamera.1"], capture_output=True, text=True, check=False)
    assert [] == [line for line in ran.stdout.splitlines() if "operating system explicitly specified" not in line]


def test_appstream_data_says_what_it_must() -> None:
    """Name, licences, rating, the release; types of files as the desktop entry, which it names."""
    told = {element.tag: element.text for element in METAINFO}
    assert build_packages.METAINFO == f"{told['id']}.metainfo.xml"
    assert ("In Camera", "Apache-2.0", "FSFAP") == (told["name"], told["project_license"], told["metadata_license"])
    assert told["summary"]
    assert "in-camera.desktop" == told["launchable"] == package_data.DESKTOP_ENTRY.name
    assert [("0.1.0", "2026-09-21")] == [(one.get("version"), one.get("date")) for one in METAINFO.iter("release")]
    assert list(package_data.listed("MimeType")) == [one.text for one in METAINFO.iter("mediatype")]
    assert "oars-1.1" == METAINFO.find("content_rating").get("type")  # type: ignore[union-attr]
    assert [] == [*METAINFO.iter("screenshot")]


@lacks("appstreamcli")
def test_appstream_data_is_valid(tmp_path: Path) -> None:
    """For the tool that shops build their lists with."""
    path = tmp_path / build_packages.METAINFO
    path.write_bytes(MADE[path.name])
    ran = subprocess.run(["appstreamcli", "validate", "--no-net", path], capture_output=True, text=True, check=False)
    assert 0 == ran.returncode, ran.stdout


def test_the_desktop_entry_opens_what_the_program_opens() -> None:
    """Every type of the table of endings, and no other."""
    assert set(file_endings.ALL) == {ending for endings in MIME_TYPES.values() for ending in endings}
    assert sorted(MIME_TYPES) == sorted(package_data.listed("MimeType"))


@pytest.mark.skipif(not GLOBS.exists(), reason="shared-mime-info is not installed")
def test_the_system_knows_every_type_already() -> None:
    """So that packages need not bring a description of one along."""
    known = {}
    for line in GLOBS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            _, name, glob, *_ = line.split(":")
            known[glob] = name
    for ending in set(file_endings.ALL) - KNOWN_BY_CONTENT:
        assert ending in MIME_TYPES[known[f"*.{ending}"]]


def test_both_packages_bring_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each file that is made lies where its reader looks, and what the menu starts is a program."""
    monkeypatch.setattr(build_packages, "_time", lambda: "2026-01-01T00:00:00Z")
    description = build_packages._description(tmp_path / "root", "0.1.0")
    contents: list[dict[str, str]] = description["contents"]  # type: ignore[assignment]
    packed = {one["dst"]: one for one in contents}
    for target, name in {
        f"/usr/share/metainfo/{build_packages.METAINFO}": build_packages.METAINFO,
        "/usr/share/man/man1/incamera.1.gz": "incamera.1.gz",
        "/usr/share/bash-completion/completions/incamera": "incamera.bash",
        "/usr/share/zsh/vendor-completions/_incamera": "_incamera",
        "/usr/share/zsh/site-functions/_incamera": "_incamera",
    }.items():
        assert str(tmp_path / build_packages.PACKAGE_DATA / name) == packed[target]["src"]
    assert set(MADE) == {Path(one["src"]).name for one in contents if build_packages.PACKAGE_DATA in one["src"]}
    kinds = {one["dst"]: one["packager"] for one in contents if "packager" in one}
    assert ["deb", "rpm"] == [
        kinds[f"/usr/share/zsh/{name}/_incamera"] for name in ("vendor-completions", "site-functions")
    ]
    (program,) = re.findall(r"^Exec=(\S+)", package_data.DESKTOP_ENTRY.read_text(encoding="utf-8"), re.MULTILINE)
    assert f"/usr/bin/{program}" in packed
    assert f"{build_packages.PREFIX}/venv/bin/{program}" == packed[f"/usr/bin/{program}"]["src"]


@on_linux
def test_all_that_is_packed_has_the_time_of_the_commit(tmp_path: Path) -> None:
    """Two builds would otherwise differ."""
    (tmp_path / "venv").mkdir()
    (tmp_path / "venv" / "file").write_bytes(b"")
    (tmp_path / "venv" / "link").symlink_to("nowhere")
    staged.give_time(tmp_path, 1_790_000_000)
    assert {1_790_000_000.0} == {path.lstat().st_mtime for path in tmp_path.rglob("*")}


def test_programs_of_packages_are_those_of_the_environment() -> None:
    """Each starts the same function."""
    project = tomllib.loads((package_data.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = {**project["scripts"], **project["gui-scripts"]}
    assert told == {name: f"desktop_app.__main__:{function}" for name, function in build_packages.PROGRAMS.items()}
