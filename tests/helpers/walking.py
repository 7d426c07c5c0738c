"""Walk through a network of true size without its weights: every operation is carried out for its shapes alone.

Tensors lie on the device `meta`. Whole numbers keep their values beside, so that the places of pictures can be found; numbers
with a point have none. What is counted: bytes that live, work, and every time that the host would have to wait for the
device. Attention is taken as the fused kernel that a GPU runs, which keeps no scores. Knows no family.
"""

import contextlib
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_iter, tree_map
from torch.utils.flop_counter import flop_registry

MAX_VALUES = 1 << 24
"""Numbers of a tensor whose values are kept, where they follow from a question and not from weights."""

MAX_MADE = 1 << 16
"""Numbers with a point that are made anew: tables of frequencies, not memory to be filled later."""

_aten = torch.ops.aten
_READS = {_aten._local_scalar_dense.default, _aten.equal.default, _aten.is_nonzero.default}
_COPIES = {_aten._to_copy.default, _aten.copy_.default, _aten.lift_fresh.default, _aten._pin_memory.default}


class WrongDeviceError(AssertionError):
    """A tensor of the host met one of the device."""


class HostWaitsError(AssertionError):
    """The host would have to wait for a number from the device, where it must not."""


class Walked(Tensor):
    """A tensor of the device: `meta` has its shape, `value` its numbers where they are known."""

    meta: Tensor
    value: Tensor | None

    def __new__(cls, meta: Tensor, value: Tensor | None) -> Self:
        """Look to torch like a tensor of the shape of `meta`."""
        made = Tensor._make_wrapper_subclass(
            cls,
            meta.shape,
            strides=meta.stride(),
            storage_offset=meta.storage_offset(),
            dtype=meta.dtype,
            device=meta.device,
        )
        made.meta, made.value = meta, value
        return made

    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:  # type: ignore[override]
        """Refuse: outside of a walk there is nothing to compute."""
        raise RuntimeError("not walking")


@dataclass
class Phase:
    """What was counted in one part of a walk; bytes are those of all that lives beside the weights."""

    peak_bytes: int = 0
    end_bytes: int = 0
    work_flop: int = 0
    waits: int = 0


class Walk(TorchDispatchMode):
    """Carries out what happens in its `with` block. `phases` are counted by name; weights are not counted."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._weights = {weight.untyped_storage()._cdata for weight in network.parameters()}
        self.phases: dict[str, Phase] = {}
        self._alive: dict[int, int] = {}  # storage -> tensors that share it
        self._bytes: dict[int, int] = {}
        self._live_bytes = 0
        self._phase = Phase()
        self._may_wait = True

    @contextlib.contextmanager
    def phase(self, name: str, *, may_wait: bool = True) -> Iterator[Phase]:
        """Count what follows under a name; unless it `may_wait`, reading a number from the device is an error."""
        self._phase = self.phases[name] = Phase(peak_bytes=self._live_bytes)
        self._may_wait = may_wait
        with _Functions(self), self:
            yield self._phase
        self._phase.end_bytes = self._live_bytes

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Carry out one operation for its shapes, and for its values where all of them are known."""
        kwargs = kwargs or {}
        tensors = [one for one in tree_iter((args, kwargs)) if isinstance(one, Tensor)]
        goes_there = torch.device(kwargs.get("device") or "cpu").type == "meta"
        on_device = [one for one in tensors if one.device.type == "meta"]
        if not on_device and not goes_there:
            return func(*args, **kwargs)
        args, kwargs = _with_indices_there(func, args, kwargs)
        tensors = [one for one in tree_iter((args, kwargs)) if isinstance(one, Tensor)]
        if on_device and func not in _COPIES and any(one.device.type != "meta" and one.dim() for one in tensors):
            raise WrongDeviceError(str(func))
        if func in _READS:
            return self._read(func, args, kwargs)
        leaves_device = "device" in kwargs and kwargs["device"] is not None and not goes_there
        if leaves_device:  # a copy to the host
            self.wait(func)
            return func(*tree_map(_known, args), **kwargs)
        value = _computed(func, args, kwargs)
        out = _shapes(func, args, kwargs, value)
        if func._overloadpacket in flop_registry:
            shapes = tree_map(_meta, args)
            counted = flop_registry[func._overloadpacket](*shapes, **tree_map(_meta, kwargs), out_val=out)
            self.work(counted)
        return self._wrapped(func, args, out, value)

    def _wrapped(self, func: Any, args: Any, out: Any, value: Any) -> Any:
        if func._schema.is_mutable and isinstance(args[0], Walked):
            args[0].value = value if isinstance(value, Tensor) and args[0].value is not None else None
            return args[0]
        if isinstance(out, Tensor):
            return self._tracked(Walked(out, _kept(value)))
        if isinstance(out, list | tuple):
            values = value if isinstance(value, list | tuple) else [None] * len(out)
            made = [
                self._tracked(Walked(one, _kept(number))) if isinstance(one, Tensor) else one
                for one, number in zip(out, values, strict=True)
            ]
            return type(out)(made)
        return out

    def _tracked(self, tensor: Walked) -> Walked:
        storage = tensor.meta.untyped_storage()
        key = storage._cdata
        if key in self._weights:  # a view of a matrix
            return tensor
        if not self._alive.get(key):
            self._bytes[key] = storage.nbytes()
            self._live_bytes += storage.nbytes()
            self._phase.peak_bytes = max(self._phase.peak_bytes, self._live_bytes)
        self._alive[key] = self._alive.get(key, 0) + 1
        weakref.finalize(tensor, self._gone, key)
        return tensor

    def _gone(self, key: int) -> None:
        self._alive[key] -= 1
        if not self._alive[key]:
            self._live_bytes -= self._bytes[key]

    def _read(self, func: Any, args: Any, kwargs: Any) -> Any:
        known = tree_map(_known, args)
        self.wait(func)
        return func(*known, **kwargs)

    def work(self, flop: int) -> None:
        """Count additions and multiplications."""
        self._phase.work_flop += flop

    def wait(self, func: Any) -> None:
        """Count that the host waits for a number. Raises HostWaitsError where it must not."""
        if not self._may_wait:
            raise HostWaitsError(str(func))
        self._phase.waits += 1


