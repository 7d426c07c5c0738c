"""Answer one question about one page, or about none, with a loaded CogVLM2: prompt, prefill, decode, text.

Does not keep pages, load weights, or know what several pages mean together (`cogvlm2_engine.py`).
"""

from collections.abc import Generator

from model_runtime.cogvlm2.config import TEMPLATES
from model_runtime.cogvlm2.context import Context, Picture, Prefilled
from model_runtime.cogvlm2.prompt import prompt_text
from model_runtime.engines.cogvlm2_loading import LoadedModel
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
        samplers = Samplers(model.tokenizer_json, self._config.vocab_size, stop_ids)
        self._speaker = Speaker(model.tokenizer, samplers, stop_ids, model.network.device)

    def take(
        self, picture: Picture | None, question: Question, is_cancelled: IsCancelled
    ) -> Generator[Delta, None, Said]:
        """Yield text as it comes; return all that was said.

        Raises RequestFailed: QUESTION_TOO_LONG, SCHEMA_INVALID, SCHEMA_NOT_SUPPORTED, and PROTOCOL_BROKEN for options
        without meaning.
        """
        words = self._words(picture, question)

        def prefill() -> Prefilled:
            return self._context.prefill(picture, words, is_cancelled)

        return (yield from self._speaker.say(words, prefill, self._context, question.options, is_cancelled))

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
