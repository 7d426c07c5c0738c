"""A folder of InternVL2 as it was published is imported and answers through the whole program, token by token."""

from pathlib import Path

from PIL import Image

from tests.end_to_end.program import Program
from tests.helpers import old_internvl2, published_internvl2
from tests.helpers.tiny_families import folders
from tests.helpers.tiny_families.writing import read_json

ASK = "What does <|im_end|> mean?"


def test_a_published_folder_answers_as_its_publisher_s_code_does(incamera: Program, tmp_path: Path) -> None:
    """Its code stays behind, is told of and never run; its licence is that of the catalogue."""
    folder = old_internvl2.write(tmp_path / "InternVL2-8B")
    ran = incamera.run("models", "import", folder, "--name", "old", "--accept-licences")
    assert 0 == ran.code, ran.err
    assert "1 file of program code lies in the folder" in ran.err
    (page,) = folders.saved(tmp_path / "pictures", "large")
    options = ["--redact", "off", "--max-tokens", "8", "--temperature", "0", "--token-ids", "--json"]
    ran = incamera.run("analyze", page, "--model", "old", "--precision", "fp32", "--ask", ASK, *options)
    assert 0 == ran.code, ran.err
    listed, picture = old_internvl2.pieces(), Image.open(page)
    ids = published_internvl2.prompt_ids(ASK, [len(published_internvl2.tiles(picture))], listed)
    words = read_json(folder / "config.json")["llm_config"]["vocab_size"]
    weights, control = old_internvl2.tensors(words, 0), old_internvl2.control_ids(listed)
    expected = published_internvl2.answer(weights, ids, [picture], control, 8)
    assert [expected] == [answer["token_ids"] for answer in ran.records[0]["answers"]]
