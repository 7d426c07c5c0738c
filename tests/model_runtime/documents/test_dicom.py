"""DICOM files are shown as readers of such pictures expect them, and refused where they lie."""

import zlib
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom import uid
from pydicom.dataset import Dataset

from model_runtime.documents.dicom import parsing
from model_runtime.documents.dicom.codecs import SYNTAXES, Coding, FrameShape
from model_runtime.documents.dicom.document import DicomDocument
from model_runtime.documents.dicom.window import Window
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from tests.helpers.dicom_files import PREAMBLE, picture, written
from tests.helpers.documents import opened

BUNDLED = Path(pydicom.__file__).parent / "data" / "test_files"
RAMP = np.arange(64, dtype=np.uint16).reshape(8, 8) * 16


def _shown(dataset: Dataset, syntax: str = uid.ExplicitVRLittleEndian) -> np.ndarray:
    """Return the grey levels of the first page."""
    return opened(written(dataset, syntax)).render(1).pixels[:, :, 0]


def _refusal(data: bytes) -> ErrorCode:
    with pytest.raises(RequestFailed) as caught:
        opened(data).render(1)
    return caught.value.code


def test_a_window_shows_what_the_standard_says() -> None:
    """PS3.3 C.11.2.1.2.1, its own example: centre 2048, width 4096 takes 0 to black and 4095 to white."""
    levels = Window(2048, 4096).shown(np.array([[-5.0, 0.0, 2047.5, 4095.0, 9000.0]]))
    assert levels.tolist() == [[0, 0, 128, 255, 255]]


def test_the_other_functions_differ_from_linear() -> None:
    """LINEAR_EXACT takes half a step less at each end; SIGMOID reaches neither end at its width."""
    values = np.array([[0.0, 50.0, 100.0]])
    assert Window(50, 100, "LINEAR_EXACT").shown(values).tolist() == [[0, 128, 255]]
    sigmoid = Window(50, 100, "SIGMOID").shown(values).tolist()[0]
    assert (0 < sigmoid[0] < 40, sigmoid[1], 215 < sigmoid[2] < 255) == (True, 128, True)


def test_monochrome1_is_white_where_values_are_low() -> None:
    """The two kinds of grey are each other's negative in the same window."""
    window = {"WindowCenter": "500", "WindowWidth": "1000"}
    normal, inverse = (
        _shown(picture(RAMP, PhotometricInterpretation=kind, **window)) for kind in ("MONOCHROME2", "MONOCHROME1")
    )
    assert np.array_equal(normal, 255 - inverse)
    assert normal[0, 0] == 0


def test_a_window_counts_in_rescaled_values() -> None:
    """Slope and intercept come before the window (Hounsfield units)."""
    shown = _shown(picture(RAMP, RescaleSlope="1", RescaleIntercept="-1024", WindowCenter="-1015.5", WindowWidth="2"))
    assert (shown[0, 0], shown[0, 1]) == (0, 255)


def test_padding_is_black_and_does_not_count() -> None:
    """A value that stands for nothing neither shifts the window nor is seen."""
    values = RAMP.copy()
    values[0] = 60_000
    page = _shown(picture(values, PixelPaddingValue=60_000))
    assert page[0].tolist() == [0] * 8
    assert page[1:].max() - page[1:].min() == 255


def test_what_one_window_hides_another_shows() -> None:
    """The page carries a second view, in which white on white of the first is told apart."""
    values = np.full((16, 16), 1500, np.uint16)
    values[4:8, 4:8] = 4000
    page = opened(written(picture(values, WindowCenter="450", WindowWidth="600"))).render(1)
    assert np.ptp(page.pixels) == 0
    assert [int(np.ptp(view)) for view in page.views] == [255]


def test_unused_high_bits_are_not_part_of_a_value() -> None:
    """Twelve bits in sixteen, with an old overlay in the highest one."""
    values = np.full((4, 4), 100, np.uint16)
    values[0, 0] |= 0x8000
    document = opened(written(picture(values, BitsStored=12, HighBit=11)))
    assert isinstance(document, DicomDocument)
    assert document.frames is not None
    assert np.unique(document.frames.values(0)).tolist() == [100]


def test_signed_values_keep_their_sign() -> None:
    """Twelve signed bits, the sign in bit 11."""
    values = np.array([[-5, 7], [0, -2048]], np.int16)
    stored = picture((values & 0xFFF).astype(np.uint16), BitsStored=12, HighBit=11, PixelRepresentation=1)
    document = opened(written(stored))
    assert isinstance(document, DicomDocument)
    assert document.frames is not None
    assert document.frames.values(0).tolist() == values.tolist()


@pytest.mark.parametrize("samples", [1, 3])
@pytest.mark.parametrize("bits", [8, 12, 16])
@pytest.mark.parametrize("syntax", sorted(key for key, value in SYNTAXES.items() if value.encode))
def test_what_is_encoded_without_loss_comes_back(syntax: str, bits: int, samples: int) -> None:
    """Every syntax that is written gives back each value, unsigned."""
    random = np.random.default_rng(3)
    shape = FrameShape(21, 34, samples, 1 if bits == 8 else 2, bits, is_signed=False, photometric="RGB")
    values = random.integers(0, 2**bits, shape.array).astype(shape.unsigned)
    way = SYNTAXES[syntax]
    assert way.coding is Coding.LOSSLESS
    assert way.encode is not None
    assert way.decode is not None
    assert np.array_equal(shape.values_of(way.decode(way.encode(values, shape), shape)), values)


