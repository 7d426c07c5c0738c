"""A folder, the list of a disc and a file each mean what somebody means by them."""

from pathlib import Path

from desktop_app.cli import inputs
from desktop_app.cli.inputs import Input
from desktop_app.foundation import file_endings
from desktop_app.foundation.errors import AppError


def test_a_folder_and_a_disc_mean_their_files(tmp_path: Path) -> None:
    """All files below, without the list; a file that is named is itself."""
    (tmp_path / "images").mkdir()
    for name in ("DICOMDIR", "images/IM0001", "images/IM0002"):
        (tmp_path / name).write_bytes(b"x")
    below = [Input(tmp_path / "images" / name, Path("images")) for name in ("IM0001", "IM0002")]
    assert list(inputs.inputs([tmp_path])) == list(inputs.inputs([tmp_path / "DICOMDIR"])) == below
    assert inputs.inputs([tmp_path / "images" / "IM0001"]) == (Input(tmp_path / "images" / "IM0001"),)


def test_only_what_was_not_named_and_claims_nothing_is_passed_over() -> None:
    """A text in a folder is none of ours; a text that was named, or is called .dcm, is an error."""
    error = AppError("file_type_unknown")
    found = [Input(Path("d/notes"), Path()), Input(Path("d/notes.dcm"), Path()), Input(Path("notes"))]
    assert [one.is_passed_over(error) for one in found] == [True, False, False]
    assert not found[0].is_passed_over(AppError("file_damaged"))


def test_a_film_claims_to_be_one() -> None:
    """One that is empty, too large or not to be read is an error, as a picture is: nobody's evidence is left out in silence."""
    for ending in file_endings.ALL:
        one = Input(Path(f"d/evidence.{ending.upper()}"), Path())
        for code in ("file_empty", "file_too_large", "file_unreadable", "file_type_unknown"):
            assert not one.is_passed_over(AppError(code))
