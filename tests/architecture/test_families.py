"""A family of models is named in its own files and data, and nowhere else: the next one changes nothing of the program."""

import ast
import re

from desktop_app.models.model_library import FIRST_FAMILY
from model_runtime.engines.registry import engine_names
from tests.architecture.tree import PACKAGES, PROJECT, modules, name, parsed

FAMILIES = sorted(folder.name for folder in (PROJECT / "resources" / "models").iterdir() if folder.is_dir())
OWN = re.compile(rf"model_runtime/(engines/)?({'|'.join(FAMILIES)})[_/]")
LIBRARIES = {"transformers"}
"""Engines that are called as the library is that they use; messages and settings of the environment may speak of that."""

REMEMBERS = {
    "desktop_app/models/model_library.py",  # knows of which family the records are that were made when there was one
    "model_runtime/engines/registry.py",  # knows which libraries may be missing
    "desktop_app/cli/doctor.py",  # tells of them
}


def test_every_family_that_data_tell_of_has_an_engine() -> None:
    """A folder of releases without the file that runs them could only disappoint."""
    assert FIRST_FAMILY in FAMILIES
    assert set() == set(FAMILIES) - set(engine_names())


def test_no_family_is_named_outside_its_own_files() -> None:
    """Neither in words that the program compares, nor in words that it shows; what a docstring tells is another matter."""
    namers = {
        name(path)
        for path in modules(*PACKAGES)
        if not OWN.match(name(path)) and any(names(family, text) for text in said(parsed(path)) for family in FAMILIES)
    }
    assert REMEMBERS == namers


def names(family: str, text: str) -> bool:
    """Tell whether a text of the program names a family."""
    return family == text if family in LIBRARIES else family in text.lower()


def said(module: ast.Module) -> list[str]:
    """Return the texts of a module that are no docstrings: of itself, or of what stands before them."""
    told = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    texts = (node for node in ast.walk(module) if isinstance(node, ast.Constant) and id(node) not in told)
    return [node.value for node in texts if isinstance(node.value, str)]