@pytest.mark.parametrize("syntax", sorted(key for key, value in SYNTAXES.items() if value.encode))
def test_what_is_encoded_keeps_its_sign(syntax: str) -> None:
    """The same for signed values of twelve bits."""
    shape = FrameShape(16, 16, 1, 2, 12, is_signed=True)
    values = np.random.default_rng(4).integers(-2048, 2048, shape.array).astype(np.int16)
    way = SYNTAXES[syntax]
    assert way.encode is not None
    assert way.decode is not None
    assert np.array_equal(shape.values_of(way.decode(way.encode(values, shape), shape)), values)


@pytest.mark.parametrize(
    ("name", "size", "count"),
    [
        ("CT_small.dcm", (128, 128), 1),  # a TIFF header stands in its preamble
        ("MR_small_RLE.dcm", (64, 64), 1),
        ("JPGExtended.dcm", (256, 1024), 1),  # JPEG of twelve bits
        ("SC_rgb_jpeg_gdcm.dcm", (100, 100), 1),  # lossless JPEG
        ("JPEGLSNearLossless_16.dcm", (10, 50), 1),
        ("examples_palette.dcm", (800, 350), 1),
        ("examples_ybr_color.dcm", (320, 240), 30),
        ("image_dfl.dcm", (512, 512), 1),
        ("liver_1frame.dcm", (512, 512), 1),  # one bit a value
        ("test-SR.dcm", (1240, 1754), 3),  # a report: its texts are drawn
    ],
)
def test_pydicoms_own_files_are_shown(name: str, size: tuple[int, int], count: int) -> None:
    """A file of each coding opens, with its number of frames."""
    document = opened((BUNDLED / name).read_bytes())
    page = document.render(1)
    assert ((page.size.width, page.size.height), document.line.count, document.kind) == (size, count, "dicom")
    assert np.ptp(page.pixels) > 0


def test_a_loop_has_times() -> None:
    """Thirty frames, as far apart as the file says."""
    line = opened((BUNDLED / "examples_ybr_color.dcm").read_bytes()).line
    assert (line.axis, line.times_s[:2]) == ("frames", (0.0, 0.033333))


def test_colours_are_those_of_the_file() -> None:
    """A JPEG that nobody took apart into luminance and colours is not put together either."""
    page = opened((BUNDLED / "SC_rgb_jpeg_dcmtk.dcm").read_bytes()).render(1)
    assert np.abs(page.pixels[5, 50].astype(int) - (255, 0, 0)).max() <= 2


@pytest.mark.parametrize("cut", [200, 300, 500])
def test_a_file_cut_inside_its_header_is_refused(cut: int) -> None:
    """No half header is taken for a whole one, wherever it ends."""
    data = written(picture(RAMP, ImageComments="x" * 300))
    assert _refusal(data[:cut]) in (ErrorCode.FILE_DAMAGED, ErrorCode.NO_PAGES)


def test_surplus_bytes_are_no_frames() -> None:
    """Twice the bytes of one picture are one picture."""
    dataset = picture(RAMP)
    dataset.PixelData += b"hidden" * 100
    assert opened(written(dataset)).line.count == 1


def test_a_code_stream_larger_than_its_header_says_is_refused() -> None:
    """A decoder would believe the stream."""
    shape = FrameShape(64, 64, 1, 2, 16, is_signed=False)
    encode = SYNTAXES[uid.JPEGLSLossless].encode
    assert encode is not None
    dataset = picture(RAMP)
    dataset.PixelData = pydicom.encaps.encapsulate([encode(np.zeros(shape.array, np.uint16), shape)])
    dataset["PixelData"].VR, dataset["PixelData"].is_undefined_length = "OB", True
    assert _refusal(written(dataset, uid.JPEGLSLossless)) == ErrorCode.FILE_DAMAGED


def test_a_deflated_bomb_ends_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Inflating stops when it has made too much, not afterwards."""
    monkeypatch.setattr(parsing, "MAX_INFLATED_BYTES", 3 * 1024 * 1024)
    head = written(picture(RAMP), uid.DeflatedExplicitVRLittleEndian)
    meta = parsing._meta(head)[1]
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    bomb = packer.compress(b"\0" * (64 * 1024 * 1024)) + packer.flush()
    assert _refusal(head[:meta] + bomb) == ErrorCode.FILE_TOO_LARGE


def test_an_element_that_is_not_of_its_type_is_taken_out() -> None:
    """What cannot be understood cannot be judged: neither shown nor copied."""
    dataset = picture(RAMP, SliceThickness="5")
    data = written(dataset).replace(b"DS\x02\x005 ", b"DS\x02\x00X!")
    document = opened(data)
    assert isinstance(document, DicomDocument)
    assert "SliceThickness" not in document.source.dataset


def test_every_document_is_marked_not_for_diagnosis_and_heads_as_faces() -> None:
    """The notes come with the document, whoever shows it."""
    notes = opened(written(picture(RAMP, BodyPartExamined="HEAD"))).notes
    assert notes == ("not_for_diagnosis", "face_in_slices")


def test_a_file_without_its_preamble_is_known() -> None:
    """Older files begin with the data set."""
    data = written(picture(RAMP, ImageType=["ORIGINAL", "PRIMARY"]))
    body = data[len(PREAMBLE) + 4 :]
    assert opened(body).kind == "dicom"


@pytest.mark.parametrize(
    ("kind", "image_type", "is_measured"),
    [("2", "ORIGINAL", True), ("1.2", "ORIGINAL", True), ("2", "DERIVED", False), ("7", "ORIGINAL", False)],
)
def test_radiographs_and_slices_show_no_faces_and_captures_may(kind: str, image_type: str, is_measured: bool) -> None:
    """What was captured or drawn from slices may show a photograph; what a scanner measured does not."""
    dataset = picture(RAMP, SOPClassUID=f"1.2.840.10008.5.1.4.1.1.{kind}", ImageType=[image_type, "PRIMARY"])
    assert opened(written(dataset)).render(1).is_measured == is_measured
