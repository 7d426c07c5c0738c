"""What was remembered of a document's words is forgotten when it is closed, and nothing else remembers them."""

import ast

from model_runtime.sandbox import freed_memory
from tests.architecture.tree import modules, name, parsed

KNOWS_NO_DOCUMENT = {
    ("model_runtime/redaction/policy.py", "understood"),  # the text of a policy
    ("model_runtime/airlock/medical.py", "_strip"),  # the size of a page
    ("model_runtime/redaction/entities/chinese_names.py", "_words"),  # names of our own lists of words, from here on
    ("model_runtime/redaction/entities/labels.py", "_group"),
    ("model_runtime/redaction/entities/name_lists.py", "words"),
}
"""Cached functions with a parameter that no document's words reach."""


def test_remembered_words_are_forgotten_when_memory_is_given_back() -> None:
    """The second call is answered from memory; after `give_back` the function is run again."""
    asked: list[str] = []

    @freed_memory.remembered(8)
    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    assert (6, 6) == (length("Köniz!"), length("Köniz!"))
    assert ["Köniz!"] == asked
    freed_memory.give_back()
    assert 6 == length("Köniz!")
    assert ["Köniz!"] * 2 == asked


def test_no_other_cache_can_keep_a_documents_words() -> None:
    """`functools.cache` and `lru_cache` stand only on functions without parameters, or on those named above."""
    keeping = {
        (name(path), node.name)
        for path in modules("model_runtime")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef) and (node.args.args or node.args.vararg)
        for decorator in node.decorator_list
        if "cache" in ast.unparse(decorator) and "cached_property" not in ast.unparse(decorator)
    }
    assert keeping <= KNOWS_NO_DOCUMENT, keeping - KNOWS_NO_DOCUMENT
