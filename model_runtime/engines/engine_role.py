"""Answer the engine's requests with any `Engine`: the thin layer between messages and an engine's methods.

Imports the engine at the first request, so that the process says `Ready` at once. Holds no pages: the engine does.
"""

import itertools
from collections.abc import Callable, Iterable
from typing import assert_never

import msgspec

from model_runtime.engines import engine as engines
from model_runtime.engines import registry
from model_runtime.protocol import limits, messages, payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.role import Channel
from model_runtime.sandbox import freed_memory


class EngineRole:
    """A `protocol.role.RoleHandler` around one engine, named but not yet imported."""

    def __init__(
        self,
        engine_name: str,
        setup: engines.EngineSetup,
        make_engine: Callable[[str, engines.EngineSetup], engines.Engine] = registry.engine_named,
    ) -> None:
        self._engine_name = engine_name
        self._setup = setup
        self._make_engine = make_engine
        self._engine: engines.Engine | None = None
        self._model: payloads.ModelInfo | None = None

    def handle(self, request: messages.AnyRequest, channel: Channel) -> messages.AnyEvent:
        """Carry out LoadModel, KeepPage, ForgetPages or Generate; anything else is not for an engine."""
        match request:
            case messages.LoadModel():
                return messages.ModelLoaded(id=request.id, model=self._load(request.id, channel))
            case messages.KeepPage():
                self._load(request.id, channel)
                self._loaded_engine().keep_page(request.key, request.page)
                return messages.Done(id=request.id)
            case messages.ForgetPages():
                if self._engine is not None:
                    self._engine.forget_pages()
                freed_memory.give_back()
                return messages.Done(id=request.id)
            case messages.Generate():
                self._load(request.id, channel)
                return self._generate(request, channel)
            case _:
                raise RequestFailed(ErrorCode.PROTOCOL_BROKEN)

    def _load(self, request_id: int, channel: Channel) -> payloads.ModelInfo:
        if self._engine is None:
            self._engine = self._make_engine(self._engine_name, self._setup)
        if self._model is None:
            self._model = self._engine.load(
                lambda done, total: channel.emit(messages.LoadProgress(id=request_id, done=done, total=total)),
                channel.is_cancelled,
            )
        return self._model

    def _loaded_engine(self) -> engines.Engine:
        assert self._engine is not None
        return self._engine

    def _generate(self, request: messages.Generate, channel: Channel) -> messages.Finished:
        if request.times_s and len(request.times_s) != len(request.page_keys):
            raise RequestFailed(ErrorCode.PROTOCOL_BROKEN)
        question = engines.Question(
            request.question, request.page_keys, request.options, request.history, request.times_s
        )
        for part in self._loaded_engine().answer(question, channel.is_cancelled):
            match part:
                case engines.Progress(number=number, position=position, count=count):
                    channel.emit(messages.PageProgress(id=request.id, number=number, position=position, count=count))
                case engines.Delta(text=text):
                    channel.emit(messages.TextDelta(id=request.id, text=text))
                case payloads.Answer():
                    return messages.Finished(request.id, _travelling(part))
                case _:
                    assert_never(part)
        raise RequestFailed(ErrorCode.BUG)


def _travelling(answer: payloads.Answer) -> payloads.Answer:
    """Return an answer as it travels; what is more than the wire carries is left out."""
    alternatives = tuple(one[: limits.MAX_READING_CHARS] for one in answer.alternatives[: limits.MAX_ALTERNATIVES])
    fields = tuple(map(_travelling_field, answer.fields[: limits.MAX_FIELDS]))
    room = limits.MAX_LAID_OUT_BYTES
    alternatives = alternatives[: _count_within(room, map(_size_bytes, alternatives))]
    room -= sum(map(_size_bytes, alternatives))
    fields = fields[: _count_within(room, (_size_bytes(field.name + field.value) for field in fields))]
    return msgspec.structs.replace(
        answer,
        text=answer.text[: limits.MAX_TEXT_CHARS],
        sources=answer.sources[: limits.MAX_SOURCES],
        fields=fields,
        rule=answer.rule[: limits.MAX_READING_CHARS],
        alternatives=alternatives,
    )


def _travelling_field(field: payloads.Field) -> payloads.Field:
    """Return a field whose name can be one: a model may write anything where a name belongs."""
    name = "".join(letter for letter in field.name if letter.isprintable())[: limits.MAX_NAME_CHARS]
    value, sources = field.value[: limits.MAX_READING_CHARS], field.sources[: limits.MAX_FIELD_SOURCES]
    return payloads.Field(name or "?", value, field.confidence, sources)


def _size_bytes(text: str) -> int:
    return len(text.encode())


def _count_within(room: int, sizes: Iterable[int]) -> int:
    """Return how many of the first things of these sizes fit."""
    return sum(1 for _ in itertools.takewhile(lambda total: total <= room, itertools.accumulate(sizes)))
