"""Answer one question about the frames of a film, or about none, with a loaded CogVLM2-Video: prompt, prefill, decode, text.

Does not keep frames, choose them or load weights (`cogvlm2_video_engine.py`).
"""

from collections.abc import Generator, Sequence

from model_runtime.cogvlm2.config import TEMPLATES
from model_runtime.cogvlm2.context import Picture, Prefilled
from model_runtime.cogvlm2_video.context import Context
from model_runtime.cogvlm2_video.prompt import Film, Prompt, write_prompt
from model_runtime.engines.cogvlm2_loading import LoadedModel
from model_runtime.engines.engine import Delta, IsCancelled, Question
from model_runtime.engines.saying import MIN_ANSWER_TOKENS, Said, Samplers
from model_runtime.engines.speaker import Speaker
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed


class TurnTaker:
    """Answers with one model; its context keeps what turns have in common. `template`: where a question does not say."""

    def __init__(self, model: LoadedModel, context: Context, template: str) -> None:
        self._model = model
        self._context = context
        self._config = model.network.config
        self._template = template
        stop_ids = self._config.eos_token_ids
        samplers = Samplers(model.tokenizer_json, self._config.vocab_size, stop_ids)
        self._speaker = Speaker(model.tokenizer, samplers, stop_ids, model.network.device)

    def take(
        self, frames: Sequence[Picture], question: Question, is_cancelled: IsCancelled
    ) -> Generator[Delta, None, Said]:
        """Yield text as it comes; return all that was said.

        Raises RequestFailed: QUESTION_TOO_LONG, SCHEMA_INVALID, SCHEMA_NOT_SUPPORTED, and PROTOCOL_BROKEN for options
        without meaning.
        """
        prompt = self._prompt(len(frames), question)

        def prefill() -> Prefilled:
            return self._context.prefill(frames, prompt, is_cancelled)

        return (yield from self._speaker.say(prompt.words, prefill, self._context, question.options, is_cancelled))

    def forget(self) -> None:
        """Forget every frame and every word."""
        self._context.forget()

    def _prompt(self, frame_count: int, question: Question) -> Prompt:
        """Write the question behind as many earlier turns as leave room for an answer."""
        template = question.options.template or self._template
        if template not in TEMPLATES or question.options.max_tokens < 1:
            raise RequestFailed(ErrorCode.PROTOCOL_BROKEN)
        film = Film(frame_count, self._config.vision.image_tokens)
        room = self._context.capacity - min(question.options.max_tokens, MIN_ANSWER_TOKENS)
        for first in range(len(question.history) + 1):
            history, encode = question.history[first:], self._model.tokenizer.encode
            prompt = write_prompt(film, question.text, history, template, encode, self._config.bos_token_id)
            taken = prompt.position_ids[-1] + 1
            if taken <= room:
                return prompt
        raise RequestFailed(ErrorCode.QUESTION_TOO_LONG, tokens=taken, limit=max(room, 0))
