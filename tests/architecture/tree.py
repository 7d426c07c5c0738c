"""Find the project's modules, and read what they import. Runs none of them."""

import ast
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGES = ("desktop_app", "model_runtime")
CODE = (*PACKAGES, "installer", "tests")


def modules(*folders: str) -> Iterator[Path]:
    """Yield every Python file of the project's top-level `folders`."""
    for folder in folders:
        yield from sorted((PROJECT / folder).rglob("*.py"))


def name(path: Path) -> str:
    """Return how a failed test names a file."""
    return path.relative_to(PROJECT).as_posix()


def parsed(path: Path) -> ast.Module:
    """Return a module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(path: Path) -> set[str]:
    """Return the full name of every module that `path` imports, anywhere in it, `a.b` of `from a import b` included."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found
