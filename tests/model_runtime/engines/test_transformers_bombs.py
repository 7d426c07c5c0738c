"""Folders that ask for more than any honest one: time, memory, depth, length. Each ends with its own code and soon."""

import importlib
import itertools
import json
import shutil
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from model_runtime.engines.transformers_engine import check_weights
from model_runtime.engines.transformers_families import chat_template
from model_runtime.engines.transformers_families.judging import open_weights
from model_runtime.engines.transformers_families.prompt import Conversation, write_prompt
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from tests.helpers.tiny_families import folders
from tests.helpers.tiny_families.writing import read_json, write_json

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
"""numpy about torch's tensors, inside transformers."""

ROOT = Path(__file__).parents[3]
PICTURES = "image_processor"
"""Where a folder of today keeps the settings for pictures."""


def copy(family: str, where: Path) -> Path:
    """Return a folder of its own to spoil."""
    return Path(shutil.copytree(folders.tiny(family), where / family))


def code_of(folder: Path) -> ErrorCode:
    """Return the code that a folder is refused with."""
    with pytest.raises(RequestFailed) as raised:
        check_weights(folder)
    return raised.value.code


def change(folder: Path, file: str, edit: Callable[[dict[str, Any]], object]) -> Path:
    """Edit one JSON file of a folder."""
    document = read_json(folder / file)
    edit(document)
    write_json(folder / file, document)
    return folder


TEMPLATES = {
    "a power without end": "{{ 9 ** 9 ** 9 }}",
    "a power of what is no constant": "{% set a = 7 %}{{ (a ** 900000000) % 3 }}",
    "a product of large numbers": "{% set ns = namespace(a=9) %}{% for i in range(60) %}{% set ns.a = ns.a * ns.a %}{% endfor %}",
    "a text a million times": "{{ ('x' * 4000000000) | length }}",
    "a list a million times": "{{ ([0] * 900000000) | length }}",
    "a text doubled and doubled": (
        "{% set ns = namespace(a='x') %}{% for i in range(60) %}{% set ns.a = ns.a ~ ns.a %}{% endfor %}"
    ),
    "a replacement that grows": (
        "{% set ns = namespace(a='x') %}{% for i in range(60) %}{% set ns.a = ns.a|replace('x', 'xx') %}{% endfor %}"
    ),
    "a wide margin": "{{ 'x' | center(9000000000) | length }}",
    "a wide number": "{{ '%9000000000d' | format(1) }}",
    "another wide number": "{{ '{:>9000000000}'.format(1) }}",
    "a long batch": "{{ 'x' | list | batch(2000000000, 'y') | list | length }}",
    "a macro that calls itself": "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "a division by nothing": "{{ 1 / 0 }}",
    "words plus a number": "{{ 'a' + 1 }}",
    "a file": "{% include '/etc/passwd' %}",
}


@pytest.mark.parametrize("bomb", TEMPLATES.values(), ids=TEMPLATES.keys())
def test_a_template_that_asks_for_too_much_does_not_work(tmp_path: Path, bomb: str) -> None:
    """Whether it loops or one operation of it is enough."""
    folder = copy("llava", tmp_path)
    path = folder / chat_template.TEMPLATE_FILE
    path.write_text(bomb + path.read_text())
    assert ErrorCode.MODEL_TEMPLATE_INVALID is code_of(folder)


def test_a_template_may_count(tmp_path: Path) -> None:
    """Small products are no harm."""
    folder = copy("llava", tmp_path)
    path = folder / chat_template.TEMPLATE_FILE
    path.write_text("{% set a = 3 * 4 %}{{ ' ' * (a % 5) }}" + path.read_text())
    assert "llava" == check_weights(folder).name


@pytest.mark.parametrize("file", ["processor_config.json", "tokenizer_config.json"])
@pytest.mark.parametrize("is_list", [False, True])
def test_a_template_is_found_where_older_folders_keep_it(tmp_path: Path, file: str, is_list: bool) -> None:
    """Among settings; of several, the one that is called default."""
    folder = copy("llava", tmp_path)
    path = folder / chat_template.TEMPLATE_FILE
    text = path.read_text()
    path.unlink()
    named = [{"name": "tool_use", "template": "{{ 1 / 0 }}"}, {"name": "default", "template": text}]
    change(folder, file, lambda document: document.update(chat_template=named if is_list else text))
    assert "llava" == check_weights(folder).name


@pytest.mark.parametrize(
    "file", ["config.json", "generation_config.json", "processor_config.json", "tokenizer_config.json"]
)
@pytest.mark.parametrize("depth", [100, 480, 900, 100_000])
def test_nesting_has_an_end(tmp_path: Path, file: str, depth: int) -> None:
    """A fault of the folder, never a bug of ours, however deep."""
    folder = copy("llava", tmp_path)
    document = json.dumps(read_json(folder / file))
    (folder / file).write_text(document[:-1] + ', "x": ' + '{"a":' * depth + "1" + "}" * depth + "}")
    assert code_of(folder).value.startswith("model_")


