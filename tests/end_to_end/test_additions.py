"""What README says one writes to add something is enough: written into a copy of the program, each is used at once."""

import dataclasses
import json
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from tests.end_to_end.program import PROJECT, Program, of_a_copy
from tests.helpers.tiny_families import folders
from tests.helpers.tiny_families.oracle import Asked, expect
from tests.helpers.tiny_families.table import FAMILIES
from tests.helpers.tiny_families.writing import write

ADDED = PROJECT / "tests" / "data" / "additions"
"""What somebody adds, each file where it goes."""

FORMATS = "model_runtime/documents/formats.py"
ENDINGS = "desktop_app/foundation/file_endings.py"
TABLE = "model_runtime/engines/transformers_families/table.py"
QOI = {
    "FORMATS = {\n    entry.kind: entry\n    for entry in (\n": '        Format("qoi", "QOI", 256 * MIB),\n',
    "_SIGNATURES = (\n": '    (b"qoif", "qoi"),\n',
}
"""Where a line goes in, and the line: a type of picture that Pillow reads and we do not offer."""

QOI_ENDING = {"PICTURES = (": '"qoi", '}

VIP_LLAVA = {
    "_FAMILIES = (\n": """    Family(
        "vipllava",
        "VipLlava",
        images="clip:CLIP",
        processor="llava:Llava",
        parts=("llama", "clip_vision_model"),
        unquantised=_LLAVA_EYES,
        settings=_LLAVA_SETTINGS,
        writes_bos=True,
    ),
"""
}
"""The same for a row: a family that transformers has a class for and we do not offer."""

