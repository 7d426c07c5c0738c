"""Turn tokens into what an engine yields: text as it comes, and in the end all that was said; and the sampler behind it.

Shared by the engines that load weights. Knows no network: logits and a step are handed in.
"""

import json
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass

from model_runtime.engines.engine import Delta
from model_runtime.inference.constrained import JsonConstraint, JsonGrammars, SchemaError
from model_runtime.inference.decoding import Finish
from model_runtime.inference.sampling import Sampler, SamplingOptions
from model_runtime.inference.text_stream import Decoder, TextStream
from model_runtime.protocol import payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

MIN_ANSWER_TOKENS = 64
"""Earlier turns are left out, oldest first, until at least this much of an answer fits."""


@dataclass(frozen=True)
class Said:
    """What was said in one go. `first_token_at_s` is a moment of `time.perf_counter`."""

    text: str
    finish: Finish
    token_ids: tuple[int, ...] = ()
    prompt_tokens: int = 0
    image_cached: bool = False
    first_token_at_s: float = 0.0


@dataclass(frozen=True)
class Asked:
    """What an answer begins with: how many tokens the prompt had, and whether its pictures were kept from before."""

    prompt_tokens: int
    image_cached: bool


def streamed(tokens: Generator[int, None, Finish], decoder: Decoder, asked: Asked) -> Generator[Delta, None, Said]:
    """Yield text as it comes; return all that was said."""
    stream = TextStream(decoder)
    token_ids: list[int] = []
    pieces: list[str] = []
    item = _next(tokens)
    first_token_at_s = time.perf_counter()
    while isinstance(item, int):
        token_ids.append(item)
        pieces.append(stream.push(item))
        if pieces[-1]:
            yield Delta(pieces[-1])
        item = _next(tokens)
    pieces.append(stream.finish())
    if pieces[-1]:
        yield Delta(pieces[-1])
    text = "".join(pieces)
    return Said(text, item, tuple(token_ids), asked.prompt_tokens, asked.image_cached, first_token_at_s)


class Samplers:
    """Makes the sampler of each answer; the grammars of a vocabulary are prepared once."""

    def __init__(self, tokenizer_json: str, vocab_size: int, stop_ids: Sequence[int]) -> None:
        self._vocabulary = (tokenizer_json, vocab_size, stop_ids)
        self._grammars: JsonGrammars | None = None

    def sampler(self, prompt_ids: Sequence[int], options: payloads.AnswerOptions) -> Sampler:
        """Return a sampler at its beginning.

        Raises RequestFailed: SCHEMA_INVALID, SCHEMA_NOT_SUPPORTED, and PROTOCOL_BROKEN for options without meaning.
        """
        try:
            sampling = SamplingOptions(
                options.temperature, options.top_k, options.top_p, options.seed, options.repetition_penalty
            )
        except ValueError as error:
            raise RequestFailed(ErrorCode.PROTOCOL_BROKEN) from error
        return Sampler(sampling, prompt_ids, self._constraint(options.answer_schema) if options.answer_schema else None)

    def _constraint(self, answer_schema: str) -> JsonConstraint:
        try:
            if self._grammars is None:
                self._grammars = JsonGrammars(*self._vocabulary)
            schema = json.loads(answer_schema)
            if not isinstance(schema, dict):
                raise SchemaError
            return self._grammars.constraint(schema)
        except ImportError as error:
            raise RequestFailed(ErrorCode.SCHEMA_NOT_SUPPORTED) from error
        except ValueError as error:  # no JSON, or none that can be followed
            raise RequestFailed(ErrorCode.SCHEMA_INVALID) from error


def _next(tokens: Generator[int, None, Finish]) -> int | Finish:
    """Return the next token, or, when there is none, why."""
    try:
        return next(tokens)
    except StopIteration as end:
        finish: Finish = end.value
        return finish
