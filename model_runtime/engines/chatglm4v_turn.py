"""Answer one question about one page, or about none, with a loaded GLM-4V: prompt, prefill, decode, text.

Does not keep pages, load weights, or know what several pages mean together (`squashing.py`).
"""

from collections.abc import Generator
from dataclasses import replace

from model_runtime.chatglm4v.context import Context
from model_runtime.chatglm4v.prompt import Prompt, write_prompt
from model_runtime.cogvlm2.context import Picture, Prefilled
from model_runtime.engines.chatglm4v_loading import LoadedModel
from model_runtime.engines.engine import Delta, IsCancelled, Question
from model_runtime.engines.saying import MIN_ANSWER_TOKENS, Said, Samplers
from model_runtime.engines.speaker import Speaker
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed


class TurnTaker:
    """Answers with one model; its context keeps what turns have in common."""

    def __init__(self, model: LoadedModel, context: Context) -> None:
        self._model = model
        self._context = context
        self._config = model.network.config
        stop_ids = self._config.eos_token_ids
        samplers = Samplers(model.tokenizer.json, self._config.vocab_size, stop_ids)
        self._speaker = Speaker(model.tokenizer, samplers, stop_ids, model.network.device)

    def take(
        self, picture: Picture | None, question: Question, is_cancelled: IsCancelled
    ) -> Generator[Delta, None, Said]:
        """Yield text as it comes; return all that was said.

        Raises RequestFailed: QUESTION_TOO_LONG, SCHEMA_INVALID, SCHEMA_NOT_SUPPORTED, and PROTOCOL_BROKEN for options
        without meaning.
        """
        prompt = self._prompt(picture, question)

        def prefill() -> Prefilled:
            return self._context.prefill(picture, prompt, is_cancelled)

        said = self._speaker.say(prompt.ids, prefill, self._context, question.options, is_cancelled)
        return (yield from _without_first_line(said))

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
