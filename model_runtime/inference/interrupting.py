"""Break off a pass through a network between two of its layers. Knows neither the network nor why it should stop."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from torch import nn


class PassCancelledError(Exception):
    """The work was no longer wanted."""


@contextmanager
def interruptible(layers: Iterable[nn.Module], is_cancelled: Callable[[], bool]) -> Iterator[None]:
    """Ask before each layer whether the work is still wanted: on a CPU a picture takes minutes, a layer seconds.

    Raises PassCancelledError out of the pass; what the layers before wrote somewhere is there.
    """

    def check(_layer: nn.Module, _inputs: object) -> None:
        if is_cancelled():
            raise PassCancelledError

    hooks = [layer.register_forward_pre_hook(check) for layer in layers]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()
