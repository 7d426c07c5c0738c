"""Answer one question about one page, or about none, with a loaded GLM-4V: prompt, prefill, decode, text.

Does not keep pages, load weights, or know what several pages mean together (`squashing.py`).
"""

import time
from collections.abc import Generator
from dataclasses import replace

from model_runtime.chatglm4v.context import Context
from model_runtime.chatglm4v.prompt import Prompt, write_prompt
from model_runtime.cogvlm2.context import Picture
from model_runtime.engines.chatglm4v_loading import LoadedModel
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
        self._samplers = Samplers(model.tokenizer.json, self._config.vocab_size, self._config.eos_token_ids)

    def take(
        self, picture: Picture | None, question: Question, is_cancelled: IsCancelled
    ) -> Generator[Delta, None, Said]:
        """Yield text as it comes; return all that was said.

        Raises RequestFailed: QUESTION_TOO_LONG, SCHEMA_INVALID, SCHEMA_NOT_SUPPORTED, and PROTOCOL_BROKEN for options
        without meaning.
        """
        prompt = self._prompt(picture, question)
        sampler = self._samplers.sampler(prompt.ids, question.options)
        try:
            prefilled = self._context.prefill(picture, prompt, is_cancelled)
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
        return (yield from _without_first_line(streamed(tokens, self._model.tokenizer, asked)))

    def forget(self) -> None:
        """Forget every picture and every word."""
        self._context.forget()

    def _prompt(self, picture: Picture | None, question: Question) -> Prompt:
        """Write the question behind as many earlier turns as leave room for an answer."""
        if question.options.template not in ("", "chat") or question.options.max_tokens < 1:
            raise RequestFailed(ErrorCode.PROTOCOL_BROKEN)
        slots = (self._config.boi_token_id, self._config.eoi_token_id) if picture else None
        room = self._context.capacity - min(question.options.max_tokens, MIN_ANSWER_TOKENS)
        for first in range(len(question.history) + 1):
            history = question.history[first:]
            prompt = write_prompt(question.text, history, slots, self._model.tokenizer.encode)
            if self._context.rows_of(prompt) <= room:
                return prompt
        raise RequestFailed(ErrorCode.QUESTION_TOO_LONG, tokens=self._context.rows_of(prompt), limit=max(room, 0))


def _without_first_line(parts: Generator[Delta, None, Said]) -> Generator[Delta, None, Said]:
    """Leave out the new line that the model begins every answer with: it belongs to the format, not to the answer."""
    has_begun = False
    while True:
        try:
            text = next(parts).text
        except StopIteration as end:
            said: Said = end.value
            return replace(said, text=said.text.lstrip("\n"))
        text = text if has_begun else text.lstrip("\n")
        if text:
            has_begun = True
            yield Delta(text)
