"""The steps of `run.py`: each takes the card, raises when something does not hold, and returns what it measured.

A dry run takes the processor for the card and tiny networks for true ones.
"""

import contextlib
import gc
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from unittest import mock

import torch
from accelerate import cpu_offload
from torch import Tensor

from model_runtime.cogvlm2.config import CogVLM2Config, config_from_json
from model_runtime.cogvlm2.context import Context, Picture
from model_runtime.cogvlm2.network import CogVLM2Network
from model_runtime.engines import cogvlm2_choice
from model_runtime.engines.cogvlm2_check import empty_network
from model_runtime.engines.cogvlm2_engine import CogVLM2Engine
from model_runtime.engines.cogvlm2_loading import LoadOptions
from model_runtime.engines.engine import Engine, Question
from model_runtime.engines.filling import RECIPES
from model_runtime.engines.held_weights import FolderToLoad
from model_runtime.engines.precision import Precision
from model_runtime.engines.transformers_engine import TransformersEngine
from model_runtime.engines.transformers_families import loading
from model_runtime.engines.transformers_families.judging import open_weights
from model_runtime.engines.transformers_families.sizing import needs_of
from model_runtime.engines.transformers_families.table import FAMILIES
from model_runtime.inference.decoding import DecodingOptions, decode
from model_runtime.inference.prefix_store import PrefixStore
from model_runtime.inference.sampling import Sampler, SamplingOptions
from model_runtime.placement.plan import SPARE_BYTES, Room
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Answer, AnswerOptions
from model_runtime.quantization import conversion
from tests.helpers import shape_pictures
from tests.helpers.pages import page_of
from tests.helpers.tiny_families import folders
from tests.helpers.true_walks import COGVLM2
from tests.helpers.write_tiny_checkpoint import TINY_CONFIG

MINIATURE = Path(__file__).resolve().parents[1] / "data" / "miniature"
WORDS = 100
"""Of an answer that is timed."""

Measured: TypeAlias = dict[str, object]


@dataclass(frozen=True)
class Card:
    """What is measured; `is_true_size`: the 19B network itself, not a tiny one of its kind."""

    device: torch.device
    is_true_size: bool

    @property
    def is_cuda(self) -> bool:
        """Whether it is a card."""
        return self.device.type == "cuda"

    @property
    def name(self) -> str:
        """As its driver says."""
        return torch.cuda.get_device_name(self.device) if self.is_cuda else "processor (dry run)"

    def finish(self) -> None:
        """Wait until all that was asked for is done."""
        if self.is_cuda:
            torch.cuda.synchronize(self.device)


def ceilings(card: Card) -> Measured:
    """Measure what the card can do at best: a product of matrices, and copying."""
    side, copied = (8192, 1 << 30) if card.is_true_size else (256, 1 << 20)
    a = torch.randn(side, side, device=card.device, dtype=torch.bfloat16)
    block = torch.empty(copied, dtype=torch.uint8, device=card.device)
    product_s = _best_s(card, lambda: a @ a)
    copy_s = _best_s(card, block.clone)
    return {"tflops": 2 * side**3 / product_s / 1e12, "gb_per_s": 2 * copied / copy_s / 1e9}


IN_SANDBOX = """
import sys
from pathlib import Path
from model_runtime.sandbox.close import close_sandbox
from model_runtime.sandbox.profile import GPU_NODE, SandboxProfile
from model_runtime.sandbox.self_test import run_self_test
readable, scratch, device = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
profile = SandboxProfile("engine", scratch, None, (readable,), device == "cuda" and GPU_NODE.exists(), None, True)
layers = close_sandbox(profile)
assert all(check.held for check in run_self_test(profile, layers) if check.enforced), "an attempt got through"
import torch
from bitsandbytes import functional as bnb
from bitsandbytes.autograd._functions import matmul_4bit
assert device == "cpu" or torch.cuda.is_available(), "no card inside the sandbox"
a = torch.randn(64, 128, device=device, dtype=torch.bfloat16)
assert torch.isfinite(a @ a.T).all()
packed, state = bnb.quantize_4bit(torch.randn(64, 128, device=device, dtype=torch.bfloat16), quant_type="nf4")
assert torch.isfinite(matmul_4bit(a, packed.t(), state)).all()
print(torch.cuda.get_device_name() if device == "cuda" else "processor")
"""


def sandbox(card: Card) -> Measured:
    """Close the engine's sandbox in a process of its own; then initialise the card, run a kernel and a 4-bit product."""
    with tempfile.TemporaryDirectory() as scratch:
        line = [sys.executable, "-c", IN_SANDBOX, str(MINIATURE), scratch, card.device.type]
        environment = {"TMPDIR": scratch, "PATH": "", "PYTHONPATH": str(MINIATURE.parents[2])}
        ran = subprocess.run(line, capture_output=True, text=True, env=environment, timeout=180, check=False)
    if ran.returncode:
        raise AssertionError(ran.stderr[-250:])
    return {"inside": ran.stdout.strip()}


