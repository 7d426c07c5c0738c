"""Put a checkpoint's tensors into a network of ours, quantised on the way, or from the cache of an earlier time.

Does not know the network: it works by names. Does not decide what is quantised.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from torch import Tensor, nn

from model_runtime.quantization import loading, recipe
from model_runtime.quantization.cache_file import CacheDamagedError, CacheKey, open_cache, write_cache
from model_runtime.quantization.recipe import Block
from model_runtime.weights.reading import TensorReader

RECIPES = {"fp32": recipe.FULL, "bf16": recipe.FULL, "int8": recipe.INT8, "int4": recipe.INT4}

_Blocks: TypeAlias = Iterable[tuple[Block, Mapping[str, Tensor]]]


@dataclass(frozen=True)
class Source:
    """What a network is filled from, and how.

    Attributes:
        digest: of the files that are wanted; `stamp`: of those that lie there.
        recipe: what is quantised, by name.
    """

    digest: str
    stamp: str
    recipe: str


class Filling:
    """Puts tensors into a network, from its cache where there is one."""

    def __init__(
        self,
        network: nn.Module,
        expected: Mapping[str, tuple[int, ...]],
        conversion: loading.Conversion,
        reader: TensorReader,
    ) -> None:
        self._network = network
        self._expected = expected
        self._conversion = conversion
        self._reader = reader

    def fill(self, cache_file: Path | None, source: Source) -> None:
        """Fill the network; a cache that is missing, stale or damaged is made anew from the checkpoint.

        Stale is also one whose checkpoint has been touched since: then every byte of that is read and compared again.
        """
        path = cache_file if self._conversion.treatments else None
        if path is None:
            self._place(self._converted())
            return
        dtype = str(self._conversion.dtype).removeprefix("torch.")
        key = CacheKey(source.digest, source.stamp, source.recipe, dtype)
        if self._fill_from_cache(path, key):
            return
        try:
            write_cache(path, key, self._placed(self._converted()))
        except OSError:  # no room, or not writable: the cache saves time and nothing else
            self._place(self._converted())

    def _fill_from_cache(self, path: Path, key: CacheKey) -> bool:
        cache = open_cache(path, key)
        if cache is None:
            return False
        with cache:
            try:
                self._place((block, cache.read(block)) for block in cache.blocks)
            except CacheDamagedError:
                return False
        return True

    def _converted(self) -> _Blocks:
        return loading.converted_blocks(self._expected, self._reader.read, self._conversion)

    def _place(self, blocks: _Blocks) -> None:
        loading.fill(self._network, blocks, self._conversion.device)

    def _placed(self, blocks: _Blocks) -> Iterator[tuple[Block, Mapping[str, Tensor]]]:
        """Place each block and hand it on to be written, so that quantising and keeping are one pass."""
        for block, tensors in blocks:
            self._place([(block, tensors)])
            yield block, tensors
