"""What Linux packages carry for other programs says what the program's own parsers and tables say, all of it."""

import gzip
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from desktop_app.cli import arguments
from desktop_app.foundation import file_endings, resources
from desktop_app.foundation.error_entry import Fault

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "installer"))
import build_packages
import command_tree
import man_page
import package_data

TREE = command_tree.command_tree(arguments.parser())
COMMANDS = [*command_tree.walk(TREE)]
LEAVES = [command for command in COMMANDS if not command.commands]
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
KNOWN_BY_CONTENT = {"jfif"}
GLOBS = Path("/usr/share/mime/globs2")

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="packages of this kind are Linux's")


def lacks(program: str) -> pytest.MarkDecorator:
    """Return a mark that skips a test where a tool is not installed."""
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


def options(command: command_tree.Command) -> list[str]:
    """Return all names of a command's options."""
    return [name for option in command.options for name in option.names]


def folder_with(tmp_path: Path) -> Path:
    """Return a folder with files, folders and an imported model, and with what was made."""
    for name in MADE:
        (tmp_path / name).write_bytes(MADE[name])
    for name in ("scan.pdf", "mine.toml", "a scan.png"):
        (tmp_path / "files" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "files" / name).write_bytes(b"")
    (tmp_path / "files" / "scans").mkdir()
    (tmp_path / "home" / "models" / "tiny" / "weights").mkdir(parents=True)
    (tmp_path / "home" / "models" / "tiny" / "model.json").write_bytes(b"")
    (tmp_path / "home" / "models" / "no-model").mkdir()
    return tmp_path


@pytest.fixture
def bash(tmp_path: Path) -> Callable[..., list[str]]:
    """Return what bash's function offers for the last of some words."""
    folder = folder_with(tmp_path)
    script = 'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _incamera; printf "%s\\n" "${COMPREPLY[@]}"'

    def offered(*words: str) -> list[str]:
        ran = subprocess.run(
            ["bash", "--norc", "-c", script, folder / "incamera.bash", "incamera", *words],
            cwd=folder / "files",
            env={"PATH": os.defpath, "HOME": str(folder), "INCAMERA_HOME": str(folder / "home")},
            capture_output=True,
            text=True,
            check=True,
        )
        assert not ran.stderr
        return ran.stdout.split("\n")[:-1] if ran.stdout.strip() else []

    return offered


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


@on_linux
@lacks("bash")
def test_bash_offers_every_command_option_and_choice(bash: Callable[..., list[str]]) -> None:
    """All that the parsers know, and nothing that they do not."""
    for command in COMMANDS:
        assert sorted(options(command)) == sorted(bash(*command.words, "-"))
        below = {one.words[-1] for one in command.commands}
        assert below == set(bash(*command.words, "")) & below
        for option in command.options:
            if option.choices:
                assert list(option.choices) == bash(*command.words, option.names[0], "")
                assert list(option.choices) == bash(*command.words, option.names[0], "=")
                assert [option.choices[-1]] == bash(*command.words, option.names[0], "=", option.choices[-1])


@on_linux
@lacks("bash")
def test_bash_offers_what_a_value_can_be(bash: Callable[..., list[str]]) -> None:
    """Files, folders, policies, ready questions, imported models; nothing for free text."""
    files = {"scan.pdf", "mine.toml", "a scan.png", "scans"}
    assert files == set(bash("analyze", "scan.pdf", ""))
    assert {"scan.pdf", "scans"} == set(bash("sc"))
    assert {"redact"} == set(bash("re"))
    assert files == set(bash("redact", "x.png", "--out", ""))
    assert ["scans"] == bash("batch", "")
    assert {*resources.policy_names(), "mine.toml", "scans"} == set(bash("redact", "x.png", "--policy", ""))
    assert ["financial"] == bash("analyze", "x.png", "--redact", "=", "fin")
    assert list(resources.preset_names()) == bash("analyze", "x.png", "--preset", "")
    assert ["reader", "tiny"] == bash("analyze", "x.png", "--model", "")
    assert ["tiny"] == bash("models", "remove", "")
    assert ["tiny", "scans"] == bash("models", "fit", "")
    assert [] == bash("analyze", "x.png", "--ask", "")
    assert [] == bash("models", "list", "")
    assert [] == bash("analyze", "--", "-")
    assert {"scan.pdf", "scans"} == set(bash("analyze", "--", "sc"))


