"""Print what a decoded token, a picture and loading cost, beside the computation that routes row by row.

    python tests/benchmarks/cpu.py

Seconds on a developer's machine say little about a GPU; counts say the same everywhere: operations that reach torch's
dispatcher, operations that make the host wait for the device, gathers and scatters, FLOP. The networks have the true
depth (32 + 63 layers) and a tiny width, because the counts depend on depth alone. Memory is the most that a process
of its own had resident while it streamed a folder of weights. Measures no seconds.
"""

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))  # so that the file can be run by its path

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import FlopCounterMode

from model_runtime.cogvlm2.config import config_from_json
from model_runtime.cogvlm2.context import Context, Picture
from model_runtime.cogvlm2.network import CogVLM2Network
from model_runtime.inference.prefix_store import PrefixStore
from model_runtime.inference.sampling import Sampler, SamplingOptions
from tests.helpers.write_tiny_checkpoint import TINY_CONFIG, random_tensors
from tests.model_runtime.cogvlm2.routed import RoutedNetwork
from tests.model_runtime.weights.test_reading import STREAM_ALL, write_zeros

ROOT = Path(__file__).parents[2]

CONFIG: dict[str, Any] = TINY_CONFIG | {
    "num_hidden_layers": 32,
    "vision_config": TINY_CONFIG["vision_config"] | {"num_hidden_layers": 63},
}
WORDS = list(range(100, 120))
MAX_DISPATCHES_PER_TOKEN = 1600
TENSOR_BYTES = 32 << 20
MAX_RSS_GROWTH_BYTES = 64 << 20

SYNCS = frozenset({"aten::_local_scalar_dense", "aten::item", "aten::nonzero", "aten::is_nonzero", "aten::equal"})
"""Each makes the host wait for the device to finish."""

GATHERS = frozenset({"aten::index.Tensor", "aten::index_put_", "aten::index_put", "aten::nonzero"})
"""Each moves rows between experts; an index by mask also waits, because the device must count the rows first."""


class CountOperations(TorchDispatchMode):
    """Counts every operation that reaches the dispatcher, by name; an index by mask is a wait, too."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.names: Counter[str] = Counter()
        self.syncs = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Count and carry out."""
        name = func.name()
        self.names[name] += 1
        by_mask = name in GATHERS and any(_is_mask(part) for part in (args[1] if len(args) > 1 else ()))
        self.syncs += name in SYNCS or by_mask
        return func(*args, **(kwargs or {}))

    @property
    def dispatches(self) -> int:
        """All operations."""
        return sum(self.names.values())

    @property
    def gathers(self) -> int:
        """Operations that move rows by index."""
        return sum(self.names[name] for name in GATHERS)


def _is_mask(part: object) -> bool:
    return isinstance(part, Tensor) and part.dtype == torch.bool


@dataclass(frozen=True)
class Costs:
    """What one way of computing costs: a new picture, one token after it, FLOP of another question about it."""

    picture: CountOperations
    token: CountOperations
    second_question: int


def counted(work: Callable[[], Any]) -> CountOperations:
    """Count the operations of `work`; composite ones count as their parts."""
    counter = CountOperations()
    with torch.no_grad(), counter:
        work()
    return counter


def flop(work: Callable[[], Any]) -> int:
    """Count the floating-point operations of `work`."""
    with FlopCounterMode(display=False) as counter:
        work()
    return int(counter.get_total_flops())


def peak_rss_bytes(folder_bytes: int) -> int:
    """Stream a folder of so many bytes, tensor by tensor, in a process of its own; return the most it had resident."""
    with tempfile.TemporaryDirectory() as folder:
        weights = write_zeros(Path(folder) / "model", tensors=folder_bytes // TENSOR_BYTES, tensor_bytes=TENSOR_BYTES)
        command = [sys.executable, "-c", STREAM_ALL, str(weights)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return int(done.stdout.split()[1])


def main() -> int:
    """Print the counts; return 1 when one of them is over its limit."""
    torch.set_num_threads(1)
    weights = random_tensors(CONFIG, seed=0, dtype=torch.float32)
    with torch.device("meta"):
        network = CogVLM2Network(config_from_json(CONFIG))
    network.load_state_dict(weights, assign=True)
    network.prepare()
    routed = RoutedNetwork(network)
    pixels = torch.randn(1, 3, 56, 56, generator=torch.Generator().manual_seed(0))

    picture = Picture("picture", lambda: pixels)
    context = Context(network, 64, PrefixStore(0))
    context.prefill(None, WORDS[:1], _never)  # bos, once for all that follows
    sampler = Sampler(SamplingOptions())
    ours = Costs(
        picture=counted(lambda: context.prefill(picture, WORDS, _never)),
        token=counted(lambda: sampler.choose(context.step(torch.tensor([5])))),
        second_question=flop(lambda: context.prefill(picture, WORDS[:10], _never)),
    )
    theirs = Costs(
        picture=counted(lambda: routed.prefill(pixels, WORDS)),
        token=counted(lambda: routed.step(5)[-1:].argmax(-1)),
        second_question=flop(lambda: routed.prefill(pixels, WORDS[:10])),
    )
    _print_table(ours, theirs)
    small, large = peak_rss_bytes(128 << 20), peak_rss_bytes(8 << 30)
    print(f"peak RSS while streaming: {small >> 20} MB for a folder of 128 MB, {large >> 20} MB for one of 8 GB")
    held = (
        ours.token.dispatches <= MAX_DISPATCHES_PER_TOKEN
        and ours.token.syncs == 0
        and ours.picture.gathers == 0
        and large - small <= MAX_RSS_GROWTH_BYTES
    )
    print("all limits held" if held else "OVER A LIMIT")
    return 0 if held else 1


def _print_table(ours: Costs, theirs: Costs) -> None:
    rows = (
        ("dispatches, a decoded token", ours.token.dispatches, theirs.token.dispatches, MAX_DISPATCHES_PER_TOKEN),
        ("host syncs, a decoded token", ours.token.syncs, theirs.token.syncs, 0),
        ("dispatches, a picture and 20 words", ours.picture.dispatches, theirs.picture.dispatches, None),
        ("gathers and scatters, the same", ours.picture.gathers, theirs.picture.gathers, 0),
        ("host syncs, the same", ours.picture.syncs, theirs.picture.syncs, None),
        ("MFLOP, another question, 10 words", ours.second_question // 10**6, theirs.second_question // 10**6, None),
    )
    print(f"{'32 + 63 layers, tiny width, fp32':36}{'ours':>8}{'routed':>8}{'limit':>8}")
    for name, mine, other, limit in rows:
        print(f"{name:36}{mine:8}{other:8}{'' if limit is None else limit:>8}")


def _never() -> bool:
    return False


if __name__ == "__main__":
    sys.exit(main())
