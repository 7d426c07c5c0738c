"""Lend the program, and a small receipt that is quick to read, to the tests that run it whole."""

from pathlib import Path

import pytest

from tests.end_to_end import program
from tests.helpers import receipts


@pytest.fixture
def incamera(tmp_path: Path) -> program.Program:
    """Return the program with an empty home folder of its own."""
    home = tmp_path / "home"
    home.mkdir()
    return program.installed(home)


@pytest.fixture(scope="session")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the picture of a receipt over 12.34 EUR."""
    return receipts.write_receipt(tmp_path_factory.mktemp("receipt") / "receipt.png")
