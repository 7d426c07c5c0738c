"""Make small DICOM files for tests: nobody's data, one thing odd at a time."""

import io

import numpy as np
import numpy.typing as npt
from pydicom import uid
from pydicom.dataset import Dataset, FileMetaDataset

CT = "1.2.840.10008.5.1.4.1.1.2"
CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
PREAMBLE = b"\0" * 128


def picture(values: npt.NDArray[np.generic], **elements: object) -> Dataset:
    """Return a data set with `values` [H, W], [N, H, W] for frames or [H, W, 3], and `elements` by keyword."""
    dataset = Dataset()
    is_colour = values.ndim > 2 and values.shape[-1] == 3
    frames = values[None] if values.ndim == (3 if is_colour else 2) else values
    dataset.SOPClassUID, dataset.SOPInstanceUID = CT, "1.2.3.4"
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = "1.2.3", "1.2.3.1"
    dataset.Modality, dataset.PatientName, dataset.PatientID = "CT", "Testperson^Tilda", "T1234567"
    dataset.Rows, dataset.Columns = frames.shape[1:3]
    dataset.SamplesPerPixel = 3 if is_colour else 1
    dataset.PhotometricInterpretation = "RGB" if is_colour else "MONOCHROME2"
    if is_colour:
        dataset.PlanarConfiguration = 0
    bits = 8 * values.dtype.itemsize
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = bits, bits, bits - 1
    dataset.PixelRepresentation = int(values.dtype.kind == "i")
    if len(frames) > 1:
        dataset.NumberOfFrames = len(frames)
    data = values.tobytes()
    dataset.PixelData = data + b"\0" * (len(data) % 2)
    dataset["PixelData"].VR = "OW" if bits > 8 else "OB"
    for keyword, value in elements.items():
        setattr(dataset, keyword, value)
    return dataset


def written(dataset: Dataset, syntax: str = uid.ExplicitVRLittleEndian, **meta: object) -> bytes:
    """Return `dataset` as a file."""
    header = FileMetaDataset()
    header.MediaStorageSOPClassUID = dataset.get("SOPClassUID", CT)
    header.MediaStorageSOPInstanceUID = dataset.get("SOPInstanceUID", "1.2.3.4")
    header.TransferSyntaxUID = syntax
    for keyword, value in meta.items():
        setattr(header, keyword, value)
    dataset.file_meta = header
    target = io.BytesIO()
    dataset.save_as(target, enforce_file_format=True)
    return target.getvalue()
