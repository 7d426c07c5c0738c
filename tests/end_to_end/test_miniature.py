"""The miniature of CogVLM2 sees: through the whole program, in full precision, in bf16 and in 4 bits."""

from pathlib import Path

import pytest

from tests.end_to_end.program import Program
from tests.helpers import shape_pictures

MINIATURE = Path(__file__).resolve().parents[1] / "data" / "miniature"
FIRST_PICTURE = 2_000_000
"""Far from those it was trained on and from those that chose it."""
PICTURES = 10
BLIND = 0.27
"""Right answers without the picture, as measured when it was trained."""


def drawn(folder: Path) -> dict[Path, shape_pictures.Quiz]:
    """Draw the pictures into a folder."""
    quizzes = {}
    for number in range(FIRST_PICTURE, FIRST_PICTURE + PICTURES):
        quiz = shape_pictures.quiz(number)
        path = folder / f"{number}.png"
        shape_pictures.draw(quiz.items).save(path)
        quizzes[path] = quiz
    return quizzes


@pytest.mark.timeout(600)
def test_the_miniature_answers_in_every_precision(
    incamera: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its accuracies are printed; each is at least 20 points above guessing, and 4 bits lose at most 10 points."""
    quizzes = drawn(tmp_path)
    questions = list(dict.fromkeys(question for quiz in quizzes.values() for question, _ in quiz.questions))
    asked = [word for question in questions for word in ("--ask", question)]
    accuracies = {}
    for precision in ("fp32", "bf16", "int4"):
        options = ["--precision", precision, "--max-tokens", "4", "--redact", "off", "--json"]
        ran = incamera.run("analyze", *quizzes, "--model", MINIATURE, *options, *asked)
        assert 0 == ran.code, ran.err
        right, count = 0, 0
        for record, quiz in zip(ran.records, quizzes.values(), strict=True):
            answers = {answer["question"]: answer["answer"] for answer in record["answers"]}
            right += sum(answers[question].strip() == truth for question, truth in quiz.questions)
            count += len(quiz.questions)
            assert precision == record["model"]["precision"]
        accuracies[precision] = right / count
    with capsys.disabled():
        print("\nminiature, right answers: " + ", ".join(f"{name} {share:.1%}" for name, share in accuracies.items()))
    assert min(accuracies.values()) >= BLIND + 0.2
    assert accuracies["int4"] >= accuracies["fp32"] - 0.1
