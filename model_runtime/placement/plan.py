"""Decide in which precision and where a network can run, by what it needs and what is there; before anything is loaded.

Full precision is tried first on one graphics card, then split over several by whole layers, then in fewer bits, and last with a
part in the host's memory, which every word has to wait for. Quantised layers stay on one card. Measures nothing: what is there
is handed in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from model_runtime.protocol import payloads

Precision: TypeAlias = Literal["fp32", "bf16", "int8", "int4"]

_IN_ONE_PLACE: tuple[Precision, ...] = ("bf16", "int8", "int4")

SPARE_BYTES = 1 << 30
"""On each device beside what was counted: the driver's own, libraries, what allocators leave unused."""


@dataclass(frozen=True)
class Needs:
    """What a network takes, in bytes.

    Attributes:
        full, int8, int4: its weights in each precision; `full` is bfloat16.
        rows: keys and values of one question with one page, and of its answer.
        working: the widest moment of a pass.
        block: the largest layer, which is never split.
        outside: what is in no layer, and so stays together: words in and out, the eyes.
    """

    full: int
    int8: int
    int4: int
    rows: int
    working: int
    block: int
    outside: int

    def weights(self, precision: Precision) -> int:
        """Return the bytes of its weights in a precision."""
        return {"fp32": 2 * self.full, "bf16": self.full, "int8": self.int8, "int4": self.int4}[precision]

    def total(self, precision: Precision) -> int:
        """Return all that a question takes in a precision; numbers on the way are twice as wide in fp32."""
        beside = self.rows + self.working
        return self.weights(precision) + (2 * beside if precision == "fp32" else beside)


@dataclass(frozen=True)
class Room:
    """Free memory: of each graphics card, and of the host (0: the system does not say)."""

    cards: tuple[int, ...]
    host: int


def plans(needs: Needs, room: Room, *, spreads: bool = False) -> tuple[payloads.Plan, ...]:
    """Return every way to run it, the best first. `spreads`: its layers can lie on several devices."""
    return tuple(_plans(needs, room, spreads=spreads))


def chosen_plan(found: Sequence[payloads.Plan]) -> payloads.Plan | None:
    """Return the way that loading takes by itself: the first that fits in full precision or in 4 bits; None: there is none.

    8 bits only where nothing else fits: eyes are small in 8 bits and not in 4, and some are larger than the rest.
    """
    fitting = [plan for plan in found if plan.fits]
    return next((plan for plan in fitting if plan.precision in ("bf16", "int4")), fitting[0] if fitting else None)


def _plans(needs: Needs, room: Room, *, spreads: bool) -> Iterator[payloads.Plan]:
    if not room.cards:
        for precision in _IN_ONE_PLACE:
            yield _plan(precision, "host", needs.total(precision), room.host)
        return
    largest = max(room.cards)
    yield _plan("bf16", "card", needs.total("bf16"), largest)
    if spreads and len(room.cards) > 1:
        yield _split(needs, room)
    for precision in _IN_ONE_PLACE[1:]:
        yield _plan(precision, "card", needs.total(precision), largest)
    if spreads:
        yield _with_host(needs, largest, room.host)


def _plan(precision: Precision, place: str, needed: int, there: int) -> payloads.Plan:
    return payloads.Plan(precision, place, needed, there, fits=needed + SPARE_BYTES <= there)


def _split(needs: Needs, room: Room) -> payloads.Plan:
    """Say whether whole layers go round over the cards; what is in no layer is on the first, and each computes."""
    there = sum(room.cards)
    beside = needs.working * (len(room.cards) - 1)
    needed = needs.total("bf16") + beside
    left = needs.full - needs.outside
    for number, free in enumerate(sorted(room.cards, reverse=True)):
        usable = free - SPARE_BYTES - needs.working - needs.rows - (needs.outside if number == 0 else 0)
        left -= max(0, usable // needs.block * needs.block) if needs.block else max(0, usable)
    is_room_for_rest = max(room.cards) >= SPARE_BYTES + needs.working + needs.rows + needs.outside
    return payloads.Plan("bf16", "cards", needed, there, fits=left <= 0 and is_room_for_rest)


def _with_host(needs: Needs, card: int, host: int) -> payloads.Plan:
    """Say whether layers that the card has no room for find it in the host's memory; one at a time comes to the card."""
    on_card = needs.rows + needs.working + needs.block + SPARE_BYTES
    needed, there = needs.total("bf16") + needs.block, card + host
    fits = on_card <= card and needs.full <= host + max(0, card - on_card) and needed + 2 * SPARE_BYTES <= there
    return payloads.Plan("bf16", "card_and_host", needed, there, fits=fits)
