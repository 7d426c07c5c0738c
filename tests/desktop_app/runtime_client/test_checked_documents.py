"""What a child says of a whole document, and of a model, has bounds that no page and no field has by itself."""

import math
import threading
from collections.abc import Callable, Iterator
from typing import cast

import msgspec
import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client import checked, checked_pages
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.client import Client
from model_runtime.protocol import limits, messages, payloads
from tests.helpers import lies


def _opened(kind: str, count: int, times_s: tuple[float, ...] = ()) -> messages.DocumentOpened:
    return messages.DocumentOpened(1, kind, payloads.PageLine(count, "pages", times_s))


def test_only_a_film_has_more_pages_than_one_request_can_name() -> None:
    """Each page may bring 40,000 places: a child that says 690,000 pages wants all memory."""
    most = limits.MAX_PAGES_AT_ONCE
    for honest in (_opened("pdf", most), _opened("dicom", most), _opened("webm", most + 1, (0.0,) * (most + 1))):
        assert honest is checked.opened(honest)
    for lie in (
        _opened("pdf", most + 1),
        _opened("pdf", most + 1, (0.0,) * (most + 1)),
        _opened("webm", most + 1),
        _opened("webm", 3, (0.0, 2.0, 1.0)),
    ):
        with pytest.raises(AppError, match="protocol_broken"):
            checked.opened(lie)


class _Telling:
    """A client of an airlock that tells of as many places on every page."""

    death = None
    told = 3

    def new_id(self) -> int:
        return 1

    def ask(self, request: messages.DetectRegions, *_: object) -> Iterator[messages.AnyEvent]:
        region = payloads.Region("FACE", 0.5, "rule", payloads.Box(0, 0, 9, 9))
        yield messages.RegionsDetected(
            1, request.number, payloads.Detection(payloads.Size(400, 200), (region,) * self.told, 1, (region,))
        )

    def trusted(self, check: Callable[..., object], *told: object) -> object:
        return check(*told)

    def broken(self) -> AppError:
        return AppError("protocol_broken")


def test_a_document_has_no_more_places_than_all_its_pages_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page may have as many as fit on it; of all pages they are counted as each was looked at last."""
    monkeypatch.setattr(limits, "MAX_DOCUMENT_REGIONS_BYTES", 10 * 258)
    client = _Telling()
    airlock = Airlock(cast("Client", client), threading.Event())
    for number in (1, 2, 1, 1, 2):
        assert 3 == len(airlock.detect(number, "faces").regions)
    client.told = 1
    airlock.detect(3, "faces")
    with pytest.raises(AppError, match="protocol_broken"):
        airlock.detect(4, "faces")


def test_a_model_wants_no_larger_square_than_can_be_sent() -> None:
    """An airlock that tried would die, and the document would be blamed."""
    assert lies.MODEL.square_px == 0
    side = math.isqrt(limits.MAX_SENT_PX)
    honest = msgspec.structs.replace(lies.MODEL, square_px=side)
    assert honest is checked.model(honest)
    with pytest.raises(AppError, match="protocol_broken"):
        checked.model(msgspec.structs.replace(lies.MODEL, square_px=side + 1))


def test_long_words_of_a_place_count_as_what_they_take() -> None:
    """Two words of 200 letters make a place twice as large as a place is: a count of places would not see it."""
    short = payloads.Region("F", 0.5, "m", payloads.Box(0, 0, 9, 9))
    long = msgspec.structs.replace(short, kind="K" * 200, origin="o" * 200)
    of_each = [
        checked_pages.kept_bytes(payloads.Detection(payloads.Size(9, 9), (one,), 1, (one,))) for one in (short, long)
    ]
    assert of_each[1] == of_each[0] + 2 * 398
