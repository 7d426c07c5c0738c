"""Every network of the catalogue, at true size and without its weights: nothing waits, nothing is misplaced, and it takes what
`models fit` says.
"""

from collections.abc import Callable

import pytest
import torch

from model_runtime.engines.transformers_families.table import FAMILIES
from tests.helpers.true_sizes import TRUE_SIZES
from tests.helpers.true_walks import Walked, walk_cogvlm2, walk_family, walk_glm4v
from tests.helpers.walking import HostWaitsError, Walk, WrongDeviceError

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
"""numpy about torch's tensors, inside transformers."""


def check(walked: Walked) -> None:
    """Compare what was counted with what was said: loaded, in the prefill, and while decoding."""
    needs, phases = walked.needs, walked.phases
    assert needs.full == pytest.approx(walked.weights, rel=0.05)
    said = needs.total("bf16") - walked.answer_bytes
    assert said == pytest.approx(walked.weights + phases["prefill"].peak_bytes, rel=0.05)
    said = needs.full + needs.rows - walked.answer_bytes
    assert said == pytest.approx(walked.weights + phases["decode"].peak_bytes, rel=0.05)
    assert max(needs.int4, needs.int8) < needs.full  # large eyes are small in 8 bits and not in 4
    assert 0 == phases["decode"].waits
    assert phases["decode"].work_flop < phases["prefill"].work_flop


def test_every_family_has_a_true_size() -> None:
    """What cannot be walked is not offered."""
    assert set(FAMILIES) == set(TRUE_SIZES)


@pytest.mark.parametrize("name", sorted(TRUE_SIZES))
def test_a_family_takes_what_is_said_and_never_waits(name: str) -> None:
    """A page, another question about it, which costs its new words where the family can keep a page, then three tokens."""
    walked = walk_family(name)
    check(walked)
    again, first = walked.phases["again"].work_flop, walked.phases["prefill"].work_flop
    assert again < first / 20 if FAMILIES[name].reuse == "prefix" else again > first / 2
    if TRUE_SIZES[name].millions:
        assert TRUE_SIZES[name].millions == pytest.approx(walked.parameters / 1e6, rel=0.01)


@pytest.mark.parametrize(("walk", "millions"), [(walk_cogvlm2, 19503), (walk_glm4v, 13906)])
def test_a_network_of_ours_takes_what_is_said_and_never_waits(walk: Callable[[], Walked], millions: int) -> None:
    """The rows of a whole context are taken when it is loaded."""
    walked = walk()
    check(walked)
    assert millions == pytest.approx(walked.parameters / 1e6, rel=0.001)


def test_a_walk_sees_a_tensor_of_the_host() -> None:
    """One that was made without saying where."""
    walk = Walk(torch.nn.Linear(2, 2, device="meta"))
    with walk.phase("decode"):
        rows = torch.ones(3, 4, device="meta")
        with pytest.raises(WrongDeviceError):
            rows + torch.arange(4)


def test_a_walk_sees_the_host_wait() -> None:
    """For a number that a weight decides, always; for one that is known, while decoding."""
    layer = torch.nn.Linear(2, 2, device="meta")
    walk = Walk(layer)
    with walk.phase("prefill"):
        assert 6 == int(torch.arange(4, device="meta").sum())
        with pytest.raises(HostWaitsError):
            bool((layer(torch.ones(1, 2, device="meta")) > 0).any())
    assert 1 == walk.phases["prefill"].waits
    with walk.phase("decode", may_wait=False), pytest.raises(HostWaitsError):
        torch.arange(4, device="meta").tolist()


def test_a_walk_counts_what_lives() -> None:
    """And forgets what is gone; a view takes nothing."""
    walk = Walk(torch.nn.Linear(2, 2, device="meta"))
    with walk.phase("prefill") as phase:
        kept = torch.empty(1000, device="meta")
        gone = torch.empty(500, device="meta")
        view = kept.view(10, 100)
        del gone
    assert (6000, 4000) == (phase.peak_bytes, phase.end_bytes)
    del kept
    with walk.phase("decode") as phase:
        pass
    assert 4000 == phase.end_bytes
    del view
