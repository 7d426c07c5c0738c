"""Load a folder of CogVLM2 weights into a network that is ready to answer.

Joins what knows nothing of each other: the checkpoint (files), the network (shapes) and quantisation. Does not answer
(`cogvlm2_engine.py`) and does not decide precision or device.
"""

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

import torch
from torch import Tensor

from model_runtime.cogvlm2.config import CogVLM2Config, ConfigError, config_from_json
from model_runtime.cogvlm2.network import CogVLM2Network
from model_runtime.cogvlm2.rotary import RopePrecision
from model_runtime.engines.engine import IsCancelled, OnProgress
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.quantization import loading, recipe
from model_runtime.quantization.bnb_dump import check_dump, install_packed, packed_linears
from model_runtime.quantization.cache_file import CacheDamagedError, CacheKey, open_cache, write_cache
from model_runtime.quantization.conversion import install, linear_treatments
from model_runtime.quantization.recipe import Block
from model_runtime.weights.checkpoint import CONFIG_FILE, Checkpoint, check_tensors, open_checkpoint
from model_runtime.weights.manifest import measure
from model_runtime.weights.reading import TensorReader
from model_runtime.weights.tokenizer import TOKENIZER_FILE, Tokenizer

Precision: TypeAlias = Literal["fp32", "bf16", "int8", "int4"]

RECIPES = {"fp32": recipe.FULL, "bf16": recipe.FULL, "int8": recipe.INT8, "int4": recipe.INT4}

_Blocks: TypeAlias = Iterable[tuple[Block, Mapping[str, Tensor]]]


@dataclass(frozen=True)
class LoadOptions:
    """What to load and how.

    Attributes:
        digest: of the folder's manifest, where it is known from the import; empty: measured, which reads all files.
        cache_file: where the quantised network is kept for the next time; None: it is not.
        rope: `reference` computes rotations as published, rounding included; `fp32` exactly.
    """

    folder: Path
    precision: Precision
    device: torch.device
    digest: str = ""
    cache_file: Path | None = None
    rope: RopePrecision = "reference"


@dataclass(frozen=True)
class LoadedModel:
    """A network that is ready, and what belongs to it. `precision` is what the text path is in: a dump decides itself."""

    network: CogVLM2Network
    tokenizer: Tokenizer
    tokenizer_json: str
    digest: str
    precision: Precision


def load_model(options: LoadOptions, on_progress: OnProgress, is_cancelled: IsCancelled) -> LoadedModel:
    """Check a folder and load it. Raises RequestFailed with the code of the first fault."""
    checkpoint = open_checkpoint(options.folder)
    config = _config(checkpoint)
    tokenizer = Tokenizer(options.folder)
    if tokenizer.vocab_size > config.vocab_size:
        raise RequestFailed(ErrorCode.MODEL_TOKENIZER_INVALID, limit=config.vocab_size)
    with torch.device("meta"):
        network = CogVLM2Network(config)
    expected = _expected_tensors(network)
    shapes = {name: stored.entry.shape for name, stored in checkpoint.tensors.items()}
    packed = packed_linears(shapes)
    if packed:
        check_dump(shapes, expected, packed)
        install_packed(network, packed)
    else:
        check_tensors(checkpoint, expected)
    precision: Precision = "int4" if packed else options.precision
    to_hash = 0 if options.digest else sum(path.stat().st_size for path in _named_files(checkpoint))
    total = to_hash + checkpoint.total_bytes
    digest = options.digest or _measured(checkpoint, lambda done, _: on_progress(done, total), is_cancelled)
    conversion = loading.Conversion(
        dtype=torch.float32 if options.precision == "fp32" else torch.bfloat16,
        device=options.device,
        treatments=linear_treatments(network, RECIPES[precision]) if not packed else {},
        packed=packed,
    )
    install(network, conversion.treatments)
    with TensorReader(checkpoint, lambda done, _: on_progress(to_hash + done, total), is_cancelled) as reader:
        _Filling(network, expected, conversion, reader).fill(options, digest)
    network.prepare(options.rope)
    tokenizer_json = (options.folder / TOKENIZER_FILE).read_text(encoding="utf-8")
    return LoadedModel(network, tokenizer, tokenizer_json, digest, precision)


class _Filling:
    """Puts tensors into a network, from its cache where there is one."""

    def __init__(
        self,
        network: CogVLM2Network,
        expected: Mapping[str, tuple[int, ...]],
        conversion: loading.Conversion,
        reader: TensorReader,
    ) -> None:
        self._network = network
        self._expected = expected
        self._conversion = conversion
        self._reader = reader

    def fill(self, options: LoadOptions, digest: str) -> None:
        """Fill the network; a cache that is missing, stale or damaged is made anew from the checkpoint."""
        if options.cache_file is None or not self._conversion.treatments:
            return self._place(self._converted())
        dtype = str(self._conversion.dtype).removeprefix("torch.")
        key = CacheKey(digest, RECIPES[options.precision].name, dtype)
        if self._fill_from_cache(options.cache_file, key):
            return None
        try:
            return write_cache(options.cache_file, key, self._placed(self._converted()))
        except OSError:  # no room, or not writable: the cache saves time and nothing else
            return self._place(self._converted())

    def _fill_from_cache(self, path: Path, key: CacheKey) -> bool:
        cache = open_cache(path, key)
        if cache is None:
            return False
        with cache, contextlib.suppress(CacheDamagedError):
            self._place((block, cache.read(block)) for block in cache.blocks)
            return True
        return False

    def _converted(self) -> _Blocks:
        return loading.converted_blocks(self._expected, self._reader.read, self._conversion)

    def _place(self, blocks: _Blocks) -> None:
        loading.fill(self._network, blocks, self._conversion.device)

    def _placed(self, blocks: _Blocks) -> Iterator[tuple[Block, Mapping[str, Tensor]]]:
        """Place each block and hand it on to be written, so that quantising and keeping are one pass."""
        for block, tensors in blocks:
            self._place([(block, tensors)])
            yield block, tensors


def _config(checkpoint: Checkpoint) -> CogVLM2Config:
    try:
        return config_from_json(checkpoint.config)
    except ConfigError as error:
        raise RequestFailed(ErrorCode.MODEL_CONFIG_INVALID) from error


def _expected_tensors(network: CogVLM2Network) -> dict[str, tuple[int, ...]]:
    return {name: tuple(tensor.shape) for name, tensor in network.state_dict().items()}


def _measured(checkpoint: Checkpoint, on_progress: OnProgress, is_cancelled: IsCancelled) -> str:
    names = tuple(path.name for path in _named_files(checkpoint))
    return measure(checkpoint.folder, names, on_progress, is_cancelled).digest


def _named_files(checkpoint: Checkpoint) -> list[Path]:
    """All that answers depend on: weights, sizes, words."""
    return [*checkpoint.files, checkpoint.folder / CONFIG_FILE, checkpoint.folder / TOKENIZER_FILE]
