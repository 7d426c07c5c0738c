"""Write a conversation as a network's inputs: ids, pixels and whatever else the family's processor says.

What a person typed, or what was read from a page, never becomes a control token: it is tokenised apart. Pictures stand
before the first question. All that the processor makes is handed on. Computes nothing (`context.py`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from model_runtime.engines.transformers_families.chat_template import bounded_rendering
from model_runtime.engines.transformers_families.family import Family

_PLAIN = {"add_special_tokens": False, "split_special_tokens": True}
"""Typed words are words, whatever they spell."""

_FILLER = "x"
"""Stands for a question where a processor wants one before it counts a picture's places."""


@dataclass(frozen=True)
class Conversation:
    """What to write: pictures (PIL, RGB), earlier (question, answer) pairs, and the question.

    `times_s`: when each picture is, where they are frames. A film is written as numbered frames with their times in words,
    which every family of several pictures can read; the forms in which some were trained on films differ from each other.
    """

    pictures: Sequence[Any]
    history: Sequence[tuple[str, str]]
    question: str
    times_s: Sequence[float] = ()


@dataclass(frozen=True)
class Prompt:
    """A conversation as a network takes it.

    Attributes:
        ids: of the whole prompt, every place of a picture counted.
        inputs: by name, batch of one; `input_ids` among them.
        picture_end: how many ids there are up to the last place of a picture; 0: there is none.
        picture_tokens: how many places pictures take.
    """

    ids: tuple[int, ...]
    inputs: dict[str, Tensor]
    picture_end: int
    picture_tokens: int


def write_prompt(family: Family, processor: Any, place: int, conversation: Conversation) -> Prompt:
    """Return the inputs for one conversation; `place` is the id that a picture's places have.

    Raises RequestFailed MODEL_TEMPLATE_INVALID.
    """
    if family.prompt == "template":
        inputs = _from_template(family, processor, conversation)
    else:
        inputs = _by_hand(family, processor, place, conversation)
    ids = tuple(int(token) for token in inputs["input_ids"][0])
    places = [number for number, token in enumerate(ids, start=1) if token == place] if conversation.pictures else []
    return Prompt(ids, inputs, places[-1] if places else 0, len(places))


def _from_template(family: Family, processor: Any, conversation: Conversation) -> dict[str, Tensor]:
    thinking = {"enable_thinking": False} if "enable_thinking" in processor.chat_template else {}
    with bounded_rendering():
        inputs = processor.apply_chat_template(
            _messages(conversation),
            tokenize=True,
            return_dict=True,
            return_tensors="pt",
            add_generation_prompt=True,
            sanitize_control_tokens=True,
            processor_kwargs={"add_special_tokens": False},
            **thinking,
        )
    made = {name: value for name, value in inputs.items() if isinstance(value, Tensor)}
    if family.writes_bos and int(made["input_ids"][0, 0]) != processor.tokenizer.bos_token_id:
        for name, first in {"input_ids": processor.tokenizer.bos_token_id, "attention_mask": 1}.items():
            made[name] = torch.cat([torch.tensor([[first]]), made[name]], dim=1)
    return made


def _messages(conversation: Conversation) -> list[dict[str, object]]:
    messages: list[dict[str, object]] = []
    for question, answer in (*conversation.history, (conversation.question, "")):
        seen = [] if messages else list(_seen(conversation))
        messages.append({"role": "user", "content": [*seen, {"type": "text", "text": question}]})
        messages.append({"role": "assistant", "content": [{"type": "text", "text": answer}]})
    return messages[:-1]


def _seen(conversation: Conversation) -> Iterator[dict[str, object]]:
    for number, picture in enumerate(conversation.pictures, start=1):
        if conversation.times_s:
            yield {"type": "text", "text": f"Frame {number}, at {conversation.times_s[number - 1]:.1f} s:"}
        yield {"type": "image", "image": picture}


def _by_hand(family: Family, processor: Any, place: int, conversation: Conversation) -> dict[str, Tensor]:
    """Write the pictures' places, `<s>` and the question, as families without a template were trained.

    Earlier turns are left out: such a family knows none.
    """
    tokenizer, question = processor.tokenizer, conversation.question
    marks = tokenizer.convert_ids_to_tokens(place) * len(conversation.pictures) if family.prompt == "prefix" else ""
    counted = processor(images=list(conversation.pictures), text=marks + _FILLER, return_tensors="pt")
    places = [place] * int((counted["input_ids"] == place).sum())
    made = {"pixel_values": counted["pixel_values"]}
    end = "\n" if family.prompt == "prefix" else ""
    ids = [*places, tokenizer.bos_token_id, *tokenizer(question + end, **_PLAIN)["input_ids"]]
    written = {"input_ids": ids, "attention_mask": [1] * len(ids)}
    if family.prompt == "prefix":
        written["token_type_ids"] = [0] * len(ids)
    else:
        query = processor.qformer_tokenizer
        first, last = query("")["input_ids"]
        asked = [first, *query(question, **_PLAIN)["input_ids"], last]
        written |= {"qformer_input_ids": asked, "qformer_attention_mask": [1] * len(asked)}
    return made | {name: torch.tensor([value]) for name, value in written.items()}
