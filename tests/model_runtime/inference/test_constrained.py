"""With a schema, every answer is a valid document, whatever the network would rather say."""

import json
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from model_runtime.inference.constrained import JsonGrammars, SchemaError
from model_runtime.inference.decoding import DecodingOptions, decode
from model_runtime.inference.sampling import NoNumbersError, Sampler, SamplingOptions
from tests.helpers.write_tiny_checkpoint import byte_level_tokenizer

pytest.importorskip("llguidance", reason="an optional dependency")

VOCABULARY, STOP = 384, 381
TOKENIZER = byte_level_tokenizer(['{"total": 12, "paid": true}'] * 3, VOCABULARY)
GRAMMARS = JsonGrammars(TOKENIZER.to_str(), VOCABULARY, [STOP])
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"total": {"type": "integer", "minimum": 0, "maximum": 999}, "paid": {"type": "boolean"}},
    "required": ["total", "paid"],
    "additionalProperties": False,
}


@given(st.integers(0, 1 << 30))
@settings(max_examples=20, deadline=None)
def test_any_answer_is_a_document_of_the_schema(seed: int) -> None:
    """Random logits, drawn at random: what comes out parses and has the fields."""
    generator = torch.Generator().manual_seed(seed)
    sampler = Sampler(SamplingOptions(temperature=1, seed=seed), constraint=GRAMMARS.constraint(SCHEMA))
    logits = torch.randn(1, VOCABULARY, generator=generator)
    tokens = list(decode(logits, lambda token: logits, sampler.choose, DecodingOptions(80, frozenset({STOP})), _never))
    document = json.loads(TOKENIZER.decode(tokens))
    assert {"total": int, "paid": bool} == {name: type(value) for name, value in document.items()}


def test_a_finished_document_allows_only_the_end() -> None:
    """Nothing can be said behind the closing brace."""
    constraint = GRAMMARS.constraint(SCHEMA)
    for token in TOKENIZER.encode('{"total": 12, "paid": true}', add_special_tokens=False).ids:
        assert bool(constraint.allowed()[token])
        constraint.accept(token)
    assert constraint.allowed().nonzero().flatten().tolist() == [STOP]


def test_a_token_that_was_not_allowed_is_an_error() -> None:
    """A mistake in the sampler cannot lead to a broken document."""
    with pytest.raises(ValueError, match="token_id"):
        GRAMMARS.constraint(SCHEMA).accept(TOKENIZER.encode("t", add_special_tokens=False).ids[0])


def test_a_schema_that_cannot_be_followed_is_refused() -> None:
    """Before anything is generated."""
    with pytest.raises(SchemaError):
        GRAMMARS.constraint({"type": "no such type"})


@pytest.mark.parametrize("temperature", [0, 0.7])
@pytest.mark.parametrize("number", [float("nan"), -float("inf")])
def test_a_network_without_numbers_fills_no_form(temperature: float, number: float) -> None:
    """The fault is the model's, though the grammar is the first to see it."""
    sampler = Sampler(SamplingOptions(temperature=temperature), constraint=GRAMMARS.constraint(SCHEMA))
    logits = torch.full((1, VOCABULARY), number)
    with pytest.raises(NoNumbersError):
        list(decode(logits, lambda _: logits, sampler.choose, DecodingOptions(80, frozenset({STOP})), _never))


def _never() -> bool:
    return False
