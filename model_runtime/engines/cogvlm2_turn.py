"""Answer one question about one page, or about none, with a loaded CogVLM2: prompt, prefill, decode, text.

Does not keep pages, load weights, or know what several pages mean together (`cogvlm2_engine.py`).
"""

import json
import time
from collections.abc import Generator
from dataclasses import dataclass

from model_runtime.cogvlm2.config import TEMPLATES
from model_runtime.cogvlm2.context import Context, PassCancelledError, Picture, Prefilled
from model_runtime.cogvlm2.prompt import prompt_text
from model_runtime.engines.cogvlm2_loading import LoadedModel
from model_runtime.engines.engine import Delta, IsCancelled, Question
from model_runtime.inference.constrained import JsonConstraint, JsonGrammars, SchemaError
from model_runtime.inference.decoding import DecodingOptions, Finish, decode
from model_runtime.inference.sampling import Sampler, SamplingOptions
from model_runtime.inference.text_stream import TextStream
from model_runtime.protocol import payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

MIN_ANSWER_TOKENS = 64
"""Earlier turns are left out, oldest first, until at least this much of an answer fits."""


@dataclass(frozen=True)
class Said:
    """What was said about one page. `first_token_at_s` is a moment of `time.perf_counter`."""

    text: str
    finish: Finish
    token_ids: tuple[int, ...] = ()
    prompt_tokens: int = 0
    image_cached: bool = False
    first_token_at_s: float = 0.0


class TurnTaker:
    """Answers with one model; its context keeps what turns have in common."""

    def __init__(self, model: LoadedModel, context: Context) -> None:
        self._model = model
        self._context = context
        self._config = model.network.config
        self._grammars: JsonGrammars | None = None

    def take(
        self, picture: Picture | None, question: Question, is_cancelled: IsCancelled
    ) -> Generator[Delta, None, Said]:
        """Yield text as it comes; return all that was said.

        Raises RequestFailed: QUESTION_TOO_LONG, SCHEMA_INVALID, SCHEMA_NOT_SUPPORTED, and PROTOCOL_BROKEN for options
        without meaning.
        """
        words = self._words(picture, question)
        sampler = self._sampler(words, question.options)
        try:
            prefilled = self._context.prefill(picture, words, is_cancelled)
        except PassCancelledError:
            return Said("", "cancelled", first_token_at_s=time.perf_counter())
        decoding = DecodingOptions(
            max_tokens=min(question.options.max_tokens, self._context.free_rows + 1),  # the last one takes no row
            stop_ids=frozenset(self._config.eos_token_ids),
            # A grammar cannot run ahead: behind the end of its document there is nothing to choose.
            queue_ahead=self._model.network.device.type == "cuda" and not question.options.answer_schema,
        )
        tokens = decode(prefilled.logits, self._context.step, sampler.choose, decoding, is_cancelled)
        return (yield from self._streamed(tokens, prefilled))

    def forget(self) -> None:
        """Forget every picture and every word."""
        self._context.forget()

    def _streamed(self, tokens: Generator[int, None, Finish], prefilled: Prefilled) -> Generator[Delta, None, Said]:
        stream = TextStream(self._model.tokenizer)
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
        return Said(text, item, tuple(token_ids), prefilled.rows, prefilled.image_cached, first_token_at_s)

    def _words(self, picture: Picture | None, question: Question) -> list[int]:
        """Tokenise the question behind as many earlier turns as leave room for an answer."""
        template = question.options.template or self._config.template
        if template not in TEMPLATES or question.options.max_tokens < 1:
            raise RequestFailed(ErrorCode.PROTOCOL_BROKEN)
        head = 1 + (self._config.vision.image_tokens if picture else 0)
        room = self._context.capacity - head - min(question.options.max_tokens, MIN_ANSWER_TOKENS)
        for first in range(len(question.history) + 1):
            words = self._model.tokenizer.encode(prompt_text(question.text, question.history[first:], template))
            if 0 < len(words) <= room:
                return words
        raise RequestFailed(ErrorCode.QUESTION_TOO_LONG, tokens=len(words), limit=max(room, 0))

    def _sampler(self, words: list[int], options: payloads.AnswerOptions) -> Sampler:
        try:
            sampling = SamplingOptions(
                options.temperature, options.top_k, options.top_p, options.seed, options.repetition_penalty
            )
        except ValueError as error:
            raise RequestFailed(ErrorCode.PROTOCOL_BROKEN) from error
        return Sampler(sampling, words, self._constraint(options.answer_schema) if options.answer_schema else None)

    def _constraint(self, answer_schema: str) -> JsonConstraint:
        try:
            if self._grammars is None:
                self._grammars = JsonGrammars(
                    self._model.tokenizer_json, self._config.vocab_size, self._config.eos_token_ids
                )
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
