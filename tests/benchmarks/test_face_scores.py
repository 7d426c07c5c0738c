"""The benchmark of faces counts as its first page says, and labels lie on the pictures that ship."""

import hashlib
import json

import pytest

from model_runtime.protocol.payloads import Box
from tests.benchmarks.face_scores import LabelledPicture, Score, hidden_share, pictures_in
from tests.helpers.documents import DATA, opened

FOLDER = DATA / "faces" / "labelled"
CROWD = LabelledPicture(FOLDER, "stock", 200, 100, (Box(10, 10, 10, 10), Box(100, 10, 30, 30)), (Box(150, 50, 40, 40),))
EMPTY = LabelledPicture(FOLDER, "neg", 100, 100, (), ())


@pytest.mark.parametrize(("hidden", "covered"), [(Box(100, 10, 30, 24), 1), (Box(100, 10, 30, 23), 0)])
def test_a_face_is_covered_from_eighty_percent_on(hidden: Box, covered: int) -> None:
    """Of its own pixels."""
    score = Score()
    score.add(CROWD, [hidden])
    assert covered == sum(score.covered)
    assert [1, 0, 1, 0, 0] == score.faces


def test_boxes_that_overlap_hide_a_pixel_once() -> None:
    """Shares are of pixels, not of boxes."""
    assert 0.5 == hidden_share(Box(0, 0, 10, 10), [Box(0, 0, 10, 5), Box(-5, -5, 15, 10)])


def test_wrong_is_what_overlaps_no_face_and_ignored_faces_count_neither_way() -> None:
    """One on a face, one on an ignored face, one on nothing, one outside the picture."""
    score = Score()
    score.add(CROWD, [Box(95, 5, 20, 20), Box(160, 60, 5, 5), Box(50, 80, 5, 5), Box(300, 300, 5, 5)])
    assert (1, 1) == (score.right, score.wrong)
    assert 0.5 == score.precision


def test_only_pictures_without_faces_tell_what_is_hidden_for_nothing() -> None:
    """The mean over them."""
    score = Score()
    for hidden in ([], [Box(0, 0, 100, 20)]):
        score.add(EMPTY, hidden)
    score.add(CROWD, [Box(0, 0, 200, 100)])
    assert pytest.approx(0.1) == score.empty_area


def test_the_pictures_that_ship_are_those_that_were_labelled() -> None:
    """Size and digest of each agree with the manifest."""
    pictures = list(pictures_in(FOLDER))
    rows = [json.loads(line) for line in (FOLDER / "manifest.jsonl").read_text("utf-8").splitlines()]
    assert 10 <= sum(not picture.faces for picture in pictures) <= len(pictures) - 10
    for picture, row in zip(pictures, rows, strict=True):
        data = picture.path.read_bytes()
        assert row["sha256"] == hashlib.sha256(data).hexdigest()
        assert (picture.height, picture.width, 3) == opened(data).render(1).pixels.shape
