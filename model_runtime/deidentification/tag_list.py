"""List a header, and what a copy makes of each element: by cleaning a copy of it and holding the two side by side.

So the list can say nothing that the copy does not do. For a person's eyes alone; changes and keeps nothing.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset

from model_runtime.deidentification.copy_file import without_pixels
from model_runtime.deidentification.header import HeaderCleaner
from model_runtime.deidentification.identifiers import SECRET_BYTES, Identifiers
from model_runtime.documents.dicom.parsing import DicomFile
from model_runtime.protocol import limits
from model_runtime.protocol.series_payloads import MAX_TAG_CHARS, MAX_TAGS, Fate, Tag
from model_runtime.redaction.policy import DicomRules

_KEPT_IN_FILE_HEADER = frozenset({"MediaStorageSOPClassUID", "TransferSyntaxUID", "FileMetaInformationVersion"})
_WRITTEN_ANEW = frozenset({
    "MediaStorageSOPInstanceUID", "ImplementationClassUID", "ImplementationVersionName", "FileMetaInformationGroupLength",
})  # fmt: skip
_DRAWN_FOR_EACH_BATCH = frozenset({"PatientID"})
_PIXELS = frozenset({"PixelData", "EncapsulatedDocument"})
_MAX_DEPTH = 99


@dataclass(frozen=True)
class Listed:
    """The elements, in their order. `is_cut`: there are more than are listed."""

    tags: tuple[Tag, ...]
    is_cut: bool


def listed(file: DicomFile, rules: DicomRules) -> Listed:
    """Return the elements of `file`, those of its own header first, and what a copy under `rules` makes of each."""
    clean = without_pixels(file.dataset)
    HeaderCleaner(clean, rules, Identifiers(secrets.token_bytes(SECRET_BYTES))).clean()
    found: list[Tag] = []
    for tag in (*_of_file_header(file.meta), *_compared(file.dataset, clean, rules, 0)):
        if len(found) == MAX_TAGS:
            return Listed(tuple(found), is_cut=True)
        found.append(tag)
    return Listed(tuple(found), is_cut=False)


def _of_file_header(meta: Dataset) -> Iterator[Tag]:
    for element in meta:
        kept: Fate = "kept" if element.keyword in _KEPT_IN_FILE_HEADER else "removed"
        yield _tag(element, "replaced" if element.keyword in _WRITTEN_ANEW else kept, "", 0)


def _compared(source: Dataset, clean: Dataset | None, rules: DicomRules, depth: int) -> Iterator[Tag]:
    """Yield the elements of `source`, each held against what has become of it; None: all of it has gone."""
    for element in source:
        if element.keyword in _PIXELS:
            continue  # what is hidden there is shown on the page
        there = clean.get(element.tag) if clean is not None else None
        if there is None:
            yield _tag(element, "removed", "", depth)
        elif element.VR == "SQ":
            yield _tag(element, "kept" if there.value or not element.value else "emptied", "", depth)
        else:
            yield _tag(element, *_fate(element, there, rules), depth)
        if element.VR == "SQ" and depth < _MAX_DEPTH:
            items = list(there.value) if there is not None else []
            for place, item in enumerate(element.value):
                yield from _compared(item, items[place] if place < len(items) else None, rules, depth + 1)


def _fate(element: DataElement, there: DataElement, rules: DicomRules) -> tuple[Fate, str]:
    before, after = _text(element.value), _text(there.value)
    if before == after:
        return "kept", ""
    if not after:
        return "emptied", ""
    if element.VR == "UI" or element.keyword in _DRAWN_FOR_EACH_BATCH:
        return "replaced", ""
    if element.VR in ("DA", "DT"):
        return ("shifted", "") if rules.dates == "shift" else ("replaced", after)
    is_sentence = any(word in before for word in after.split("***") if len(word) > 1) and "***" in after
    return ("cleaned" if is_sentence else "replaced"), after


def _tag(element: DataElement, fate: Fate, new: str, depth: int) -> Tag:
    value = "" if element.VR == "SQ" else _text(element.value)
    name = f"{element.name}"[: limits.MAX_NAME_CHARS]
    return Tag(f"({element.tag.group:04X},{element.tag.element:04X})", name, value, fate, new[:MAX_TAG_CHARS], depth)


def _text(value: object) -> str:
    """Return a value as a person reads it, of bytes only how many there are."""
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    several = value if isinstance(value, list | tuple) or type(value).__name__ == "MultiValue" else [value]
    text = " \\ ".join("" if one is None else str(one) for one in several)  # type: ignore[attr-defined]  # any of these
    return "".join(letter if letter.isprintable() else " " for letter in text)[:MAX_TAG_CHARS].strip()