def families_say_what_the_processor_says(card: Card) -> Measured:
    """Ask a tiny folder of every family on both, in full 32 bits; margins are far above what kernels differ by."""
    different = []
    for family in sorted(FAMILIES) if card.is_true_size else ("llava", "gemma3"):
        folder = folders.tiny(family)
        ids = [_family_ids(FolderToLoad(folder, "fp32", device)) for device in (torch.device("cpu"), card.device)]
        if ids[0] != ids[1]:
            different.append(family)
    if different:
        raise AssertionError(f"other tokens: {', '.join(different)}")
    return {"families": len(FAMILIES) if card.is_true_size else 2}


def _family_ids(options: FolderToLoad) -> tuple[int, ...]:
    engine = TransformersEngine(options)
    engine.load(lambda *_: None, _never)
    engine.keep_page("page", folders.page("large"))
    return _asked(engine, "What is the total?", 8).token_ids


def miniature_says_what_the_processor_says(card: Card) -> Measured:
    """Ask the trained miniature in 32 bits, which must agree, and in 4, of which the share that agrees is told."""
    pictures = [shape_pictures.quiz(number) for number in range(2_000_000, 2_000_004)]
    exact = [_miniature_ids(pictures, "fp32", device) for device in (torch.device("cpu"), card.device)]
    if exact[0] != exact[1]:
        raise AssertionError("other tokens in 32 bits")
    small = [_miniature_ids(pictures, "int4", device) for device in (torch.device("cpu"), card.device)]
    same = sum(1 for one, other in zip(*small, strict=True) if one == other)
    return {"questions": len(exact[0]), "same_in_4_bits": same}


def _miniature_ids(quizzes: list[Any], precision: Precision, device: torch.device) -> list[tuple[int, ...]]:
    engine = CogVLM2Engine(LoadOptions(MINIATURE, precision, device))
    engine.load(lambda *_: None, _never)
    found = []
    for quiz in quizzes:
        image = shape_pictures.draw(quiz.items).convert("RGB")
        engine.keep_page("page", page_of(image.tobytes(), image.size))
        found += [_asked(engine, question, 4).token_ids for question, _ in quiz.questions[:2]]
    return found


def true_network_in_full(card: Card) -> Measured:
    """Fill the 19B network with random numbers in bfloat16 and time a picture and an answer."""
    return _timed(card, "bf16")


def true_network_in_4_bits(card: Card) -> Measured:
    """The same in 4 bits."""
    return _timed(card, "int4")


def _timed(card: Card, precision: Precision) -> Measured:
    config = COGVLM2 if card.is_true_size else config_from_json(TINY_CONFIG)
    needs = cogvlm2_choice.needs_of(config)
    if card.is_cuda:
        torch.cuda.reset_peak_memory_stats(card.device)
    network = _filled(config, precision, card)
    context = Context(network, min(cogvlm2_choice.MAX_ROWS, config.max_position_embeddings), PrefixStore(0))
    side = config.vision.image_size
    picture = Picture("page", lambda: torch.rand(1, 3, side, side))
    words = WORDS if card.is_true_size else 5
    card.finish()
    started = time.perf_counter()
    prefilled = context.prefill(picture, list(range(30)), _never)
    tokens = decode(
        prefilled.logits,
        context.step,
        Sampler(SamplingOptions()).choose,
        DecodingOptions(words, frozenset(), queue_ahead=card.is_cuda),
        _never,
    )
    next(tokens)
    first_s = time.perf_counter() - started
    count = sum(1 for _ in tokens)
    card.finish()
    rest_s = time.perf_counter() - started - first_s
    measured: Measured = {
        "first_token_s": first_s,
        "tokens_per_s": count / rest_s,
        "said_gib": needs.total(precision) / 2**30,
    }
    if card.is_cuda:
        peak = torch.cuda.max_memory_allocated(card.device)
        measured["peak_gib"] = peak / 2**30
        if not 0.9 < needs.total(precision) / peak < 1.1:
            raise AssertionError(f"peak of {peak / 2**30:.2f} GiB, said were {needs.total(precision) / 2**30:.2f}")
    return measured


def _filled(config: CogVLM2Config, precision: Precision, card: Card) -> CogVLM2Network:
    """Return a network of random numbers that stay small on their way through all layers."""
    network = empty_network(config)
    names = {name: tuple(tensor.shape) for name, tensor in network.state_dict().items()}
    treatments = conversion.linear_treatments(network, RECIPES[precision])
    conversion.install(network, treatments)
    for name, shape in names.items():
        for part, value in conversion.quantized(name, _random(name, shape, card), treatments):
            conversion.place(network, part, value)
    network.prepare()
    return network


