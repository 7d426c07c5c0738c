"""No link beside the weights is followed, whether or not judging them would open it."""

from pathlib import Path

import pytest

from desktop_app.models.model_import import ImportOptions, import_model
from desktop_app.models.model_library import ModelLibrary
from tests.desktop_app.models.test_model_import import RELEASES, Person, code_of, left_in
from tests.helpers.write_tiny_checkpoint import write_tiny_checkpoint


@pytest.mark.parametrize("name", ["LICENSE", "special_tokens_map.json", "model-extra.safetensors"])
def test_a_link_beside_the_weights_is_not_followed(tmp_path: Path, name: str) -> None:
    """What it leads to is neither shown nor copied."""
    source, private = tmp_path / "tiny", tmp_path / "private"
    write_tiny_checkpoint(source)
    private.write_text("of somebody else")
    (source / name).symlink_to(private)
    person, library = Person(), ModelLibrary(tmp_path / "models")
    assert "model_link" == code_of(
        lambda: import_model(ImportOptions(source, "tiny"), library, RELEASES, person.tools())
    )
    assert ([], []) == (person.shown, left_in(tmp_path))
