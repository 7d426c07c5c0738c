"""Keep an answer inside a JSON Schema: before each token, say which tokens can still lead to a valid document.

The grammar engine is llguidance (https://github.com/guidance-ai/llguidance), an optional dependency that is imported
when the first schema comes. Does not choose tokens (`sampling.py`) and does not judge whether values are true.
"""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

if TYPE_CHECKING:
    from llguidance import LLTokenizer
    from llguidance._lib import JsonCompileOptions

_SILENT = 0

_SPACING: "JsonCompileOptions" = {"whitespace_flexible": False, "item_separator": ", ", "key_separator": ": "}
"""White space is valid JSON without end, and a network that is unsure can stay in it until the last token."""


class SchemaError(ValueError):
    """A schema cannot be followed."""


class JsonGrammars:
    """Makes one `JsonConstraint` an answer for a tokenizer, which is prepared only once.

    `tokenizer_json` is the text of a tokenizer.json; `stop_ids` are the tokens that end an answer.
    """

    def __init__(self, tokenizer_json: str, vocab_size: int, stop_ids: Sequence[int]) -> None:
        import llguidance

        self._tokenizer = llguidance.LLTokenizer(tokenizer_json, n_vocab=vocab_size, eos_token=list(stop_ids))
        self._vocab_size = vocab_size

    def constraint(self, schema: Mapping[str, object]) -> "JsonConstraint":
        """Return a constraint at its beginning. Raises SchemaError."""
        return JsonConstraint(self._tokenizer, json.dumps(schema), self._vocab_size)


class JsonConstraint:
    """The state of one answer: a `sampling.Constraint`."""

    def __init__(self, tokenizer: "LLTokenizer", schema_json: str, vocab_size: int) -> None:
        import llguidance

        try:
            grammar = llguidance.LLMatcher.grammar_from_json_schema(schema_json, overrides=_SPACING)
        except ValueError as error:
            raise SchemaError from error
        self._matcher = llguidance.LLMatcher(tokenizer, grammar, log_level=_SILENT)
        self._vocab_size = vocab_size
        if self._matcher.is_error():
            raise SchemaError

    def allowed(self) -> Tensor:
        """Return which tokens may come next, bool [vocabulary]; a finished document allows only the end."""
        bits = np.frombuffer(self._matcher.compute_bitmask(), dtype=np.uint8)
        return torch.from_numpy(np.unpackbits(bits, count=self._vocab_size, bitorder="little")).bool()

    def accept(self, token_id: int) -> None:
        """Go on behind this token. A token that was not allowed is a ValueError."""
        if not self._matcher.consume_token(token_id):
            raise ValueError("token_id")