def _random(name: str, shape: tuple[int, ...], card: Card) -> Tensor:
    if name.endswith("inv_freq"):
        return torch.logspace(0, -5, shape[0], device=card.device, dtype=torch.bfloat16)
    if len(shape) == 1:
        return torch.full(
            shape, float("norm" in name and name.endswith("weight")), device=card.device, dtype=torch.bfloat16
        )
    return torch.randn(shape, device=card.device, dtype=torch.bfloat16).mul_(shape[-1] ** -0.5)


def layers_that_wait_in_the_host_say_the_same(card: Card) -> Measured:
    """Load a tiny network as if the card had room for half of it; a processor lends its layers to itself."""
    folder = folders.tiny("llava")
    options = FolderToLoad(folder, "bf16", card.device)
    needs = needs_of(open_weights(folder))
    beside = SPARE_BYTES + needs.rows + needs.working + needs.block
    said: list[tuple[int, ...]] = []
    placed: set[str] = set()
    for room in (None, Room((beside + needs.full // 2,), 64 << 30)):
        engine = TransformersEngine(options)
        with (
            contextlib.nullcontext()
            if room is None
            else mock.patch.object(loading, "room_here", lambda room=room: room)
        ):
            engine.load(lambda *_: None, _never)
        network = engine._model.network  # type: ignore[union-attr]  # it is loaded
        if room is not None and not card.is_cuda:
            cpu_offload(network.get_submodule("model.language_model"), execution_device=card.device)
        placed = {weight.device.type for weight in network.parameters()}
        engine.keep_page("page", folders.page("large"))
        said.append(_asked(engine, "What is the total?", 8).token_ids)
    if said[0] != said[1] or "meta" not in placed:  # accelerate leaves nothing of a layer that waits
        raise AssertionError(f"other tokens, or no layer waits: {sorted(placed)}")
    return {"tokens": len(said[0])}


def out_of_memory_is_survived(card: Card) -> Measured:
    """Take what is free, ask, which fails as an ordinary error; give it back, and the same engine answers."""
    engine = TransformersEngine(FolderToLoad(folders.tiny("llava"), "bf16", card.device))
    engine.load(lambda *_: None, _never)
    engine.keep_page("page", folders.page("large"))
    with _no_memory_left(card):
        try:
            _asked(engine, "What is the total?", 4)
        except RequestFailed as error:
            if error.code is not ErrorCode.OUT_OF_MEMORY:
                raise
        else:
            raise AssertionError("it answered without memory")
    return {"tokens_after": len(_asked(engine, "What is the total?", 4).token_ids)}


@contextlib.contextmanager
def _no_memory_left(card: Card) -> Iterator[None]:
    """Leave nothing free on the card; a processor says that there is nothing at its first product."""
    if not card.is_cuda:
        with _failing_products():
            yield
        return
    gc.collect()
    torch.cuda.empty_cache()
    taken = []
    for size in (1 << 30, 1 << 24, 1 << 20, 1 << 12):
        with contextlib.suppress(torch.OutOfMemoryError):
            while True:
                taken.append(torch.empty(size, dtype=torch.uint8, device=card.device))
    try:
        yield
    finally:
        taken.clear()
        torch.cuda.empty_cache()


@contextlib.contextmanager
def _failing_products() -> Iterator[None]:
    plain = torch.nn.functional.linear

    def fail(*_arguments: object, **_options: object) -> Tensor:
        raise torch.OutOfMemoryError

    torch.nn.functional.linear = fail
    try:
        yield
    finally:
        torch.nn.functional.linear = plain


def _asked(engine: Engine, question: str, tokens: int) -> Answer:
    parts = list(engine.answer(Question(question, ("page",), AnswerOptions(max_tokens=tokens, token_ids=True)), _never))
    answer = parts[-1]
    if not isinstance(answer, Answer):
        raise TypeError(answer)
    return answer


def _best_s(card: Card, work: Callable[[], object]) -> float:
    """Return the shortest time of several."""
    found = []
    for _ in range(5):
        card.finish()
        started = time.perf_counter()
        work()
        card.finish()
        found.append(time.perf_counter() - started)
    return min(found)


def _never() -> bool:
    return False


ALL: tuple[Callable[[Card], Measured], ...] = (
    ceilings,
    sandbox,
    families_say_what_the_processor_says,
    miniature_says_what_the_processor_says,
    layers_that_wait_in_the_host_say_the_same,
    true_network_in_full,
    true_network_in_4_bits,
    out_of_memory_is_survived,
)
"""In the order in which they run."""
