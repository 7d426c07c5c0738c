"""The airlock makes a DICOM copy of a DICOM document that it has open, and of no other."""

import io

import numpy as np
import pydicom
import pytest

from model_runtime.airlock.handlers import Airlock
from model_runtime.protocol import messages, payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Box, PageRegions, Region
from tests.helpers.dicom_files import picture, written
from tests.helpers.documents import GivenChannel, pdf, quarters, saved, text

SECRET = bytes(range(32))
PLACE = Region("PATIENT_TEXT", 1.0, "person", Box(2, 3, 20, 6), operator="pixelate")


def _copy(data: bytes, *pages: PageRegions, policy: str = "medical", clean: bool = True, least: str = "off") -> bytes:
    airlock, channel = Airlock(), GivenChannel(data)
    airlock.handle(messages.OpenDocument(1, len(data)), channel)
    end = airlock.handle(messages.EncodeDicom(2, pages, policy, SECRET, clean, least), channel)
    blocks = b"".join(event.data for event in channel.said if isinstance(event, messages.EncodedBlock))
    assert end == messages.DocumentEncoded(2, len(blocks))
    return blocks


def test_places_are_filled_whatever_their_operator_says() -> None:
    """A mosaic of stored values would be no value that a scanner gave, and can be undone."""
    values = np.random.default_rng(1).integers(1, 4096, (2, 16, 32)).astype(np.uint16)
    copy = pydicom.dcmread(io.BytesIO(_copy(written(picture(values)), PageRegions(1, (PLACE,)), PageRegions(2, ()))))
    assert np.unique(copy.pixel_array[0, 3:9, 2:22]).tolist() == [0]
    assert np.array_equal(copy.pixel_array[1], values[1])


def test_what_nobody_looked_at_is_not_called_clean() -> None:
    """Under a policy that reads nothing, or where something was left, the copy does not claim clean pixels."""
    data = written(picture(np.zeros((16, 32), np.uint8)))
    for policy, clean, is_claimed in (("medical", True, True), ("medical", False, False), ("faces", True, False)):
        copy = pydicom.dcmread(io.BytesIO(_copy(data, PageRegions(1, ()), policy=policy, clean=clean)))
        assert ("113101" in {item.CodeValue for item in copy.DeidentificationMethodCodeSequence}) == is_claimed


def test_an_organisations_policy_counts_for_headers_too() -> None:
    """What a person's policy keeps goes where the organisation's takes it."""
    data = written(picture(np.zeros((16, 32), np.uint8), PatientSex="F"))
    for least, sex in (("off", "F"), ("[dicom]\npatient_characteristics = false\n", None)):
        assert (pydicom.dcmread(io.BytesIO(_copy(data, PageRegions(1, ()), least=least))).PatientSex or None) == sex


def test_a_pdf_inside_is_made_anew() -> None:
    """Its page is drawn with places hidden; nothing of the old file's bytes is in the new one."""
    body = pdf(text(b"Discharge letter for Tilda Testperson"), trailer=b"/Info<</Title(Testperson)>>")
    dataset = picture(np.zeros((2, 2), np.uint8), MIMETypeOfEncapsulatedDocument="application/pdf")
    del dataset.PixelData
    dataset.EncapsulatedDocument = body + b"\0" * (len(body) % 2)
    dataset["EncapsulatedDocument"].VR = "OB"
    whole = Region("TEXT", 1.0, "person", payloads.Box(0, 0, 5000, 5000))
    copy = pydicom.dcmread(io.BytesIO(_copy(written(dataset), PageRegions(1, (whole,)))))
    assert bytes(copy.EncapsulatedDocument[:5]) == b"%PDF-"
    assert b"Testperson" not in copy.EncapsulatedDocument


@pytest.mark.parametrize(
    ("data", "pages", "code"),
    [
        (saved(quarters(), "PNG"), (PageRegions(1, ()),), ErrorCode.FORMAT_NOT_WRITABLE),
        (written(picture(np.zeros((2, 4, 4), np.uint8))), (PageRegions(1, ()),), ErrorCode.PAGE_MISSING),
    ],
    ids=["no DICOM", "not all frames"],
)
def test_a_copy_that_cannot_be_is_refused(data: bytes, pages: tuple[PageRegions, ...], code: ErrorCode) -> None:
    """A photograph has no header; a copy without some of its frames is none."""
    with pytest.raises(RequestFailed) as caught:
        _copy(data, *pages)
    assert caught.value.code == code
