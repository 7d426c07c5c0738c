"""Read tensors of a checkpoint one at a time, with progress, cancel and bounded memory.

Each byte is checked against the model's manifest as it is read, where there is one (`model_folder.py`).
Bytes go through one staging buffer into a destination of any dtype on any device, so the host never holds more than
that buffer beside what the caller keeps. Files are read, not mapped: a mapping counts as this process's memory and can
end it when a file shrinks underneath. Does not decide where tensors go.
"""

from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self, TypeAlias

import torch
from torch import Tensor

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.checkpoint import Checkpoint, StoredTensor
from model_runtime.weights.model_folder import OpenFile

IsCancelled: TypeAlias = Callable[[], bool]
OnProgress: TypeAlias = Callable[[int, int], None]
"""Called with (done, total) bytes."""

STAGING_BYTES = 16 << 20
"""Large enough for full disk speed, small enough that a cancel is answered in milliseconds."""

TORCH_DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}


class TensorReader:
    """Reads tensors by name; use it in a `with` block. Every byte read counts towards the checkpoint's total.

    Raises RequestFailed from all methods that read: CANCELLED, WEIGHTS_CHANGED when a byte is not as the manifest says, or
    WEIGHTS_TRUNCATED when a file without a manifest shrank meanwhile.
    """

    def __init__(self, checkpoint: Checkpoint, on_progress: OnProgress, is_cancelled: IsCancelled) -> None:
        self._tensors = checkpoint.tensors
        self._folder = checkpoint.folder
        self._numbers = {file: number for number, file in enumerate(checkpoint.files, start=1)}
        self._total = checkpoint.total_bytes
        self._on_progress = on_progress
        self._is_cancelled = is_cancelled
        self._done = 0
        self._files: dict[str, OpenFile] = {}
        self._staging = torch.empty(STAGING_BYTES, dtype=torch.uint8)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files.values():
            file.close()

    def read(self, name: str) -> Tensor:
        """Return one tensor as it is stored, in host memory of its own."""
        entry = self._tensors[name].entry
        tensor = torch.empty(entry.shape, dtype=TORCH_DTYPES[entry.dtype])
        self.read_into(name, tensor)
        return tensor

    def read_into(self, name: str, destination: Tensor) -> None:
        """Fill a contiguous tensor of the same shape, converting to its dtype and device on the way."""
        stored = self._tensors[name]
        dtype = TORCH_DTYPES[stored.entry.dtype]
        flat = destination.detach().view(-1)
        position = 0
        for chunk in self._chunks(stored):
            values = chunk.view(dtype)
            flat[position : position + len(values)].copy_(values)
            position += len(values)

    def _chunks(self, stored: StoredTensor) -> Iterator[Tensor]:
        """Yield the tensor's bytes in pieces [at most STAGING_BYTES]; a piece is overwritten by the next."""
        file = self._file(stored.file)
        for offset, size_bytes in stored.pieces:
            file.seek(offset)
            left = size_bytes
            while left:
                piece = self._staging[: min(left, STAGING_BYTES)]
                self._fill(file, piece.numpy().data)
                yield piece
                left -= len(piece)
                self._done += len(piece)
                self._on_progress(min(self._done, self._total), self._total)  # a tensor may be read twice

    def _file(self, name: str) -> OpenFile:
        if name not in self._files:
            self._files[name] = self._folder.open(name, self._numbers[name])
        return self._files[name]

    def _fill(self, file: OpenFile, view: memoryview) -> None:
        while view:
            if self._is_cancelled():
                raise RequestFailed(ErrorCode.CANCELLED)
            count = file.readinto(view)
            if not count:
                raise RequestFailed(ErrorCode.WEIGHTS_TRUNCATED)
            view = view[count:]
