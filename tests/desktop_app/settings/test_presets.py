"""The presets: data files that say what can be asked, and names that are stable."""

from pathlib import Path

import pytest

from desktop_app.foundation.error_texts import text_of
from desktop_app.foundation.errors import AppError
from desktop_app.settings import presets


def test_presets_have_names_of_their_own() -> None:
    """Two of one name could not be told apart on the command line."""
    names = [one.name for one in presets.all_presets()]
    assert sorted(set(names)) == sorted(names)
    assert names


def test_every_preset_can_be_asked() -> None:
    """A preset is a question with a button."""
    for preset in presets.all_presets():
        assert preset == presets.preset_named(preset.name)
        assert preset.title
        assert preset.question
    with pytest.raises(AppError, match="preset_unknown") as caught:
        presets.preset_named("none such")
    assert text_of(caught.value).why == f"Known are: {', '.join(sorted(one.name for one in presets.all_presets()))}."


def test_presets_of_a_folder_come_in_order_and_a_broken_one_is_said(tmp_path: Path) -> None:
    """By their place, then by name."""
    (tmp_path / "b.toml").write_text('name = "b"\ntitle = "B"\nquestion = "b?"\norder = 1\n')
    (tmp_path / "a.toml").write_text('name = "a"\ntitle = "A"\nquestion = "a?"\n')
    assert ["b", "a"] == [preset.name for preset in presets.all_presets(tmp_path)]
    (tmp_path / "c.toml").write_text("name = ")
    with pytest.raises(AppError, match="preset_unknown"):
        presets.all_presets(tmp_path)
