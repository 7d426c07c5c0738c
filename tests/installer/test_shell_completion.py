"""Shells offer at a TAB what the program's own parsers know, all of it and nothing else; no Python starts for that."""

import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.cli import arguments
from desktop_app.foundation import resources

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "installer"))
import command_tree
import shell_completion

TREE = command_tree.command_tree(arguments.parser())
COMMANDS = [*command_tree.walk(TREE)]
MADE = {"incamera.bash": shell_completion.bash(TREE), "_incamera": shell_completion.zsh(TREE)}

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="packages of this kind are Linux's")


def lacks(program: str) -> pytest.MarkDecorator:
    """Return a mark that skips a test where a tool is not installed."""
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


def options(command: command_tree.Command) -> list[str]:
    """Return all names of a command's options."""
    return [name for option in command.options for name in option.names]


def folder_with(tmp_path: Path) -> Path:
    """Return a folder with files, folders and an imported model, and with what was made."""
    for name, text in MADE.items():
        (tmp_path / name).write_text(text)
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
    found = re.findall(r"^(_\w+)\(\)\n\{\n(.*?)^\}", MADE["_incamera"], re.MULTILINE | re.DOTALL)
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
