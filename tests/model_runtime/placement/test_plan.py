"""A network runs in full precision where that fits, on one card before several, in fewer bits before in the host's memory."""

from dataclasses import replace

import pytest
import torch
from torch import nn

from model_runtime.placement import needs
from model_runtime.placement.plan import Needs, Room, chosen_plan, plans

GIB = 1 << 30
NEEDS = Needs(full=16 * GIB, int8=9 * GIB, int4=6 * GIB, rows=GIB, working=GIB, block=GIB // 2, outside=2 * GIB)


def chosen(room: Room, *, spreads: bool = True) -> tuple[str, str] | None:
    """Return precision and place of the plan that is taken."""
    plan = chosen_plan(plans(NEEDS, room, spreads=spreads))
    return None if plan is None else (plan.precision, plan.place)


@pytest.mark.parametrize(
    ("cards", "host", "spreads", "expected"),
    [
        ((), 19, False, ("bf16", "host")),
        ((), 18, False, ("int4", "host")),
        ((), 9, False, ("int4", "host")),
        ((), 8, False, None),
        ((), 0, False, None),
        ((19,), 8, True, ("bf16", "card")),
        ((12,), 8, True, ("int4", "card")),
        ((12, 12), 8, True, ("bf16", "cards")),
        ((12, 12), 8, False, ("int4", "card")),
        ((8, 8, 8, 8), 8, True, ("bf16", "cards")),
        ((5, 5, 5, 5, 5, 5, 5, 5), 4, True, ("bf16", "cards")),
        ((4, 4, 4, 4, 4, 4, 4, 4), 4, True, None),
        ((8,), 64, True, ("bf16", "card_and_host")),
        ((8,), 64, False, None),
        ((3,), 64, True, None),
    ],
)
def test_the_first_way_that_fits_is_taken(
    cards: tuple[int, ...], host: int, spreads: bool, expected: tuple[str, str] | None
) -> None:
    """Memory in GiB; 0 of the host: the system does not say."""
    room = Room(tuple(card * GIB for card in cards), host * GIB)
    assert expected == chosen(room, spreads=spreads)


def test_eight_bits_are_taken_where_nothing_else_fits() -> None:
    """As with GLM-4V, whose eyes are as large as its language part."""
    needs = replace(NEEDS, int4=NEEDS.int8 + GIB)
    plan = chosen_plan(plans(needs, Room((), 12 * GIB)))
    assert plan is not None
    assert "int8" == plan.precision


def test_plans_go_from_the_best_to_the_smallest() -> None:
    """All of them are told, also those that do not fit."""
    room = Room((8 * GIB, 8 * GIB), 64 * GIB)
    found = [(plan.precision, plan.place) for plan in plans(NEEDS, room, spreads=True)]
    assert [
        ("bf16", "card"),
        ("bf16", "cards"),
        ("int8", "card"),
        ("int4", "card"),
        ("bf16", "card_and_host"),
    ] == found


class Experts(nn.Module):
    """A layer whose experts are one fused tensor, beside a plain matrix."""

    def __init__(self) -> None:
        super().__init__()
        self.gate_up_proj = nn.Parameter(torch.empty(8, 128, 64, device="meta"))
        self.router = nn.Linear(64, 8, bias=False, device="meta")


def test_fused_experts_stay_as_large_as_they_are() -> None:
    """They are no linear layer that could be in 4 bits, and so they are counted in full."""
    network = Experts()
    full = needs.weights_bytes(network, {})
    assert 2 * (8 * 128 * 64 + 8 * 64) == full
    assert full - 2 * 8 * 64 + 8 * 64 // 2 + 4 * 8 == needs.weights_bytes(network, {"router": "nf4"})


def test_what_shares_memory_is_counted_once() -> None:
    """A head that is tied to the words going in."""
    network = nn.ModuleDict({"head": nn.Linear(4, 10, bias=False), "words": nn.Embedding(10, 4)})
    assert 80 == needs.weights_bytes(network, {}, {"head.weight"})
