"""An airlock gets ready before a document comes, keeps nothing of what it tried, and need not look through it all again."""

import gc

import pytest

from model_runtime.airlock.handlers import Airlock
from model_runtime.protocol import messages
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.redaction import detectors
from model_runtime.redaction.detector import Detector
from model_runtime.redaction.entities.given_words import GivenWords
from model_runtime.redaction.policy import DetectorName, understood
from tests.helpers.documents import GivenChannel, pdf, text


def test_warming_up_runs_what_a_policy_needs_and_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of its detectors, and what reads; what was read on our own page is forgotten."""
    loaded: list[str] = []
    load = detectors.load

    def noted(name: DetectorName, given: GivenWords) -> Detector:
        loaded.append(name)
        return load(name, given)

    monkeypatch.setattr(detectors, "load", noted)
    assert Airlock().handle(messages.WarmUp(3, "faces+text"), GivenChannel(b"")) == messages.Done(3)
    assert set(loaded) == set(understood("faces+text").detectors)
    assert detectors.reading.cache_info().currsize == 1
    assert detectors.reading()._kept == []


def test_warming_up_is_cut_short_between_two_detectors() -> None:
    """By whoever no longer wants it."""
    channel = GivenChannel(b"", cancelled_after=0)
    with pytest.raises(RequestFailed) as caught:
        Airlock().handle(messages.WarmUp(3, "faces"), channel)
    assert caught.value.code is ErrorCode.CANCELLED


def test_what_is_loaded_once_is_not_looked_through_whenever_a_document_is_closed() -> None:
    """It is taken for lasting at the first moment without a document, once; what comes with a document never is."""
    gc.unfreeze()
    data = pdf(text(b"Name: Jane Roe"))
    airlock, channel = Airlock(), GivenChannel(data)
    airlock.handle(messages.OpenDocument(1, len(data)), channel)
    airlock.handle(messages.WarmUp(2, "off"), channel)
    assert gc.get_freeze_count() == 0
    airlock.handle(messages.CloseDocument(3), channel)
    lasting = gc.get_freeze_count()
    assert lasting > 1000
    kept = [[number] for number in range(1000)]
    airlock.handle(messages.WarmUp(4, "off"), channel)
    assert gc.get_freeze_count() <= lasting
    assert len(kept) == 1000