_LLAVA = FAMILIES["llava"]
VIP = dataclasses.replace(
    _LLAVA,
    stem="VipLlava",
    processor="Llava",
    config={key: value for key, value in _LLAVA.config.items() if key != "vision_feature_select_strategy"}
    | {"vision_feature_layers": [-2, -3]},
)
"""The same family as the tests write and compute it."""


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Return the program of a copy to which everything has been added."""
    folder = tmp_path_factory.mktemp("additions")
    program = of_a_copy(folder)
    shutil.copytree(ADDED, folder / "copy", dirs_exist_ok=True)
    for file, lines in ((FORMATS, QOI), (ENDINGS, QOI_ENDING), (TABLE, VIP_LLAVA)):
        path = folder / "copy" / file
        text = path.read_text(encoding="utf-8")
        for place, line in lines.items():
            assert 1 == text.count(place)
            text = text.replace(place, place + line)
        path.write_text(text, encoding="utf-8")
    return program


@pytest.fixture(scope="module")
def picture(receipt: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the receipt as the new type of file."""
    path = tmp_path_factory.mktemp("picture") / "receipt.qoi"
    Image.open(receipt).save(path)
    return path


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of the new family, called as it was published."""
    folder = tmp_path_factory.mktemp("published") / "Parrot-Small"
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps({"architectures": ["Parrot"], "word": "Polly says:"}))
    header = json.dumps({"word": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
    (folder / "model.safetensors").write_bytes(len(header).to_bytes(8, "little") + header + bytes(4))
    return folder


def test_readme_names_every_file_that_is_added() -> None:
    """All of them, and no other: its rows are the instructions that this test follows."""
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## To add something\n")[2].partition("\n## ")[0]
    columns = [line.split("|")[2] for line in section.splitlines() if line.startswith("| a ")]
    named = {re.sub("NAME|FAMILY", "[^/]+", place) for place in re.findall(r"`(\w+/[\w/.]+)`", " ".join(columns))}
    written = {path.relative_to(ADDED).as_posix() for path in ADDED.rglob("*.*") if path.suffix in (".py", ".toml")}
    written |= {FORMATS, ENDINGS, TABLE}
    assert 5 == len(columns)
    assert [] == [path for path in written if not any(re.fullmatch(place, path) for place in named)]
    assert [] == [place for place in named if not any(re.fullmatch(place, path) for path in written)]


def test_new_type_policy_and_preset_work_together(extended: Program, picture: Path) -> None:
    """A file that was of no known type is opened, a word that nobody hid is hidden, a question has a name."""
    ran = extended.run("analyze", picture, "--preset", "amount_due", "--redact", "bakers", "--json")
    assert 0 == ran.code, ran.err
    (record,) = ran.records
    assert [("What is the total?", "EUR 12.34")] == [(one["question"], one["answer"]) for one in record["answers"]]
    assert {"policy": "bakers", "counts": {"GIVEN_WORD": 1}} == record["redaction"]


def test_new_type_is_missed_where_it_cannot_be_read(extended: Program, picture: Path, tmp_path: Path) -> None:
    """An empty file so named is a row of a batch, and no stranger."""
    folder = tmp_path / "folder"
    folder.mkdir()
    shutil.copy(picture, folder / "a.qoi")
    (folder / "b.qoi").touch()
    ran = extended.run("batch", folder, "--ask", "What is the total?", "--out", tmp_path / "rows.jsonl")
    rows = [json.loads(row) for row in (tmp_path / "rows.jsonl").read_text("utf-8").splitlines()]
    assert (3, ["", "file_empty"]) == (ran.code, [row.get("error", {"code": ""})["code"] for row in rows])


def test_new_family_is_imported_and_answers(extended: Program, picture: Path, weights: Path) -> None:
    """Judged by its own check, under its own licence, held to its import, in a closed sandbox."""
    refused = extended.run("analyze", picture, "--model", weights, "--ask", "Hello")
    assert 6 == refused.code, refused.err
    imported = extended.run("models", "import", weights, "--accept-licences")
    assert 0 == imported.code, imported.err
    assert "Parrot Licence" in imported.err
    ran = extended.run("analyze", picture, "--model", "parrot-small", "--redact", "off", "--ask", "Hello", "--json")
    assert 0 == ran.code, ran.err
    (record,) = ran.records
    assert ["Polly says: Hello"] == [answer["answer"] for answer in record["answers"]]
    assert record["sandbox"]["held"] == record["sandbox"]["of"] > 0


def test_unlisted_folder_is_told_by_its_family(extended: Program, picture: Path, weights: Path, tmp_path: Path) -> None:
    """Each family is asked in turn; the one that knows the folder answers."""
    shutil.copytree(weights, tmp_path / "somebody's")
    ran = extended.run("analyze", picture, "--model", tmp_path / "somebody's", "--redact", "off", "--ask", "Hello")
    assert 0 == ran.code, ran.err
    assert "Polly says: Hello" in ran.out


def test_new_row_of_transformers_is_imported_and_answers(
    extended: Program, picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One row and one TOML: its licence is shown, and its tokens are those of an independent computation."""
    monkeypatch.setitem(FAMILIES, "vipllava", VIP)
    folder = tmp_path / "vip-llava-tiny"
    write("vipllava", folder, 0, "bf16", 1, "new")
    imported = extended.run("models", "import", folder, "--accept-licences")
    assert 0 == imported.code, imported.err
    assert "Terms of ViP-LLaVA" in imported.err
    (pixels,) = folders.saved(tmp_path, "large")
    words = ("--ask", "Hello", "--precision", "fp32", "--redact", "off", "--max-tokens", "8", "--token-ids", "--json")
    ran = extended.run("analyze", pixels, "--model", "vip-llava-tiny", *words)
    assert 0 == ran.code, ran.err
    expected = expect("vipllava", folder, [pixels], Asked("Hello", 8))
    assert [expected["token_ids"]] == [answer["token_ids"] for answer in ran.records[0]["answers"]]


def test_without_the_additions_nothing_of_it_is_known(incamera: Program, picture: Path) -> None:
    """The words above are new: the program itself refuses each of them."""
    codes = {
        words: incamera.run("analyze", picture, *words).code
        for words in ((), ("--redact", "bakers"), ("--preset", "amount_due"), ("--model", "parrot-small"))
    }
    assert {(): 3, ("--redact", "bakers"): 2, ("--preset", "amount_due"): 2, ("--model", "parrot-small"): 4} == codes
