"""Write a question, with the turns before it, as the text that the model was trained on.

No system prompt, no Llama 3 headers: two words and a colon. The text is tokenised in one piece, without special
tokens, and stands behind bos and the picture. Does not tokenise.
"""

from collections.abc import Sequence

from model_runtime.cogvlm2.config import TEMPLATES

_ANSWER_WORDS = {"chat": "Answer:", "vqa": "Short answer:"}


def prompt_text(query: str, history: Sequence[tuple[str, str]], template: str) -> str:
    """Return the text behind the picture; `history` holds earlier (question, answer) pairs, oldest first.

    Templates: `chat`; `vqa`, which asks for a short answer; `base`, the bare query (it was never trained on turns, so
    `history` is left out). Another template is a ValueError.
    """
    if template not in TEMPLATES:
        raise ValueError("template")
    if template == "base":
        return query
    answer_word = _ANSWER_WORDS[template]
    turns = "".join(f"Question: {question} {answer_word} {answer}\n" for question, answer in history)
    return f"{turns}Question: {query} {answer_word}"
