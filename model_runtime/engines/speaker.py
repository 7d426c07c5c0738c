"""Say what follows a prompt: a sampler, the prompt's pass, then token by token, as text.

Shared by the engines that load weights; a turn of each family writes its own prompt. Knows no network.
"""

import time
from collections.abc import Callable, Generator, Sequence
from typing import Protocol

import torch
from torch import Tensor

from model_runtime.engines.engine import Delta, IsCancelled
from model_runtime.engines.saying import Asked, Said, Samplers, streamed
from model_runtime.inference.decoding import DecodingOptions, decode
from model_runtime.inference.interrupting import PassCancelledError
from model_runtime.inference.sampling import NoNumbersError
from model_runtime.inference.text_stream import Decoder
from model_runtime.protocol import payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed


class Prefilled(Protocol):
    """What a prompt led to."""

    @property
    def logits(self) -> Tensor:
        """Of the next token, [1, vocabulary], fp32."""
        ...

    @property
    def rows(self) -> int:
        """Of the whole prompt, its pictures' too, held or new."""
        ...

    @property
    def image_cached(self) -> bool:
        """There is a picture and none of its rows had to be computed."""
        ...


class Sequenced(Protocol):
    """The sequence that a network is in the middle of."""

    @property
    def free_rows(self) -> int:
        """Rows that `step` can still add."""
        ...

    def step(self, token: Tensor) -> Tensor:
        """Append one token [1] and return the logits of the next, [1, vocabulary]. Never waits for the device."""
        ...


class Speaker:
    """Speaks the words of one vocabulary on one device."""

    def __init__(self, decoder: Decoder, samplers: Samplers, stop_ids: Sequence[int], device: torch.device) -> None:
        self._decoder = decoder
        self._samplers = samplers
        self._stop_ids = frozenset(stop_ids)
        self._device = device

    def say(
        self,
        prompt_ids: Sequence[int],
        prefill: Callable[[], Prefilled],
        sequence: Sequenced,
        options: payloads.AnswerOptions,
        is_cancelled: IsCancelled,
    ) -> Generator[Delta, None, Said]:
        """Yield text as it comes; return all that was said. `prefill` puts the prompt into `sequence`.

        Raises RequestFailed: SCHEMA_INVALID, SCHEMA_NOT_SUPPORTED, MODEL_NO_NUMBERS, and PROTOCOL_BROKEN for options without meaning.
        """
        sampler = self._samplers.sampler(prompt_ids, options)  # before the long pass: it may be refused
        try:
            prefilled = prefill()
        except PassCancelledError:
            return Said("", "cancelled", first_token_at_s=time.perf_counter())
        decoding = DecodingOptions(
            max_tokens=min(options.max_tokens, sequence.free_rows + 1),  # the last one takes no row
            stop_ids=self._stop_ids,
            # A grammar cannot run ahead: behind the end of its document there is nothing to choose.
            queue_ahead=self._device.type == "cuda" and not options.answer_schema,
        )
        tokens = decode(prefilled.logits, sequence.step, sampler.choose, decoding, is_cancelled)
        try:
            return (yield from streamed(tokens, self._decoder, Asked(prefilled.rows, prefilled.image_cached)))
        except NoNumbersError as error:
            raise RequestFailed(ErrorCode.MODEL_NO_NUMBERS) from error
