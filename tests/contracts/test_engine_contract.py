"""What every engine promises to those who call it, whatever it is made of. A new engine's file is found by its name."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from model_runtime.engines.engine import AnswerPart, Delta, Engine, EngineSetup, Progress, Question
from model_runtime.engines.registry import engine_named, engine_names
from model_runtime.protocol import payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Answer
from tests.helpers.pages import page_of
from tests.helpers.tiny_families import folders
from tests.helpers.tiny_video import write_tiny_video_checkpoint
from tests.model_runtime.chatglm4v.folder import tiny as tiny_chatglm4v

WIDTH, HEIGHT = 320, 200


def white_page(number: int = 1) -> payloads.RedactedPage:
    """Return an empty page; honest engines find nothing on it, and say so."""
    pixels = b"\xff" * (WIDTH * HEIGHT * 3)
    return page_of(pixels, (WIDTH, HEIGHT), number=number, native=(2 * WIDTH, 2 * HEIGHT))


def goes_on() -> bool:
    """Nobody has cancelled."""
    return False


SETUPS = {"cogvlm2": EngineSetup(weights=Path("tests/data/miniature").absolute(), precision="fp32")}
"""What engines with weights are made with; the others need nothing."""

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
"""numpy about torch's tensors, inside transformers."""


def setup_of(name: str) -> EngineSetup:
    """Return what an engine is made with; some get a folder that is written here."""
    if name == "transformers" and name not in SETUPS:
        folder = Path(tempfile.mkdtemp()) / "tiny"
        shutil.copytree(folders.tiny("qwen3_vl"), folder)
        folders.stop_often(folder)
        SETUPS[name] = EngineSetup(weights=folder, precision="fp32")
    if name == "chatglm4v" and name not in SETUPS:
        folder = Path(tempfile.mkdtemp()) / "tiny"
        shutil.copytree(tiny_chatglm4v(), folder)
        config = json.loads((folder / "config.json").read_text())
        (folder / "config.json").write_text(json.dumps(config | {"eos_token_id": list(range(0, 151_000, 2))}))
        SETUPS[name] = EngineSetup(weights=folder, precision="fp32")
    if name == "cogvlm2_video" and name not in SETUPS:
        folder = Path(tempfile.mkdtemp()) / "tiny"
        write_tiny_video_checkpoint(folder)
        config = json.loads((folder / "config.json").read_text())
        (folder / "config.json").write_text(json.dumps(config | {"eos_token_id": list(range(0, 380, 2))}))
        SETUPS[name] = EngineSetup(weights=folder, precision="fp32")
    return SETUPS.get(name, EngineSetup())


@pytest.fixture(scope="module", params=engine_names())
def shared(request: pytest.FixtureRequest) -> Engine:
    """Return each engine that answers; loading takes too long to be done for every test."""
    return engine_named(request.param, setup_of(request.param))


@pytest.fixture
def engine(shared: Engine) -> Engine:
    """Return an engine that is loaded and keeps pages 1 and 2 as `one` and `two`, whatever a test before made of it."""
    shared.load(lambda *_: None, goes_on)
    shared.forget_pages()
    shared.keep_page("one", white_page(1))
    shared.keep_page("two", white_page(2))
    return shared


def parts(engine: Engine, text: str, *keys: str) -> list[AnswerPart]:
    """Ask and return everything that was yielded."""
    return list(engine.answer(Question(text, keys), goes_on))


def final(yielded: list[AnswerPart]) -> Answer:
    """Return the answer, which must be the only one and the last part."""
    assert [isinstance(part, Answer) for part in yielded] == [False] * (len(yielded) - 1) + [True]
    answer = yielded[-1]
    assert isinstance(answer, Answer)
    return answer


