"""QR codes and barcodes are covered whole; pictures without codes are left alone."""

import numpy as np
import pytest
import zxingcpp

from model_runtime.documents.page import SourcePage
from model_runtime.protocol.payloads import Box
from model_runtime.redaction import codes
from model_runtime.redaction.codes import CodeDetector
from model_runtime.redaction.redact import redacted


def _page(kind: str, text: str, scale: int, turned: int = 0) -> tuple[SourcePage, Box]:
    """Return a white page with one code, and where the code is."""
    code = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    drawn = np.rot90(np.asarray(zxingcpp.write_barcode_to_image(code, scale=scale)), turned)
    page = np.full((drawn.shape[0] + 200, drawn.shape[1] + 200), 255, dtype=np.uint8)
    page[100 : 100 + drawn.shape[0], 100 : 100 + drawn.shape[1]] = drawn
    rows, columns = np.nonzero(page < 128)
    box = Box(int(columns.min()), int(rows.min()), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)
    return SourcePage(1, np.repeat(page[:, :, None], 3, axis=2)), box


@pytest.mark.parametrize(
    ("kind", "text"), [("QRCode", "BEGIN:VCARD Anna Koch"), ("DataMatrix", "4711"), ("Aztec", "ticket")]
)
@pytest.mark.parametrize("turned", [0, 1, 2])
def test_a_square_code_is_covered_whole(kind: str, text: str, turned: int) -> None:
    """Every dark module lies in the region; after hiding nothing can be read."""
    page, box = _page(kind, text, 5, turned)
    (found,) = CodeDetector().detect(page)
    assert (found.kind, found.origin) == ("CODE", "zxing")
    assert found.box.contains(box)
    assert not zxingcpp.read_barcodes(redacted(page, (found,)).pixels)


@pytest.mark.parametrize(("kind", "text"), [("EAN13", "4006381333931"), ("Code128", "Anna Koch 4711")])
@pytest.mark.parametrize("turned", [0, 1])
def test_a_barcode_can_no_longer_be_read(kind: str, text: str, turned: int) -> None:
    """Hiding leaves no line of bars that a reader could use."""
    page, _ = _page(kind, text, 3, turned)
    found = CodeDetector().detect(page)
    assert len(found) == 1
    assert not zxingcpp.read_barcodes(redacted(page, found).pixels)


@pytest.mark.parametrize("shape", [(1, 1, 3), (2, 900, 3), (300, 300, 3)])
def test_a_page_without_codes_has_none(shape: tuple[int, int, int]) -> None:
    """White pages and lines of pixels find nothing and break nothing."""
    assert CodeDetector().detect(SourcePage(1, np.full(shape, 255, dtype=np.uint8))) == ()


def test_half_a_code_is_hidden_on_every_page() -> None:
    """Also on a scanner's: what cannot be read here may be read by others."""
    page, place = _page("QRCode", "TEST 0001", 6)
    torn = page.pixels.copy()
    torn[place.top + place.height // 2 : place.top + place.height, place.left + place.width // 2 :] = 255
    assert not any(code.valid for code in zxingcpp.read_barcodes(torn))
    for is_measured in (False, True):
        assert len(CodeDetector().detect(SourcePage(1, torn, is_measured=is_measured))) == 1


def test_noise_is_no_code_and_a_damaged_one_is() -> None:
    """A slice of a scanner without a word on it stays whole; a Data Matrix with a hole in it goes, light on dark as well."""
    noise = np.random.default_rng(3)
    found = []
    for _ in range(40):
        grey = np.clip(noise.normal(87, 64, (128, 128)), 0, 255).astype(np.uint8)
        found.append(CodeDetector().detect(SourcePage(1, np.repeat(grey[:, :, None], 3, axis=2))))
    assert sum(map(bool, found)) <= 1
    page, place = _page("DataMatrix", "Anna Koch 4711 ward 7", 6)
    torn = page.pixels.copy()
    torn[place.top + 20 : place.top + 70, place.left + 20 : place.left + 70] = 255
    for pixels in (torn, 255 - torn):
        assert not any(code.valid for code in zxingcpp.read_barcodes(pixels))
        assert len(CodeDetector().detect(SourcePage(1, pixels))) == 1


def test_tiny_and_far_places_are_no_codes() -> None:
    """What is smaller than any code, or outside the page, drops out; a line across bars is widened to the bars."""

    class Corner:
        def __init__(self, x: int, y: int) -> None:
            self.x, self.y = x, y

    class Code:
        def __init__(self, left: int, top: int, width: int, height: int, *, valid: bool = True) -> None:
            self.position = self
            self.top_left, self.top_right = Corner(left, top), Corner(left + width - 1, top)
            self.bottom_left, self.bottom_right = (
                Corner(left, top + height - 1),
                Corner(left + width - 1, top + height - 1),
            )
            self.valid = valid

    assert codes._region(Code(0, 0, 5, 5), 500, 500) is None
    assert codes._region(Code(900, 900, 50, 50), 500, 500) is None
    line = codes._region(Code(100, 200, 200, 1, valid=False), 500, 500)
    assert line is not None
    assert (line.score, line.box.top, line.box.height) == (0.6, 150, 101)
