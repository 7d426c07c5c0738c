"""Policies of the user's own are found in one folder, as text, and what cannot be read is left out."""

from pathlib import Path

from desktop_app.settings.own_policies import MAX_POLICIES, OwnPolicy, is_own, name_of, own_policies

TEXT = 'detectors = ["faces"]\n'


def test_policies_are_found_by_name(tmp_path: Path) -> None:
    """TOML files only, in the order of their names, with what stands in them."""
    for name in ("ward.toml", "Bank.toml", "notes.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")

    assert own_policies(tmp_path) == (OwnPolicy("own:Bank", f"{TEXT}\n"), OwnPolicy("own:ward", f"{TEXT}\n"))


def test_what_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    """Empty files, files that are not text, files too long, and folders do no harm to the others."""
    (tmp_path / "empty.toml").touch()
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "long.toml").write_bytes(b"#" * 70_000)
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "good.toml").write_text(TEXT, encoding="utf-8")

    assert own_policies(tmp_path) == (OwnPolicy("own:good", f"{TEXT}\n"),)
    assert own_policies(tmp_path / "missing") == ()


def test_a_menu_stays_a_menu(tmp_path: Path) -> None:
    """A folder of thousands is cut."""
    for number in range(MAX_POLICIES + 5):
        (tmp_path / f"{number:03}.toml").write_text(TEXT, encoding="utf-8")

    assert len(own_policies(tmp_path)) == MAX_POLICIES


def test_no_file_can_pass_for_a_policy_that_ships() -> None:
    """The words of own policies are told apart from ours, whatever a file is called."""
    assert [is_own("own:faces"), is_own("faces"), name_of("own:faces")] == [True, False, "faces"]
