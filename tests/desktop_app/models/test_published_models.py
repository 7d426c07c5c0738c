"""What we say about published models is whole and agrees with the arithmetic of their architecture."""

import math
import shutil
from pathlib import Path
from typing import Any

import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.models.published_models import Releases, read_releases
from tests.helpers.write_tiny_checkpoint import TINY_CONFIG, tensor_shapes

FOLDER = Path(__file__).parents[3] / "resources" / "models"
FULL_SIZE = TINY_CONFIG | {
    "hidden_size": 4096,
    "intermediate_size": 14336,
    "num_hidden_layers": 32,
    "num_attention_heads": 32,
    "num_multi_query_heads": 8,
    "vocab_size": 128256,
    "vision_config": TINY_CONFIG["vision_config"]
    | {
        "image_size": 1344,
        "num_positions": 9217,
        "hidden_size": 1792,
        "num_hidden_layers": 63,
        "num_heads": 16,
        "intermediate_size": 15360,
    },
}

LICENCE = """
[[licences]]
id = "free"
title = "Free"
url = ""
summary = ["Do as you like."]
"""
RELEASE = """
[[releases]]
id = "second-7b"
title = "Second"
family = "second"
languages = ["en"]
takes = ["image"]
stored = "bf16"
parameters = 1
weights_bytes = 2
tensors = 1
image_px = 8
image_tokens = 1
context_tokens = 8
licences = {licences}
files = []
"""


def test_the_four_image_releases_are_listed() -> None:
    """English and Chinese, full and 4-bit."""
    assert [release.id for release in read_releases(FOLDER).releases if release.family == "cogvlm2"] == [
        "cogvlm2-llama3-chat-19b",
        "cogvlm2-llama3-chat-19b-int4",
        "cogvlm2-llama3-chinese-chat-19b",
        "cogvlm2-llama3-chinese-chat-19b-int4",
    ]


def test_a_folder_leads_to_its_own_release_and_not_to_a_shorter_name() -> None:
    """Whatever case the folder is written in; an unknown one leads to none."""
    releases = read_releases(FOLDER)
    found = {
        name: release.id if (release := releases.for_folder(name)) else None
        for name in ("cogvlm2-llama3-chat-19B", "cogvlm2-llama3-chat-19B-int4", "something")
    }
    assert found == {
        "cogvlm2-llama3-chat-19B": "cogvlm2-llama3-chat-19b",
        "cogvlm2-llama3-chat-19B-int4": "cogvlm2-llama3-chat-19b-int4",
        "something": None,
    }


VIDEO_SIZE = FULL_SIZE | {"vision_config": FULL_SIZE["vision_config"] | {"image_size": 224, "num_positions": 257}}


@pytest.mark.parametrize(
    ("folder", "config", "without"),
    [
        ("cogvlm2-llama3-chat-19b", FULL_SIZE, ()),
        ("cogvlm2-video-llama3-chat", VIDEO_SIZE, (".vision_expert_", ".vision_mlp.")),
    ],
)
def test_sizes_are_those_of_the_architecture(folder: str, config: dict[str, Any], without: tuple[str, ...]) -> None:
    """1221 tensors and 39,006,214,656 bytes in bfloat16, or 1029 and 25,015,065,088, counted from the shapes."""
    release = read_releases(FOLDER).for_folder(folder)
    assert release is not None
    shapes = {name: shape for name, shape in tensor_shapes(config).items() if not any(part in name for part in without)}
    parameters = {name: math.prod(shape) for name, shape in shapes.items() if not name.endswith("inv_freq")}
    assert release.tensors == len(shapes)
    assert release.parameters == sum(parameters.values())
    assert release.weights_bytes == 2 * sum(math.prod(shape) for shape in shapes.values())


def test_every_release_names_the_licences_that_bind_its_user() -> None:
    """CogVLM2's and Llama 3's, with what they ask in words."""
    releases = read_releases(FOLDER)
    for release in releases.releases:
        assert release.licences
        if release.family in ("cogvlm2", "cogvlm2_video"):
            assert [licence.id for licence in releases.licences_of(release)] == ["cogvlm2", "llama3"]
    assert all(licence.summary for licence in releases.licences)


def test_a_release_with_an_unknown_licence_is_refused(tmp_path: Path) -> None:
    """A typing error must not let a model slip past the gate."""
    assert "model_invalid" == refused(tmp_path, RELEASE.format(licences='["unknown"]'))


def test_a_release_without_a_licence_is_refused(tmp_path: Path) -> None:
    """Nothing would be shown before it is used."""
    assert "model_invalid" == refused(tmp_path, LICENCE + RELEASE.format(licences="[]"))


def test_a_licence_that_is_told_twice_is_refused(tmp_path: Path) -> None:
    """Which of the two is shown would be chance."""
    assert "model_invalid" == refused(tmp_path, LICENCE + LICENCE)


def test_one_file_can_bring_a_family_and_its_terms(tmp_path: Path) -> None:
    """Its releases stand beside those of the others, and are for its own engine."""
    shutil.copytree(FOLDER / "cogvlm2", tmp_path / "cogvlm2")
    releases = read(tmp_path, LICENCE + RELEASE.format(licences='["free", "llama3"]'))
    assert ("cogvlm2", "second") == releases.families
    found = releases.for_folder("Second-7B-copy")
    assert found is not None
    assert ("second", ["llama3", "free"]) == (found.family, [one.id for one in releases.licences_of(found)])


def read(folder: Path, text: str) -> Releases:
    """Read a folder to which one file of another family was added."""
    (folder / "second").mkdir()
    (folder / "second" / "second.toml").write_text(text)
    return read_releases(folder)


def refused(folder: Path, text: str) -> str:
    """Return the code with which such a file is refused."""
    with pytest.raises(AppError) as caught:
        read(folder, text)
    return caught.value.code
