"""Answer one question about one page, or about none, with a loaded CogVLM2: prompt, prefill, decode, text.

Does not keep pages, load weights, or know what several pages mean together (`cogvlm2_engine.py`).
"""

import time
from collections.abc import Generator

from model_runtime.cogvlm2.config import TEMPLATES
from model_runtime.cogvlm2.context import Context, Picture
from model_runtime.cogvlm2.prompt import prompt_text
from model_runtime.engines.cogvlm2_loading import LoadedModel
from model_runtime.engines.engine import Delta, IsCancelled, Question
from model_runtime.engines.saying import MIN_ANSWER_TOKENS, Asked, Said, Samplers, streamed
from model_runtime.inference.decoding import DecodingOptions, decode
from model_runtime.inference.interrupting import PassCancelledError
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed


class TurnTaker:
    """Answers with one model; its context keeps what turns have in common."""

    def __init__(self, model: LoadedModel, context: Context) -> None:
        self._model = model
        self._context = context
        self._config = model.network.config
        self._samplers = Samplers(model.tokenizer_json, self._config.vocab_size, self._config.eos_token_ids)

    def take(
        self, picture: Picture | None, question: Question, is_cancelled: IsCancelled
    ) -> Generator[Delta, None, Said]:
        """Yield text as it comes; return all that was said.

        Raises RequestFailed: QUESTION_TOO_LONG, SCHEMA_INVALID, SCHEMA_NOT_SUPPORTED, and PROTOCOL_BROKEN for options
        without meaning.
        """
        words = self._words(picture, question)
        sampler = self._samplers.sampler(words, question.options)
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
        asked = Asked(prefilled.rows, prefilled.image_cached)
        return (yield from streamed(tokens, self._model.tokenizer, asked))

    def forget(self) -> None:
        """Forget every picture and every word."""
        self._context.forget()

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
