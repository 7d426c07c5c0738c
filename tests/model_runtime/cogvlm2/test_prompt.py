"""Questions become the very text that the model was trained on."""

import pytest

from model_runtime.cogvlm2.prompt import prompt_text

HISTORY = [("What is it?", "A cat."), ("Where?", "On a mat.")]


@pytest.mark.parametrize(
    ("template", "history", "expected"),
    [
        ("chat", [], "Question: Is it red? Answer:"),
        (
            "chat",
            HISTORY,
            "Question: What is it? Answer: A cat.\nQuestion: Where? Answer: On a mat.\nQuestion: Is it red? Answer:",
        ),
        ("vqa", [], "Question: Is it red? Short answer:"),
        ("vqa", HISTORY[:1], "Question: What is it? Short answer: A cat.\nQuestion: Is it red? Short answer:"),
        ("base", HISTORY, "Is it red?"),
    ],
)
def test_each_template_is_written_to_the_letter(template: str, history: list[tuple[str, str]], expected: str) -> None:
    """One space after each colon, a line break after each turn, none at the end."""
    assert expected == prompt_text("Is it red?", history, template)


def test_an_unknown_template_is_refused() -> None:
    """Nothing falls back to another template silently."""
    with pytest.raises(ValueError, match="template"):
        prompt_text("Is it red?", [], "llama3")