class _Functions(TorchFunctionMode):
    """Takes attention as one kernel whose rows lie as its caller wants them, and lists of numbers from where they are known."""

    def __init__(self, walk: Walk) -> None:
        super().__init__()
        self._walk = walk

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func is torch.nn.functional.scaled_dot_product_attention and args[0].device.type == "meta":
            query, keys, values = args[:3]
            batch, heads, rows, size = query.shape
            _check_attention(query, keys, values)
            self._walk.work(2 * batch * heads * rows * keys.shape[2] * (size + values.shape[-1]))
            return query.new_empty(batch, rows, heads, values.shape[-1]).transpose(1, 2)  # as the kernel for fp32 does
        if func is Tensor.tolist and isinstance(args[0], Walked):
            self._walk.wait(func)
            return _known(args[0]).tolist()
        if func is torch.tensor and torch.device((kwargs or {}).get("device") or "cpu").type == "meta":
            return torch.tensor(*tree_map(_known, args), **{**kwargs, "device": "cpu"}).to("meta")
        return func(*args, **(kwargs or {}))


def _check_attention(query: Tensor, keys: Tensor, values: Tensor) -> None:
    """Check that what a kernel takes fits together: heads in whole groups, rows of keys and values alike."""
    if query.shape[1] % keys.shape[1] or keys.shape[:3] != values.shape[:3] or query.shape[-1] != keys.shape[-1]:
        raise AssertionError("attention of shapes that do not go together")


def _meta(one: Any) -> Any:
    return one.meta if isinstance(one, Walked) else one


def _known(one: Any) -> Any:
    """Return the numbers of a tensor. Raises HostWaitsError where they would depend on weights."""
    if not isinstance(one, Tensor) or one.device.type != "meta":
        return one
    if not isinstance(one, Walked) or one.value is None:
        raise HostWaitsError("a number that depends on the weights is wanted by the host")
    return one.value


def _kept(value: Any) -> Tensor | None:
    if not isinstance(value, Tensor):
        return None
    return value if value.numel() <= MAX_VALUES else None


def _computed(func: Any, args: Any, kwargs: Any) -> Any:
    """Return the result's numbers, or None where one of the arguments' is not known."""
    tensors = [one for one in tree_iter((args, kwargs)) if isinstance(one, Tensor)]
    if any(one.device.type == "meta" and (not isinstance(one, Walked) or one.value is None) for one in tensors):
        return None
    if func in {_aten.empty.memory_format, _aten.empty_strided.default, _aten.empty_like.default} or _is_large(
        kwargs, args
    ):
        return None
    on_host = {name: torch.device("cpu") if name == "device" else tree_map(_known, one) for name, one in kwargs.items()}
    return func(*tree_map(_known, args), **on_host)


def _is_large(kwargs: Any, args: Any) -> bool:
    """Tell whether a new tensor is made that is large and of no interest."""
    sizes = args[0] if args and isinstance(args[0], list | tuple) else ()
    if not sizes or not all(isinstance(size, int) for size in sizes):
        return False
    dtype = kwargs.get("dtype") or torch.get_default_dtype()
    return torch.Size(sizes).numel() > (MAX_MADE if dtype.is_floating_point else MAX_VALUES)


def _shapes(func: Any, args: Any, kwargs: Any, value: Any) -> Any:
    try:
        return func(*tree_map(_meta, args), **tree_map(_meta, kwargs))
    except (NotImplementedError, RuntimeError):
        if value is None:
            raise
        return tree_map(
            lambda one: one.to("meta") if isinstance(one, Tensor) else one, value
        )  # sizes that depend on numbers


def _with_indices_there(func: Any, args: Any, kwargs: Any) -> tuple[Any, Any]:
    """Put indices on the device, which a GPU does by itself; masks that choose rows become the rows' numbers, which have a count."""
    if func not in {_aten.index.Tensor, _aten.index_put_.default, _aten.index_put.default}:
        return args, kwargs
    there: list[Any] = []
    for one in args[1]:
        if isinstance(one, Tensor) and one.dtype is torch.bool:
            places = torch.nonzero(_known(one), as_tuple=True)
            there += [Walked(place.to("meta"), place) for place in places]
        elif isinstance(one, Tensor) and one.device.type != "meta":
            there.append(Walked(one.to("meta"), one))
        else:
            there.append(one)
    return (args[0], there, *args[2:]), kwargs
