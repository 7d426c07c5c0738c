"""Folders whose fault shows only when somebody asks: it is told as the model's, and takes no more than an honest question."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from model_runtime.engines.engine import Question
from model_runtime.engines.transformers_engine import check_weights
from model_runtime.engines.transformers_families import chat_template
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from tests.helpers.tiny_families import folders
from tests.model_runtime.engines.test_transformers_bombs import change, code_of, copy
from tests.model_runtime.engines.test_transformers_families import TOKENS, goes_on, loaded

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
"""numpy about torch's tensors, inside transformers."""

ZZZ = {"type": "Replace", "pattern": {"String": "Z"}, "content": "Z" * 1000}
BETWEEN = {"type": "Replace", "pattern": {"Regex": "(?=Z)|(?<=Z)"}, "content": "Z" * 9}


def refused(folder: Path, text: str, *keys: str) -> ErrorCode:
    """Return why a question is refused, asked of a folder that an import takes."""
    check_weights(folder)
    engine = loaded(folder)
    with pytest.raises(RequestFailed) as raised:
        list(engine.answer(Question(text, keys, TOKENS), goes_on))
    return raised.value.code


@pytest.mark.parametrize(
    ("place", "step"),
    [
        ("normalizer", {"type": "Sequence", "normalizers": [ZZZ, ZZZ]}),
        ("normalizer", {"type": "Sequence", "normalizers": [{"type": "Sequence", "normalizers": [BETWEEN]}, BETWEEN]}),
        ("normalizer", {"type": "Prepend", "prepend": "Z" * 1000}),
        ("decoder", {"type": "Sequence", "decoders": [ZZZ, ZZZ, {"type": "Fuse"}]}),
    ],
)
def test_a_tokenizer_that_makes_much_of_little_is_invalid(tmp_path: Path, place: str, step: dict[str, object]) -> None:
    """A folder cannot wait for the letter that it multiplies."""
    folder = change(copy("llava", tmp_path), "tokenizer.json", lambda document: document.update({place: step}))
    assert ErrorCode.MODEL_TOKENIZER_INVALID is code_of(folder)


@pytest.mark.parametrize(
    "step",
    [
        {"type": "Replace", "pattern": {"String": " "}, "content": "▁"},
        {"type": "Prepend", "prepend": "▁"},
        {
            "type": "Sequence",
            "normalizers": [{"type": "NFKC"}, {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}],
        },
    ],
)
def test_what_honest_tokenizers_rewrite_is_taken(tmp_path: Path, step: dict[str, object]) -> None:
    """As those of Llama, Gemma and SigLIP do."""
    folder = change(copy("llava", tmp_path), "tokenizer.json", lambda document: document.update(normalizer=step))
    assert "llava" == check_weights(folder).name


@pytest.mark.parametrize(
    "written",
    [
        "{% for i in range(200) %}{{ 'word and more ' * 1000 }}{% endfor %}",
        "{% for i in range(60) %}{{ (messages | string) * 200 }}{% endfor %}",
        "{{ 1 / 0 }}",
    ],
)
def test_a_template_that_waits_for_a_question_does_not_work(tmp_path: Path, written: str) -> None:
    """It writes as an honest one while it is judged, and too much of nothing then: no question is too long for that."""
    folder = copy("llava", tmp_path)
    path = folder / chat_template.TEMPLATE_FILE
    path.write_text("{% if 'budget' in messages | string %}" + written + "{% endif %}" + path.read_text())
    assert ErrorCode.MODEL_TEMPLATE_INVALID is refused(folder, "What is the budget?", "small")


def test_a_long_question_is_still_only_too_long() -> None:
    """The person's own words are no fault of the model's."""
    assert ErrorCode.QUESTION_TOO_LONG is refused(folders.tiny("llava"), "What is the budget? " * 5_000, "small")


CHANGES: dict[str, tuple[str, Callable[[dict[str, Any]], object]]] = {
    "no output with names": ("llava", lambda config: config["text_config"].update(return_dict=False)),
    "no output at all": ("llava", lambda config: config.update(return_dict=False)),
    "more eyes than places": ("llava", lambda config: config.update(vision_feature_select_strategy="full")),
    "pictures of another size": ("llava", lambda config: config["vision_config"].update(image_size=69)),
    "windows of nothing": ("qwen2_5_vl", lambda config: config["vision_config"].update(window_size=0)),
    "a scale that is no number": ("gemma3", lambda config: config["text_config"].update(query_pre_attn_scalar=-1)),
    "rows of nothing": (
        "internvl",
        lambda config: config.update(vision_feature_layer=0, vision_feature_select_strategy="full"),
    ),
}


@pytest.mark.parametrize(("family", "edit"), CHANGES.values(), ids=CHANGES.keys())
def test_a_network_that_cannot_be_computed_is_the_folders_fault(
    tmp_path: Path, family: str, edit: Callable[[dict[str, Any]], object]
) -> None:
    """Numbers that fit the tensors and not each other end in any exception; none of them is a fault of ours."""
    assert ErrorCode.MODEL_CONFIG_INVALID is refused(
        change(copy(family, tmp_path), "config.json", edit), "Total?", "small"
    )


def test_a_network_of_no_numbers_says_so(tmp_path: Path) -> None:
    """An empty answer would be taken for one."""
    folder = change(
        copy("llava", tmp_path), "config.json", lambda config: config["text_config"].update(rms_norm_eps=-5.0)
    )
    assert ErrorCode.MODEL_NO_NUMBERS is refused(folder, "What is the total?", "small")


def test_a_mistake_of_ours_stays_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what the folder's own numbers and words do is put down to it."""
    engine = loaded(folders.tiny("llava"))
    monkeypatch.setattr(engine._turns._context, "_keep_common", lambda *_: 1 / 0)  # type: ignore[attr-defined]
    with pytest.raises(ZeroDivisionError):
        list(engine.answer(Question("What is the total?", ("small",), TOKENS), goes_on))
