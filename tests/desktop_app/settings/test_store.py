"""The settings: what cannot be understood is set aside, never lost, and a start never fails because of it."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.foundation.errors import AppError
from desktop_app.settings.store import VERSION, Settings, SettingsStore


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    """And nothing is written by looking."""
    assert Settings() == SettingsStore(tmp_path / "none").load()
    assert "faces" == Settings().policy
    assert not (tmp_path / "none").exists()


def test_where_nobody_has_chosen_the_recommended_policy_holds(tmp_path: Path) -> None:
    """A new profile begins with it, and so does one whose file makes no sense; a person's own choice stays."""
    store = SettingsStore(tmp_path, "medical")
    assert Settings(policy="medical") == store.load()
    (tmp_path / "settings.json").write_text("nonsense")
    assert "medical" == store.load().policy
    store.save(Settings(policy="off"))
    assert "off" == store.load().policy


@given(
    st.builds(
        Settings,
        policy=st.text(max_size=20),
        theme=st.sampled_from(["system", "light", "dark"]),
        language=st.sampled_from(["system", "en", "zh_CN"]),
        geometry=st.text(max_size=50),
        page_memory_mb=st.integers(0, 65_536),
        splitter=st.lists(st.integers(0, 5000), max_size=3).map(tuple),
    )
)
@settings(max_examples=20, deadline=None)
def test_what_is_saved_is_loaded(tmp_path_factory: pytest.TempPathFactory, wanted: Settings) -> None:
    """Every setting survives a restart."""
    store = SettingsStore(tmp_path_factory.mktemp("settings"))
    store.save(wanted)
    assert wanted == store.load()
    assert store.damage is None


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'{"theme": "pink"}',
        b'{"page_memory_mb": -1}',
        b'{"splitter": "wide"}',
        b"\xff\xfe",
        b'{"policy": "\xff"}',
        b"\0" * 10,
    ],
)
def test_a_damaged_file_is_set_aside_and_defaults_are_used(damage: bytes, tmp_path: Path) -> None:
    """The old bytes stay beside it, and the next save works."""
    path = tmp_path / "settings.json"
    path.write_bytes(damage)
    store = SettingsStore(tmp_path)
    assert Settings() == store.load()
    assert "settings_damaged" == str(store.damage)
    assert [damage] == [file.read_bytes() for file in tmp_path.iterdir()]
    assert not path.exists()
    store.save(Settings(theme="dark"))
    assert "dark" == store.load().theme


def test_a_file_of_a_newer_version_is_set_aside(tmp_path: Path) -> None:
    """Going back to an older program must not mix two shapes."""
    newer = msgspec.json.encode(Settings(version=VERSION + 1, theme="dark"))
    (tmp_path / "settings.json").write_bytes(newer)
    assert Settings() == SettingsStore(tmp_path).load()
    assert newer == (tmp_path / "settings.damaged.json").read_bytes()


def test_a_setting_that_is_no_longer_known_is_passed_over(tmp_path: Path) -> None:
    """What an older version wrote is read as far as it goes."""
    (tmp_path / "settings.json").write_bytes(b'{"version": 1, "theme": "light", "gone": 1}')
    assert Settings(theme="light") == SettingsStore(tmp_path).load()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """The window goes on without saving."""
    (tmp_path / "file").write_text("x")
    store = SettingsStore(tmp_path / "file" / "settings")
    assert Settings() == store.load()
    with pytest.raises(AppError, match="output_unwritable"):
        store.save(Settings())
