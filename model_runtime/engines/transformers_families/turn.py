"""Answer one question about pictures, or about none, with a loaded network: prompt, prefill, decode, text.

Does not keep pages and does not load weights.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

from model_runtime.engines.answering import is_out_of_memory
from model_runtime.engines.engine import Delta, IsCancelled, Question
from model_runtime.engines.saying import MIN_ANSWER_TOKENS, Said, Samplers
from model_runtime.engines.speaker import Speaker
from model_runtime.engines.transformers_families.context import Context, Prefilled
from model_runtime.engines.transformers_families.judging import JUDGING_BYTES
from model_runtime.engines.transformers_families.loading import LoadedModel
from model_runtime.engines.transformers_families.prompt import Conversation, Prompt, write_prompt
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.sandbox import memory_allowance
from model_runtime.weights.tokenizer import told_panics

ODD_RATIO = 100
"""Of a picture's sides. Families that scale by area refuse 200; others end with a side of nothing."""

MAX_ROWS = 32_768
"""Of prompt and answer together, where a family promises more: each row of an 8B network takes 150 kB of keys and values."""

BYTES_PER_PICTURE = 1 << 30
BYTES_PER_CHAR = 2 << 10
"""While a prompt is written: several times what the largest picture takes as numbers, and what a letter takes as a token."""


@dataclass(frozen=True)
class Seen:
    """Pictures as they are asked about: PIL, RGB, and a digest each; and when each is, where they are frames."""

    pictures: Sequence[Any]
    digests: Sequence[str]
    times_s: Sequence[float] = ()


class TurnTaker:
    """Answers with one model; its context keeps what turns have in common."""

    def __init__(self, model: LoadedModel) -> None:
        self._model = model
        text_config = model.weights.config.get_text_config()
        capacity = min(MAX_ROWS, int(getattr(text_config, "max_position_embeddings", MAX_ROWS)))
        self._rows = model.network.get_input_embeddings().num_embeddings
        self._context = Context(model.weights.family, model.network, capacity)
        stop_ids = sorted(model.weights.stop_ids)
        samplers = Samplers(model.tokenizer.json, model.network.get_output_embeddings().out_features, stop_ids)
        self._speaker = Speaker(model.tokenizer, samplers, stop_ids, model.device)

    def take(self, seen: Seen, question: Question, is_cancelled: IsCancelled) -> Generator[Delta, None, Said]:
        """Yield text as it comes; return all that was said.

        Raises RequestFailed: PICTURE_NEEDED, ONE_PICTURE, QUESTION_TOO_LONG, SCHEMA_INVALID, SCHEMA_NOT_SUPPORTED,
        PICTURE_TOO_NARROW, PAGE_NOT_KEPT where pictures have to be asked about one by one, MODEL_TEMPLATE_INVALID,
        MODEL_TOKENIZER_INVALID, MODEL_PROCESSOR_INVALID, MODEL_CONFIG_INVALID and MODEL_NO_NUMBERS for what shows only in
        some conversations, and PROTOCOL_BROKEN for options without meaning.
        """
        prompt = self._prompt(seen, question)

        def prefill() -> Prefilled:
            return self._context.prefill(seen.digests, prompt, is_cancelled)

        return (yield from self._speaker.say(prompt.ids, prefill, self._context, question.options, is_cancelled))

    def forget(self) -> None:
        """Forget every picture and every word."""
        self._context.forget()

    def _prompt(self, seen: Seen, question: Question) -> Prompt:
        """Write the question behind as many earlier turns as leave room for an answer."""
        family = self._model.weights.family
        if question.options.max_tokens < 1 or question.options.template not in ("", "chat"):
            raise RequestFailed(ErrorCode.PROTOCOL_BROKEN)
        if len(seen.pictures) > 1 and not family.takes_several:
            if seen.times_s:  # nobody chose these frames: the answers about each are joined, with their times
                raise RequestFailed(ErrorCode.PAGE_NOT_KEPT, limit=1)
            raise RequestFailed(ErrorCode.ONE_PICTURE)
        if not seen.pictures and family.prompt != "template":
            raise RequestFailed(ErrorCode.PICTURE_NEEDED)
        room = self._context.capacity - min(question.options.max_tokens, MIN_ANSWER_TOKENS)
        for first in range(len(question.history) + 1):
            conversation = Conversation(seen.pictures, question.history[first:], question.text, seen.times_s)
            prompt = self._written(conversation)
            if len(prompt.ids) <= room:
                return prompt
        if len(seen.pictures) > 1:  # they may fit one by one; a question that is too long even so is said then
            raise RequestFailed(ErrorCode.PAGE_NOT_KEPT, limit=1)
        raise RequestFailed(ErrorCode.QUESTION_TOO_LONG, tokens=len(prompt.ids), limit=max(room, 0))

    def _written(self, conversation: Conversation) -> Prompt:
        weights = self._model.weights
        try:
            with memory_allowance.allow(_writing_bytes(conversation)), told_panics():
                prompt = write_prompt(weights.family, weights.processor, weights.place, conversation)
        except RequestFailed:
            raise
        except Exception as error:  # settings that go together for some pictures and words only end in any way
            if is_out_of_memory(error):
                raise
            if any(max(picture.size) > ODD_RATIO * min(picture.size) for picture in conversation.pictures):
                raise RequestFailed(ErrorCode.PICTURE_TOO_NARROW) from error
            raise RequestFailed(ErrorCode.MODEL_PROCESSOR_INVALID) from error
        if conversation.pictures and prompt.picture_tokens < weights.family.fewest_tokens:
            raise RequestFailed(ErrorCode.PICTURE_TOO_NARROW)
        # A tokenizer may know more words than the network: they are seen only when somebody says them.
        if any(token >= self._rows for token in prompt.ids if token != weights.place):
            raise RequestFailed(ErrorCode.MODEL_TOKENIZER_INVALID)
        return prompt


def _writing_bytes(conversation: Conversation) -> int:
    """Return how much memory the writing of a conversation may take: as much as judging, and more for what people bring."""
    chars = len(conversation.question) + sum(len(asked) + len(said) for asked, said in conversation.history)
    return JUDGING_BYTES + BYTES_PER_PICTURE * len(conversation.pictures) + BYTES_PER_CHAR * chars