@on_linux
@lacks("bash")
def test_bash_itself_uses_it(tmp_path: Path) -> None:
    """Sourced as a shell sources it, the function is the one that is asked."""
    folder = folder_with(tmp_path)
    shown = subprocess.run(
        ["bash", "--norc", "-c", 'source "$0"; complete -p incamera', folder / "incamera.bash"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "complete -F _incamera incamera\n" == shown.stdout


@on_linux
@lacks("zsh")
def test_zsh_understands_its_file(tmp_path: Path) -> None:
    """And has every command, option and choice in it."""
    folder = folder_with(tmp_path)
    ran = subprocess.run(["zsh", "-n", folder / "_incamera"], capture_output=True, text=True, check=False)
    assert (0, "") == (ran.returncode, ran.stderr)


@on_linux
@lacks("zsh")
def test_zsh_offers_commands_files_and_models(tmp_path: Path) -> None:
    """In a real shell, on a terminal: at each TAB all the words that are right there."""
    import pty

    folder = folder_with(tmp_path)
    start = (
        'fpath=("$OFFERS" $fpath); autoload -U compinit; compinit -u -D; zstyle ":completion:*" menu no; echo rea""dy'
    )
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder / "files")
        environment = {"PATH": os.defpath, "HOME": str(folder), "INCAMERA_HOME": str(folder / "home"), "TERM": "dumb"}
        os.execvpe("zsh", ["zsh", "-f", "-i"], environment | {"OFFERS": str(folder)})
    try:
        type_and_wait(terminal, start + "\n", ["ready"])
        for line, offered in {
            "incamera ": ["analyze", "doctor", "redact", "scan.pdf"],
            "incamera models ": ["import", "verify"],
            "incamera models fit ": ["tiny", "scans"],
            "incamera analyze x --model ": ["reader", "tiny"],
            "incamera redact x --policy=": ["faces-fast", "off", "mine.toml"],
            "incamera redact --": ["--operator", "--report"],
        }.items():
            type_and_wait(terminal, line + "\t", offered)
            os.write(terminal, b"\x15")  # Ctrl+U: an empty line
    finally:
        os.close(terminal)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def type_and_wait(terminal: int, text: str, expected: list[str]) -> None:
    """Type, and return as soon as the shell has shown all that is expected."""
    os.write(terminal, text.encode())
    shown, until = "", time.monotonic() + 60
    while not all(word in shown for word in expected):
        assert time.monotonic() < until, shown
        if select.select([terminal], [], [], 1)[0]:
            shown += os.read(terminal, 65_536).decode(errors="replace")


def test_the_file_for_zsh_has_every_command_option_and_choice() -> None:
    """Each in the function of its command."""
    found = re.findall(r"^(_\w+)\(\)\n\{\n(.*?)^\}", MADE["_incamera"].decode(), re.MULTILINE | re.DOTALL)
    functions = dict(found)
    assert len(functions) == len(found)
    for command in COMMANDS:
        function = functions["_".join(("_incamera", *command.words))]
        for one in command.commands:
            assert f"'{one.words[-1]}:" in function
            assert f"{one.words[-1]}) _incamera_{'_'.join(one.words)} ;;" in function
        for option in command.options:
            assert all(re.search(rf"(?<![\w-]){name}(?![\w-])", function) for name in option.names)
            assert not option.choices or f"({' '.join(option.choices)})" in function


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


def test_programs_of_packages_are_those_of_the_environment() -> None:
    """Each starts the same function."""
    project = tomllib.loads((package_data.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = {**project["scripts"], **project["gui-scripts"]}
    assert told == {name: f"desktop_app.__main__:{function}" for name, function in build_packages.PROGRAMS.items()}