class TestEngineContract:
    """The promises of `engine.Engine`."""

    def test_loading_again_changes_nothing(self, engine: Engine) -> None:
        """The model is the same, and progress never goes past its end."""
        told: list[tuple[int, int]] = []
        first = engine.load(lambda done, total: told.append((done, total)), goes_on)
        assert first == engine.load(lambda *_: None, goes_on)
        assert all(0 <= done <= total for done, total in told)
        assert first.max_page_px > 0
        assert first.name in {*engine_names(), *(setup.weights.name for setup in SETUPS.values() if setup.weights)}

    def test_an_answer_ends_with_exactly_one_answer(self, engine: Engine) -> None:
        """Progress and text first, then the answer, then nothing."""
        assert final(parts(engine, "What is the total?", "one")).finish in ("stop", "length")

    def test_the_text_that_streams_is_the_text_of_the_answer(self, engine: Engine) -> None:
        """Whoever listens and whoever waits get the same."""
        yielded = parts(engine, "What is the total?", "one", "two")
        assert final(yielded).text == "".join(part.text for part in yielded if isinstance(part, Delta))

    def test_progress_names_pages_of_the_question(self, engine: Engine) -> None:
        """Positions count from one to the number of pages asked about."""
        yielded = parts(engine, "Any date?", "two", "one")
        for progress in [part for part in yielded if isinstance(part, Progress)]:
            assert progress.number in (1, 2)
            assert 1 <= progress.position <= progress.count == 2

    def test_sources_lie_on_the_page(self, engine: Engine) -> None:
        """In pixels of the page at native resolution, whatever was sent."""
        for source in final(parts(engine, "Describe this document.", "one")).sources:
            assert source.number == 1
            assert 0 <= source.box.left <= source.box.right <= 2 * WIDTH
            assert 0 <= source.box.top <= source.box.bottom <= 2 * HEIGHT

    def test_the_same_question_has_the_same_answer(self, engine: Engine) -> None:
        """Greedy answers do not depend on what was asked before; only the time taken differs."""
        first, second = (final(parts(engine, "Is there a name?", "one")) for _ in range(2))
        assert (first.text, first.sources, first.confidence) == (second.text, second.sources, second.confidence)

    def test_a_page_that_is_not_kept_is_asked_for(self, engine: Engine) -> None:
        """The desktop sends it again then."""
        with pytest.raises(RequestFailed) as raised:
            parts(engine, "What is it?", "one", "never sent")
        assert raised.value.code is ErrorCode.PAGE_NOT_KEPT

    def test_a_page_may_be_kept_twice_and_asked_about_twice(self, engine: Engine) -> None:
        """Sending again is harmless, and so is naming a page twice in one question."""
        engine.keep_page("three", white_page(3))
        engine.keep_page("three", white_page(3))
        assert final(parts(engine, "What is it?", "three", "three")).finish == "stop"

    def test_cancel_before_the_first_step_ends_at_once(self, engine: Engine) -> None:
        """The answer says that it was cancelled and holds what came: nothing."""
        engine.keep_page("four", white_page(4))
        yielded = list(engine.answer(Question("What is it?", ("four",)), lambda: True))
        assert ("cancelled", "") == (final(yielded).finish, final(yielded).text)
        assert final(parts(engine, "What is it?", "four")).finish == "stop"

    def test_what_is_to_be_forgotten_is_gone_and_the_model_stays(self, engine: Engine) -> None:
        """A conversation has ended; the next one begins at once, with nothing of it."""
        engine.load(lambda *_: None, goes_on)
        engine.keep_page("five", white_page(5))
        parts(engine, "What is it?", "five")
        engine.forget_pages()
        with pytest.raises(RequestFailed) as raised:
            parts(engine, "What is it?", "five")
        assert raised.value.code is ErrorCode.PAGE_NOT_KEPT
        engine.keep_page("five", white_page(5))
        assert final(parts(engine, "What is it?", "five")).finish in ("stop", "length")


@pytest.mark.parametrize("name", ["none such", "engine", "cogvlm2_turn", "reader.reader", "", "-check", "reader-check"])
def test_an_unknown_engine_is_refused_by_its_code(name: str) -> None:
    """The registry knows the names of engines' files, nothing else; what loads no weights judges none."""
    with pytest.raises(RequestFailed) as raised:
        engine_named(name, EngineSetup(weights=Path("tests/data/miniature").absolute()))
    assert raised.value.code is ErrorCode.ENGINE_UNKNOWN


def test_naming_the_engines_imports_none() -> None:
    """Their packages are heavy, and only the one that is wanted is loaded, behind the closed sandbox."""
    code = (
        "import sys; from model_runtime.engines.registry import engine_names; print(engine_names());"
        "print(sorted(name for name in sys.modules if name.endswith('_engine') or name in ('torch', 'numpy')))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert [
        "('chatglm4v', 'cogvlm2', 'cogvlm2_video', 'echo', 'reader', 'transformers')",
        "[]",
    ] == ran.stdout.splitlines()
