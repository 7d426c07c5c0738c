"""A person chooses the window; what names somebody is looked for in the file's own and in all values besides."""

import numpy as np
import pytest

from model_runtime.documents.dicom.document import DicomDocument
from model_runtime.documents.document import Document
from model_runtime.protocol.series_payloads import GreyWindow
from tests.helpers.dicom_files import picture, written
from tests.helpers.documents import opened

VALUES = np.tile(np.arange(0, 4096, 64, dtype=np.uint16), (64, 1))
"""From left to right all levels of twelve bits."""

OWN = {"WindowCenter": "2048", "WindowWidth": "4096", "BitsStored": 12, "HighBit": 11}


def _document(values: np.ndarray = VALUES, **elements: object) -> DicomDocument:
    document: Document = opened(written(picture(values, **{**OWN, **elements})))
    assert isinstance(document, DicomDocument)
    return document


def test_the_windows_of_the_file_come_first_then_those_of_the_craft() -> None:
    """With the names that the file gives them; Hounsfield units are known of computed tomography alone."""
    two: dict[str, object] = {"WindowCenter": ["300", "50"], "WindowWidth": ["1500", "400"]}
    names: dict[str, object] = {"WindowCenterWidthExplanation": ["BONE", "SOFT"]}
    told = [window.name for window in _document(VALUES, **two, **names).facts.windows]
    assert told == ["BONE", "SOFT", "soft tissue", "lung", "bone", "brain", "liver", "values"]
    assert [window.name for window in _document(Modality="MR").facts.windows] == ["", "values"]


def test_a_chosen_window_is_what_is_seen_and_the_others_are_looked_at_besides() -> None:
    """A name that is white on white in it is not in all of them."""
    document = _document()
    own = document.render(1)
    document.show_in(GreyWindow(1000.0, 200.0))
    chosen = document.render(1)
    assert not np.array_equal(own.pixels, chosen.pixels)
    assert (chosen.pixels[0, 0, 0], chosen.pixels[0, -1, 0]) == (0, 255)
    assert any(np.array_equal(own.pixels, view) for view in chosen.views)
    document.show_in(None)
    assert np.array_equal(own.pixels, document.render(1).pixels)


def test_the_files_own_window_keeps_its_own_function() -> None:
    """Chosen by its numbers it looks as the file wants it."""
    document = _document(VOILUTFunction="SIGMOID")
    own = document.render(1).pixels
    document.show_in(GreyWindow(2048.0, 4096.0))
    assert np.array_equal(own, document.render(1).pixels)


@pytest.mark.parametrize("values", [np.zeros((4, 4, 3), np.uint8)], ids=["colours"])
def test_where_there_are_no_levels_there_are_no_windows(values: np.ndarray) -> None:
    """And choosing one changes nothing."""
    document = _document(values, BitsStored=8, HighBit=7)
    assert document.facts.windows == ()
    before = document.render(1).pixels
    document.show_in(GreyWindow(1.0, 1.0))
    assert np.array_equal(before, document.render(1).pixels)


def test_a_window_that_no_picture_needs_is_not_offered() -> None:
    """What the wire cannot carry would end the airlock."""
    windows = _document(WindowCenter="1e30", WindowWidth="1e30").facts.windows
    assert all(abs(window.center) < 1e9 for window in windows)
