"""The catalogue of models that come with the program: data files with names that are stable."""

import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.models import model_catalog


def test_the_built_in_reader_is_there() -> None:
    """Found by its name; another name is said to be missing."""
    assert ("reader", True) == (
        model_catalog.model_named("reader").engine,
        model_catalog.model_named("reader").is_built_in,
    )
    with pytest.raises(AppError, match="model_missing"):
        model_catalog.model_named("gpt")


def test_models_have_names_of_their_own() -> None:
    """Two of one name could not be told apart on the command line."""
    names = [one.name for one in model_catalog.all_models()]
    assert sorted(set(names)) == sorted(names)
    assert names
