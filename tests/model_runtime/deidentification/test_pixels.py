"""Places are gone from the stored values, and outside them nothing is another than before."""

import io

import numpy as np
import pydicom
import pytest
from PIL import Image
from pydicom import uid
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate, generate_frames

from model_runtime.deidentification import jpeg_parts
from model_runtime.deidentification.copy_file import Cleaning, clean_copy
from model_runtime.deidentification.identifiers import Identifiers
from model_runtime.documents.dicom.codecs import SYNTAXES
from model_runtime.documents.dicom.document import DicomDocument
from model_runtime.documents.dicom.frames import Frames
from model_runtime.protocol.payloads import Box
from model_runtime.redaction.policy import DicomRules
from tests.helpers.dicom_files import picture, written
from tests.helpers.documents import opened

BOX = Box(8, 4, 16, 8)
CLEANING = Cleaning(DicomRules(), Identifiers(bytes(32)), are_pixels_clean=True)
LOSSLESS = sorted(key for key, value in SYNTAXES.items() if value.encode)


def _document(data: bytes) -> DicomDocument:
    document = opened(data)
    assert isinstance(document, DicomDocument)
    return document


def _frames(document: DicomDocument) -> Frames:
    assert document.frames is not None
    return document.frames


def _copied(data: bytes, *boxes: Box) -> tuple[DicomDocument, bytes]:
    """Return the copy, opened, with `boxes` filled in every frame; and its bytes."""
    document = _document(data)
    places = dict.fromkeys(range(_frames(document).count), boxes)
    copy = clean_copy(document, places, CLEANING, lambda: b"")
    return _document(copy), copy


def _coded(dataset: Dataset, syntax: str) -> bytes:
    """Return `dataset` as a file of a lossless coding."""
    frames = _frames(_document(written(dataset)))
    encode = SYNTAXES[syntax].encode
    assert encode is not None
    dataset.PixelData = encapsulate([encode(frames.values(index), frames.shape) for index in range(frames.count)])
    dataset["PixelData"].VR, dataset["PixelData"].is_undefined_length = "OB", True
    return written(dataset, syntax)


def _noise(*shape: int, kind: type[np.integer] = np.uint16, top: int = 4096) -> np.ndarray:
    return np.random.default_rng(5).integers(0, top, shape).astype(kind)


def _judge(before: np.ndarray, after: np.ndarray) -> None:
    """The box is one value, everything else what it was."""
    inside = after[BOX.rows, BOX.columns]
    assert np.ptp(inside.reshape(-1, inside.shape[-1]), axis=0).max() == 0
    free = np.ones(before.shape[:2], bool)
    free[BOX.rows, BOX.columns] = False
    assert np.array_equal(before[free], after[free])


@pytest.mark.parametrize(
    "syntax", [uid.ImplicitVRLittleEndian, uid.ExplicitVRLittleEndian, uid.DeflatedExplicitVRLittleEndian, *LOSSLESS]
)
def test_lossless_frames_keep_every_value_outside(syntax: str) -> None:
    """Twelve bits, two frames, in each coding that is written; the coding stays."""
    dataset = picture(_noise(2, 20, 32), BitsStored=12, HighBit=11)
    source = _coded(dataset, syntax) if syntax in LOSSLESS else written(dataset, syntax)
    copy, _ = _copied(source, BOX)
    assert copy.source.syntax == syntax
    for index in range(2):
        _judge(_frames(_document(source)).values(index), _frames(copy).values(index))


@pytest.mark.parametrize("syntax", LOSSLESS)
def test_colours_keep_every_value_outside(syntax: str) -> None:
    """Red, green and blue of eight bits."""
    source = _coded(picture(_noise(20, 32, 3, kind=np.uint8, top=256)), syntax)
    copy, _ = _copied(source, BOX)
    _judge(_frames(_document(source)).values(0), _frames(copy).values(0))


def test_big_endian_and_planes_stay_as_they_are() -> None:
    """Byte order and planar colours of the source."""
    values = _noise(20, 32)
    dataset = picture(values)
    dataset.PixelData = values.astype(">u2").tobytes()
    source = written(dataset, uid.ExplicitVRBigEndian)
    copy, _ = _copied(source, BOX)
    assert copy.source.syntax == uid.ExplicitVRBigEndian
    _judge(values, _frames(copy).values(0))
    colours = _noise(20, 32, 3, kind=np.uint8, top=256)
    planar = picture(colours, PlanarConfiguration=1)
    planar.PixelData = np.moveaxis(colours, -1, 0).tobytes()
    _judge(colours, _frames(_copied(written(planar), BOX)[0]).values(0))


