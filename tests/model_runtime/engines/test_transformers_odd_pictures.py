"""Pictures of odd sizes: answered as an independent computation does, or refused with a sentence."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from model_runtime.engines.engine import Engine, EngineSetup, Question
from model_runtime.engines.transformers_engine import engine_for
from model_runtime.engines.transformers_families.table import FAMILIES
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Answer, AnswerOptions
from tests.helpers.pages import page_of
from tests.helpers.tiny_families import folders
from tests.helpers.tiny_families.oracle import Asked, expect

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
"""numpy about torch's tensors, inside transformers."""

SIZES = {"point": (1, 1), "line": (2400, 20), "thread": (2400, 4)}
REFUSED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("qwen2_5_vl", "qwen3_vl", "qwen3_5", "glm4v", "glm46v", "paddleocr_vl"), ("thread",)),
    "mistral3": ("thread", "point"),
}
"""Families that scale by area take no thread; one of them all needs more than a point."""

ASK = "How many?"


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of pictures by name."""
    folder = tmp_path_factory.mktemp("odd")
    for name, (width, height) in SIZES.items():
        draw = np.random.default_rng(width + height)
        Image.fromarray(draw.integers(0, 256, (height, width, 3), dtype=np.uint8)).save(folder / f"{name}.png")
    return folder


def seeing(folder: Path, pictures: Path) -> Engine:
    """Return an engine that keeps every picture under its name."""
    engine = engine_for(EngineSetup(weights=folder, precision="fp32"))
    engine.load(lambda *_: None, lambda: False)
    for number, name in enumerate(SIZES, start=1):
        pixels = Image.open(pictures / f"{name}.png").tobytes()
        engine.keep_page(name, page_of(pixels, SIZES[name], number=number))
    return engine


def said(engine: Engine, *names: str) -> tuple[int, ...]:
    """Return the tokens of an answer."""
    question = Question(ASK, names, AnswerOptions(max_tokens=4, token_ids=True))
    *_, answer = engine.answer(question, lambda: False)
    assert isinstance(answer, Answer)
    return answer.token_ids


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_odd_pictures_are_answered_about_or_refused(family: str, pictures: Path) -> None:
    """A point, a line, and a thread that some families do not take: which is no bug, and is said."""
    folder = folders.tiny(family)
    engine = seeing(folder, pictures)
    refused = REFUSED.get(family, ())
    for name in SIZES.keys() - set(refused):
        expected = expect(family, folder, [pictures / f"{name}.png"], Asked(ASK, 4))
        assert tuple(expected["token_ids"]) == said(engine, name)
    for name in refused:
        with pytest.raises(RequestFailed) as raised:
            said(engine, name)
        assert ErrorCode.PICTURE_TOO_NARROW is raised.value.code
