"""Every module says what it does, stays short, has a telling name and imports nothing that reaches out."""

import ast
import re
import shutil
import subprocess

import pytest

from tests.architecture.tree import CODE, PACKAGES, PROJECT, imported, modules, name, parsed

MAX_LINES = 350
MAX_LINES_OUTSIDE_ROOMS = 1_200
VAGUE = {"utils", "helpers", "common", "misc", "core", "base", "manager"}
TOP_LEVEL = re.compile(
    r"pyproject\.toml|desktop_app|model_runtime|resources|installer|tests|README\.md|LICENSE|NOTICE|uv\.lock|constraints[^/]*\.txt|\..*"
)

INTERNET = {
    *("urllib", "urllib3", "http", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "ssl", "websockets"),
    *("huggingface_hub", "PySide6.QtNetwork", "PySide6.QtWebEngineCore", "PySide6.QtWebSockets"),
}
UNSAFE = {"pickle", "shelve", "marshal", "multiprocessing"}
"""What runs code that lies in its data, and what talks in pickle."""
OUTWARD_CALLS = {"urlopen", "urlretrieve", "hf_hub_download", "snapshot_download", "load_state_dict_from_url"}
MAY_USE_SOCKETS = {"model_runtime/sandbox/self_test.py", "desktop_app/kiosk/service_notice.py"}
"""The first tries to reach out, to see that it cannot; the second knows socket files of this machine only, and tests say so."""


def test_every_module_says_what_it_does() -> None:
    """Every module has a docstring; the empty `__init__.py` of a package has nothing to say."""
    silent = [
        name(path)
        for path in modules(*CODE)
        if ast.get_docstring(parsed(path)) is None and (path.name != "__init__.py" or path.stat().st_size)
    ]
    assert [] == silent


def test_no_module_is_longer_than_one_idea() -> None:
    """No file has more than 350 lines."""
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules(*CODE)}
    assert {} == {path: length for path, length in lengths.items() if length > MAX_LINES}


def test_the_window_lives_in_its_rooms() -> None:
    """What stands in `desktop_app/gui` itself joins rooms and is little; what grows has a room of its own."""
    outside = sorted((PROJECT / "desktop_app" / "gui").glob("*.py"))
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in outside)
    assert 0 < lines <= MAX_LINES_OUTSIDE_ROOMS


def test_no_module_has_a_vague_name() -> None:
    """A module is named by what it is; only the folder of what tests share may be called `helpers`."""
    assert [] == [name(path) for path in modules(*PACKAGES) if VAGUE & set(path.with_suffix("").parts)]


def test_sockets_are_imported_only_where_they_reach_nobody() -> None:
    """`socket` is imported by the self-test and by who talks to this machine's service manager, and by nothing else."""
    users = {name(path) for path in modules(*PACKAGES) if "socket" in imported(path)}
    assert MAY_USE_SOCKETS == users


def test_nothing_that_speaks_to_the_internet_is_imported() -> None:
    """No module of the product imports a client of any network protocol, or a downloader."""
    assert {} == users_of(INTERNET)


def test_nothing_that_runs_its_data_is_imported() -> None:
    """No module of the product reads a format that can carry code."""
    assert {} == users_of(UNSAFE)


def test_nothing_is_downloaded() -> None:
    """No module of the product names a function that fetches something."""
    names = {name(path): named(parsed(path)) & OUTWARD_CALLS for path in modules(*PACKAGES)}
    assert {} == {path: found for path, found in names.items() if found}


@pytest.mark.skipif(shutil.which("git") is None or not (PROJECT / ".git").exists(), reason="not a git clone")
def test_top_level_holds_only_its_fixed_names() -> None:
    """Nothing new appears beside the fixed folders and files of the top level."""
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    tops = {path.partition("/")[0] for path in listed.splitlines()}
    assert set() == {top for top in tops if not TOP_LEVEL.fullmatch(top)}


def users_of(forbidden: set[str]) -> dict[str, set[str]]:
    """Return the product's modules that import one of `forbidden` or something inside it."""
    found = {
        name(path): {whole for whole in imported(path) if is_inside(whole, forbidden)} for path in modules(*PACKAGES)
    }
    return {path: names for path, names in found.items() if names}


def is_inside(whole: str, packages: set[str]) -> bool:
    """Tell whether a module is one of `packages` or lies in one."""
    parts = whole.split(".")
    return any(".".join(parts[: count + 1]) in packages for count in range(len(parts)))


def named(module: ast.Module) -> set[str]:
    """Return every name and attribute that a module uses."""
    nodes = list(ast.walk(module))
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {
        node.attr for node in nodes if isinstance(node, ast.Attribute)
    }