@pytest.mark.parametrize(
    ("family", "edit"),
    [
        ("qwen3_vl", lambda config: config["vision_config"].update(deepstack_visual_indexes=[0] * 100_000)),
        ("gemma3", lambda config: config["text_config"].update(layer_types=["full_attention"] * 100_000)),
        ("llava", lambda config: config["text_config"].update(eos_token_id=list(range(100_000)))),
    ],
)
def test_lists_have_an_end(tmp_path: Path, family: str, edit: Callable[[dict[str, Any]], object]) -> None:
    """Some say what is built, a part a member."""
    assert ErrorCode.MODEL_CONFIG_INVALID is code_of(change(copy(family, tmp_path), "config.json", edit))


@pytest.mark.parametrize("kind", [{}, [], 7, {"a": "b"}])
@pytest.mark.parametrize(
    ("family", "part"), [("llava", "vision_config"), ("llava", "text_config"), ("qwen2_5_vl", "vision_config")]
)
def test_the_type_of_a_part_is_a_word(tmp_path: Path, family: str, part: str, kind: object) -> None:
    """It is looked up in tables, in ours and in those of transformers."""
    folder = change(copy(family, tmp_path), "config.json", lambda config: config[part].update(model_type=kind))
    assert ErrorCode.MODEL_CONFIG_INVALID is code_of(folder)


@pytest.mark.parametrize(("layer", "is_there"), [(-2, True), (0, True), (99, False), (-99, False)])
def test_eyes_have_the_layer_that_is_looked_at(tmp_path: Path, layer: int, is_there: bool) -> None:
    """Else the first question would end as a fault of ours."""
    folder = change(copy("llava", tmp_path), "config.json", lambda config: config.update(vision_feature_layer=layer))
    if is_there:
        check_weights(folder)
    else:
        assert ErrorCode.MODEL_CONFIG_INVALID is code_of(folder)


def test_empty_tensors_buy_no_layers(tmp_path: Path) -> None:
    """Tensors of no bytes cost nothing, so their number vouches for none."""
    folder = copy("llava", tmp_path)
    change(folder, "config.json", lambda config: config["text_config"].update(num_hidden_layers=5000))
    path = folder / "model.safetensors"
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + size])
    end = len(raw) - 8 - size
    header |= {f"z{number}": {"dtype": "F32", "shape": [0], "data_offsets": [end, end]} for number in range(5000)}
    text = json.dumps(header).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + raw[8 + size :])
    assert ErrorCode.MODEL_CONFIG_INVALID is code_of(folder)


@pytest.mark.parametrize(
    ("family", "settings"),
    [
        ("internvl", {"crop_to_patches": True, "max_patches": 60_000_000}),
        ("qwen3_vl", {"temporal_patch_size": 60_000_000}),
        ("gemma4", {"max_soft_tokens": 60_000_000}),
        ("llava_next", {"image_grid_pinpoints": [[64, 64]] * 100_000}),
        ("llava_next", {"image_grid_pinpoints": [[1 << 20, 1 << 20]]}),
    ],
)
def test_numbers_about_pictures_have_an_end(tmp_path: Path, family: str, settings: dict[str, Any]) -> None:
    """Not sizes alone: how many tiles are thought of, too."""
    folder = change(copy(family, tmp_path), "processor_config.json", lambda config: config[PICTURES].update(settings))
    assert ErrorCode.MODEL_PROCESSOR_INVALID is code_of(folder)


@pytest.mark.parametrize(
    ("generation", "top", "stops"),
    [
        ({"eos_token_id": 7}, [8], {7}),
        ({"eos_token_id": [7, 9]}, [8], {7, 9}),
        ({"eos_token_id": None}, [8, 9], {8, 9}),
        ({}, 8, {8}),
        ({"eos_token_id": [7, 1 << 70, -1, 999_999, True, "x"]}, 8, {7}),
        ({"eos_token_id": [1 << 70]}, 8, {8}),
    ],
)
def test_an_answer_ends_where_the_publisher_says(
    tmp_path: Path, generation: dict[str, object], top: object, stops: set[int]
) -> None:
    """Some folders say it only at the top of config.json; what is no token ends nothing."""
    folder = change(copy("gemma3", tmp_path), "config.json", lambda config: config.update(eos_token_id=top))
    write_json(folder / "generation_config.json", generation)
    assert stops == open_weights(folder).stop_ids


