"""Say what a policy is: which detectors look, which kinds of finds are hidden, from which score on, and how.

Policies are data: those that ship lie in `resources/policies`, one file each; an administrator or a user may write more
in the same form. Does not run detectors.
"""

import functools
import re
import tomllib
from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

import msgspec

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Operator, Region
from model_runtime.protocol.resource_files import resource_path
from model_runtime.redaction.entities.given_words import GivenWords

MAX_CHARACTERS = 65_536
"""Of a policy written as text."""

_NAME = re.compile(r"[a-z][a-z+\-]{0,39}")


class DetectorName(StrEnum):
    """What can be looked for."""

    FACES_FAST = "faces-fast"
    FACES = "faces"
    FACES_THOROUGH = "faces-thorough"
    PERSONAL_TEXT = "personal-text"
    ALL_TEXT = "all-text"
    BURNT_IN_TEXT = "burnt-in-text"
    CODES = "codes"


FACE_DETECTORS = frozenset({DetectorName.FACES_FAST, DetectorName.FACES, DetectorName.FACES_THOROUGH})
"""Those that a mirror image does not confuse."""

_KEENEST_FIRST = (DetectorName.FACES_THOROUGH, DetectorName.FACES, DetectorName.FACES_FAST)

_SAFEST_FIRST: tuple[Operator, ...] = ("fill", "pixelate", "blur")

TEXT_DETECTORS = frozenset({DetectorName.PERSONAL_TEXT, DetectorName.ALL_TEXT, DetectorName.BURNT_IN_TEXT})
"""Those that look at what is written, in pixels and in a document's own words."""


class KindRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How finds of one kind are treated. `threshold` in 0..1: less sure finds are left to the person who reviews."""

    threshold: float = 0.5
    operator: Operator = "fill"


class DicomRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a copy of a DICOM file keeps beyond the standard's Basic Profile; each is an option of PS3.15 annex E.

    Attributes:
        dates: `shift` moves all of a patient's dates by the same days (113107), `keep` leaves them (113106).
        patient_characteristics: sex, age, size, weight stay (113108).
        device, institution: what names the scanner, the hospital stays (113109, 113112).
        uids: identifiers of studies, series and pictures stay (113110).
        descriptors: `clean` takes names out of sentences (113105), `remove` takes the sentences.
        structured_content: the same for reports (113104).
        safe_private: private elements that the standard calls safe stay (113111).
    """

    dates: Literal["shift", "keep", "remove"] = "shift"
    patient_characteristics: bool = True
    device: bool = False
    institution: bool = False
    uids: Literal["replace", "keep"] = "replace"
    descriptors: Literal["clean", "remove"] = "clean"
    structured_content: Literal["clean", "remove"] = "clean"
    safe_private: bool = True

    def joined(self, other: "DicomRules") -> "DicomRules":
        """Return the rules that keep only what both keep."""
        strictest = ("remove", "shift", "keep")
        return DicomRules(
            dates=min(self.dates, other.dates, key=strictest.index),
            patient_characteristics=self.patient_characteristics and other.patient_characteristics,
            device=self.device and other.device,
            institution=self.institution and other.institution,
            uids="keep" if self.uids == other.uids == "keep" else "replace",
            descriptors="clean" if self.descriptors == other.descriptors == "clean" else "remove",
            structured_content="clean" if self.structured_content == other.structured_content == "clean" else "remove",
            safe_private=self.safe_private and other.safe_private,
        )


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is hidden before anything leaves the airlock.

    Attributes:
        detectors: what looks, in this order.
        kinds: what is hidden of what they find; a kind that is not named stays.
        words, patterns: hidden wherever they stand (kind `GIVEN_WORD`), by the detector `personal-text`.
        review: nothing is sent before a person has seen what is hidden.
        dicom: what becomes of the header of a DICOM file that is copied as one; None: as `DicomRules` says by itself.
    """

    detectors: tuple[DetectorName, ...] = ()
    kinds: dict[str, KindRule] = {}
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    review: bool = False
    dicom: DicomRules | None = None

    def joined(self, other: "Policy") -> "Policy":
        """Return the policy that hides what either hides, each kind from the lower score on and as irreversibly as either."""
        kinds = dict(self.kinds)
        for kind, rule in other.kinds.items():
            mine = kinds.get(kind, rule)
            operator = min(mine.operator, rule.operator, key=_SAFEST_FIRST.index)
            kinds[kind] = KindRule(min(mine.threshold, rule.threshold), operator)
        detectors = tuple(dict.fromkeys(self.detectors + other.detectors))
        faces = [name for name in _KEENEST_FIRST if name in detectors]
        return Policy(
            detectors=tuple(
                name for name in detectors if name not in faces[1:]
            ),  # the keenest finds what the others find
            kinds=kinds,
            words=tuple(dict.fromkeys(self.words + other.words)),
            patterns=tuple(dict.fromkeys(self.patterns + other.patterns)),
            review=self.review or other.review,
            dicom=self.dicom.joined(other.dicom) if self.dicom and other.dicom else self.dicom or other.dicom,
        )

    @property
    def reads_text(self) -> bool:
        """Whether any of its detectors looks at what is written."""
        return any(name in TEXT_DETECTORS for name in self.detectors)

    @property
    def reads_pictures_of_patients(self) -> bool:
        """Whether any of its detectors looks for what is burnt into a medical picture."""
        return any(name in (DetectorName.BURNT_IN_TEXT, DetectorName.ALL_TEXT) for name in self.detectors)

    @property
    def given(self) -> GivenWords:
        """The words and patterns, compiled."""
        return GivenWords(self.words, self.patterns)

    @property
    def thresholds(self) -> dict[str, float]:
        """The least score of what is hidden, by kind."""
        return {kind: rule.threshold for kind, rule in self.kinds.items()}

    def wanted(self, found: Iterable[Region]) -> tuple[Region, ...]:
        """Return those of `found` that this policy hides, each with the operator of its kind."""
        return tuple(
            msgspec.structs.replace(one, operator=self.kinds[one.kind].operator)
            for one in found
            if one.kind in self.kinds and one.score >= self.kinds[one.kind].threshold
        )


@functools.lru_cache(maxsize=32)
def understood(policy: str) -> Policy:
    """Return the policy of that name, or the one that `policy` is the text of (TOML).

    Raises:
        RequestFailed: POLICY_UNKNOWN for a name that no file has, POLICY_INVALID for text that is no policy.
    """
    if _NAME.fullmatch(policy):
        path = resource_path("policies", f"{policy}.toml")
        if not path.is_file():
            raise RequestFailed(ErrorCode.POLICY_UNKNOWN)
        return _parsed(path.read_text("utf-8"))
    return _parsed(policy)


def _parsed(text: str) -> Policy:
    """Raises RequestFailed POLICY_INVALID. An empty text is no policy: nothing must be shown by mistake."""
    if not text.strip() or len(text) > MAX_CHARACTERS:
        raise RequestFailed(ErrorCode.POLICY_INVALID)
    try:
        policy = msgspec.convert(tomllib.loads(text), Policy)
        _ = policy.given
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, ValueError):
        raise RequestFailed(ErrorCode.POLICY_INVALID) from None
    return policy