def test_a_place_is_black_in_either_kind_of_grey() -> None:
    """What is filled shows as black, not as white paper."""
    for kind in ("MONOCHROME1", "MONOCHROME2"):
        source = written(
            picture(_noise(20, 32), PhotometricInterpretation=kind, WindowCenter="2048", WindowWidth="4096")
        )
        assert _copied(source, BOX)[0].render(1).pixels[BOX.rows, BOX.columns].max() == 0


def test_unused_bits_and_surplus_bytes_are_not_copied() -> None:
    """An old overlay in bit 15, a sentence behind the last pixel: rewritten although nothing was found."""
    values = _noise(20, 32)
    dataset = picture(values | 0x8000, BitsStored=12, HighBit=11)
    dataset.PixelData += b"Testperson was here."
    copy, data = _copied(written(dataset))
    assert b"Testperson" not in data
    assert len(copy.source.dataset.PixelData) == values.nbytes
    assert np.array_equal(np.frombuffer(copy.source.dataset.PixelData, "<u2").reshape(20, 32), values)


def test_segmentations_of_single_bits_are_left_alone() -> None:
    """No text stands in them; their bits follow one another without a gap."""
    source = pydicom.examples.get_path("ct").parent / "liver_1frame.dcm"
    before = _document(source.read_bytes())
    copy, _ = _copied(source.read_bytes())
    assert np.array_equal(_frames(before).values(0), _frames(copy).values(0))


def _jpeg_file(sampling: int, *, comment: bytes = b"Testperson^Tilda") -> tuple[bytes, bytes]:
    target = io.BytesIO()
    colours = Image.fromarray(_noise(6, 8, 3, kind=np.uint8, top=256)).resize((64, 48), Image.Resampling.BICUBIC)
    colours.save(target, "JPEG", quality=90, subsampling=sampling, comment=comment)
    dataset = picture(np.asarray(colours), PhotometricInterpretation="YBR_FULL_422")
    dataset.PixelData = encapsulate([target.getvalue()])
    dataset["PixelData"].VR, dataset["PixelData"].is_undefined_length = "OB", True
    return written(dataset, uid.JPEGBaseline8Bit), target.getvalue()


@pytest.mark.parametrize("sampling", [0, 1, 2])
def test_a_jpeg_is_coded_again_in_its_own_tables(sampling: int) -> None:
    """The place is one colour exactly; outside hardly anything moves, and the comment with a name is gone."""
    source, _ = _jpeg_file(sampling)
    copy, data = _copied(source, BOX)
    before, after = _frames(_document(source)).values(0).astype(int), _frames(copy).values(0).astype(int)
    assert (copy.source.syntax, b"Testperson" in data) == (uid.JPEGBaseline8Bit, False)
    assert np.ptp(after[BOX.rows, BOX.columns].reshape(-1, 3), axis=0).max() == 0
    assert np.abs(before[24:] - after[24:]).mean() < 3


def test_a_jpeg_without_a_place_keeps_its_very_bits() -> None:
    """Only comments are taken out of frames in which nothing was found."""
    source, frame = _jpeg_file(1)
    copy, _ = _copied(source)
    kept = next(generate_frames(copy.source.dataset.PixelData, number_of_frames=1))
    assert kept.rstrip(b"\0") == jpeg_parts.without_comments(frame)
    assert np.array_equal(_frames(_document(source)).values(0), _frames(copy).values(0))


def test_other_lossy_codings_are_written_without_loss_and_said_to_be_lossy() -> None:
    """JPEG of twelve bits: decoded values outside the place are those of the source."""
    source = (pydicom.examples.get_path("ct").parent / "JPGExtended.dcm").read_bytes()
    copy, _ = _copied(source, BOX)
    assert (copy.source.syntax, copy.source.dataset.LossyImageCompression) == (uid.JPEGLSLossless, "01")
    _judge(_frames(_document(source)).values(0), _frames(copy).values(0))


def test_nothing_of_the_file_around_the_picture_is_copied() -> None:
    """Preamble, titles in the file header and private information are not in the copy."""
    data = bytearray(written(picture(_noise(20, 32)), SourceApplicationEntityTitle="TESTPERSON_AE"))
    data[:10] = b"Testperson"
    copy, result = _copied(bytes(data))
    assert b"testperson" not in result.lower()
    assert copy.source.meta.MediaStorageSOPInstanceUID == copy.source.dataset.SOPInstanceUID