@pytest.mark.parametrize(
    ("keys", "dtype", "smaller", "code"),
    [
        ({"quantization_config": {"quant_method": "fp8"}}, "F8_E4M3", 2, ErrorCode.MODEL_QUANTIZED),
        ({"quantization": {"bits": 4, "group_size": 64}}, "U8", 2, ErrorCode.MODEL_QUANTIZED),
        ({}, "U16", 1, ErrorCode.TENSOR_TYPE),
    ],
)
def test_what_others_reduced_is_called_so(
    tmp_path: Path, keys: dict[str, object], dtype: str, smaller: int, code: ErrorCode
) -> None:
    """An honest folder of 8 or 4 bits does not lie about what it holds: it holds what is not read here."""
    folder = change(copy("llava", tmp_path), "config.json", lambda config: config.update(keys))
    path = folder / "model.safetensors"
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + size])
    entry = next(value for name, value in header.items() if len(value.get("shape", ())) == 2)
    entry |= {"dtype": dtype, "shape": [entry["shape"][0], entry["shape"][1] * smaller]}
    text = json.dumps(header).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + raw[8 + size :])
    assert code is code_of(folder)


@pytest.mark.parametrize(
    "normalizer",
    [
        {"type": "Precompiled", "precompiled_charsmap": ""},
        {"type": "Precompiled", "precompiled_charsmap": "AAAA"},
        {"type": "Replace", "pattern": {"String": ""}, "content": "xx"},
    ],
)
def test_a_tokenizer_that_makes_its_library_panic_is_invalid(tmp_path: Path, normalizer: dict[str, object]) -> None:
    """A panic of the Rust side, when it reads the file or a text, is no Exception, and would end the process."""
    folder = change(copy("llava", tmp_path), "tokenizer.json", lambda document: document.update(normalizer=normalizer))
    assert ErrorCode.MODEL_TOKENIZER_INVALID is code_of(folder)


def test_words_that_a_network_does_not_know_are_refused(tmp_path: Path) -> None:
    """A name for a token that is not there makes a new one, behind the last that the network has a row for."""
    folder = change(copy("llava", tmp_path), "tokenizer_config.json", lambda config: config.update(bos_token="<new>"))
    assert ErrorCode.MODEL_TOKENIZER_INVALID is code_of(folder)


def test_no_text_is_cut_off_or_filled_up(tmp_path: Path) -> None:
    """Some tokenizers were saved as they were trained with: at most so many tokens, all texts of one length."""
    changes = {
        "truncation": {"max_length": 3, "strategy": "LongestFirst", "stride": 0, "direction": "Right"},
        "padding": {
            "strategy": {"Fixed": 700},
            "direction": "Left",
            "pad_to_multiple_of": None,
            "pad_id": 0,
            "pad_type_id": 0,
            "pad_token": "x",
        },
    }
    folder = change(copy("qwen3_vl", tmp_path), "tokenizer.json", lambda document: document.update(changes))
    asked = Conversation([], (), "How many words does this question have before it ends?")
    ids = [
        write_prompt(weights.family, weights.processor, weights.place, asked).ids
        for weights in (open_weights(folders.tiny("qwen3_vl")), open_weights(folder))
    ]
    assert ids[0] == ids[1]


BUSY = """
from pathlib import Path
from model_runtime.engines.weights_check import WeightsCheck

def check(folder):
    while True:
        pass

WeightsCheck(Path("."), check, most_s=1).load(lambda *_: None, lambda: False)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no processor time limit of this kind")
def test_judging_has_an_end_whatever_a_library_does() -> None:
    """The kernel ends the process, and the desktop knows by that what the folder is."""
    child = subprocess.run([sys.executable, "-c", BUSY], cwd=ROOT, timeout=300, check=False)
    assert -signal.SIGXCPU == child.returncode


def test_a_busy_machine_makes_no_template_endless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts is the time that a template takes, not the time that it waits."""
    folder = copy("llava", tmp_path)
    waited = itertools.count(0, 3600)
    monkeypatch.setattr(time, "monotonic", lambda: float(next(waited)))
    assert "llava" == check_weights(folder).name


def test_one_line_of_a_template_takes_no_longer_than_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred sorts in one expression: what a line calls is timed as well."""
    monkeypatch.setattr(chat_template, "MAX_S", 1.0)
    folder = copy("llava", tmp_path)
    sorts = ",".join(["(range(99999)|map('string')|sort|list|length)"] * 100)
    (folder / chat_template.TEMPLATE_FILE).write_text(f"{{{{ [{sorts}]|length }}}}", encoding="utf-8")
    before = time.process_time()
    assert ErrorCode.MODEL_TEMPLATE_INVALID == code_of(folder)
    assert time.process_time() - before < 30


def test_constants_of_a_template_take_little_memory() -> None:
    """They are computed when a template is looked at for its names, whether or not it ever writes them."""
    looking: Any = importlib.import_module("transformers.processing_utils")
    tracemalloc.start()
    try:
        with chat_template.bounded_rendering():
            assert {"x"} == looking._get_template_variables("{% if x %}{{ 'a' | center(2000000000) }}{% endif %}")
        assert tracemalloc.get_traced_memory()[1] < 2 * chat_template.MAX_MEMORY_BYTES
    finally:
        tracemalloc.stop()
