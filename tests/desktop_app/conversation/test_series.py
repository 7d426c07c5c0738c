"""Files of a drop become documents: each series one, everything else by itself, in the order of the drop."""

from pathlib import Path

import pytest

from desktop_app.conversation.copy_order import proposed_name
from desktop_app.conversation.document import Document
from desktop_app.conversation.series import Study, Taken, are_worth_sorting, taken_together
from desktop_app.runtime_client.values import FoundSeries

FILES = tuple(Path("disc") / name for name in ("note.pdf", "IM2", "IM1", "photo.jpg", "IM3"))
STUDY = Study("0f", "Chest of Mrs Testperson")


def test_a_series_is_one_document_and_is_named_by_nothing_that_somebody_typed() -> None:
    """Its name is written into copies and answers; what its header says of it is for the tray alone."""
    found = (FoundSeries("0f", (2, 1), "CT", 3, "Chest of Mrs Testperson", "axial"),)
    taken = taken_together(FILES[:4], found)
    assert taken == (
        Taken(FILES[0]),
        Taken(Path("disc"), (FILES[2], FILES[1]), "CT 3", STUDY, "axial"),
        Taken(FILES[3]),
    )


def test_a_series_of_one_file_is_that_file_in_its_study() -> None:
    """With its own name; and what the study has more of stands beside it."""
    found = (FoundSeries("0f", (1,), "CT", 3), FoundSeries("0f", (4,), "SR", 4))
    taken = taken_together(FILES, found)
    assert [one.path.name for one in taken] == ["note.pdf", "IM2", "IM3", "IM1", "photo.jpg"]
    assert taken[1].study == taken[2].study != taken[3].study
    assert not any(one.files or one.name for one in taken)


def test_a_series_without_number_or_modality_is_named_like_its_folder() -> None:
    """A name there must be."""
    (taken,) = taken_together(FILES[1:3], (FoundSeries("0f", (0, 1)),))
    assert taken.name == "disc"


@pytest.mark.parametrize(
    ("names", "is_worth"),
    [(("a.jpg", "b.png", "c.pdf"), False), (("a.dcm",), False), (("a.dcm", "b.dcm"), True), (("IM1", "IM2"), True)],
)
def test_nothing_is_looked_up_for_files_that_claim_to_be_something_else(names: tuple[str, ...], is_worth: bool) -> None:
    """A drop of photographs does not wait for anybody."""
    assert are_worth_sorting([Path(name) for name in names]) == is_worth


def test_a_copy_of_a_series_is_called_as_the_folder_that_it_becomes() -> None:
    """A single picture's is a file."""
    series = Document("1", Path("disc"), "CT 3", kind="dicom", files=FILES[:2])
    assert "CT 3 (hidden)" == proposed_name(series, "CT 3 (hidden)")
    picture = Document("2", Path("photo.jpg"), "photo.jpg", kind="jpeg")
    assert "photo (hidden).jpg" == proposed_name(picture, "photo (hidden)")
