"""A network that is too large for one card goes over several by whole layers, each card within its room; computed on `meta`."""

import pytest
import torch
from accelerate import cpu_offload
from PIL import Image

from model_runtime.engines.held_weights import FolderToLoad
from model_runtime.engines.transformers_families import network, spreading
from model_runtime.engines.transformers_families.context import Context
from model_runtime.engines.transformers_families.judging import open_weights
from model_runtime.engines.transformers_families.loading import LoadedModel, load_model
from model_runtime.engines.transformers_families.prompt import Conversation, write_prompt
from model_runtime.engines.transformers_families.sizing import needs_of
from model_runtime.engines.transformers_families.table import FAMILIES
from model_runtime.placement.plan import SPARE_BYTES, Needs, Room
from tests.helpers.tiny_families import folders

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
"""numpy about torch's tensors, inside transformers."""


def spread(family: str, shares: tuple[float, ...], host: float = 0) -> tuple[dict[str, int], spreading.Spread, Needs]:
    """Spread a tiny network over cards that have room for these shares of its weights; return its tensors' bytes, too."""
    weights = open_weights(folders.tiny(family))
    needs = needs_of(weights)
    empty = network.empty_network(weights.family, weights.config)
    beside = SPARE_BYTES + needs.rows + needs.working + (needs.block if host else 0)
    room = Room(tuple(beside + int(share * needs.full) for share in shares), SPARE_BYTES + int(host * needs.full))
    tied = empty.all_tied_weights_keys
    sizes = {name: 2 * weight.numel() for name, weight in empty.named_parameters() if name not in tied}
    return sizes, spreading.spread(empty, needs, room, with_host=bool(host)), needs


def held(sizes: dict[str, int], found: spreading.Spread) -> dict[str, int]:
    """Return the bytes on each device."""
    total: dict[str, int] = {}
    for name, size in sizes.items():
        device = str(found.device_of(name))
        total[device] = total.get(device, 0) + size
    return total


@pytest.mark.parametrize("family", ["llava", "qwen3_vl", "gemma3", "mistral3"])
def test_cards_share_a_network_by_whole_layers(family: str) -> None:
    """Every tensor has one place, no layer is cut, and no card holds more than its room."""
    sizes, found, needs = spread(family, (0.7, 0.7))
    total = held(sizes, found)
    assert {"cuda:0", "cuda:1"} == set(total)
    assert all(size <= 0.7 * needs.full for size in total.values())
    empty = network.empty_network(open_weights(folders.tiny(family)).family, open_weights(folders.tiny(family)).config)
    whole = {id(layer) for layer in network.layers_of(empty)}
    for name, module in empty.named_modules():
        if id(module) in whole:
            assert 1 == len({found.device_of(part) for part in sizes if part.startswith(f"{name}.")})


def test_what_a_card_has_no_room_for_goes_to_the_host() -> None:
    """The first layers stay on the card."""
    sizes, found, needs = spread("llava", (0.5,), host=1)
    total = held(sizes, found)
    assert {"cuda:0", "cpu"} == set(total)
    assert total["cuda:0"] <= 0.5 * needs.full
    assert sum(total.values()) == sum(sizes.values())


def test_a_tensor_goes_with_the_longest_module_that_it_is_in() -> None:
    """And where nothing is said, where rows come in."""
    found = spreading.Spread({"model": 0, "model.layers.1": 1, "model.layers.10": "cpu"}, torch.device("cuda", 0))
    places = ["model.norm.weight", "model.layers.1.weight", "model.layers.10.weight", "head.weight"]
    assert ["cuda:0", "cuda:1", "cpu", "cuda:0"] == [str(found.device_of(name)) for name in places]


def ids_of(model: LoadedModel) -> list[int]:
    """Return the likeliest tokens behind a question about a picture."""
    weights = model.weights
    conversation = Conversation([Image.fromarray(folders.rgb("large"))], (), "What is the total?")
    prompt = write_prompt(weights.family, weights.processor, weights.place, conversation)
    context = Context(weights.family, model.network, 4096)
    logits = context.prefill(("one",), prompt, lambda: False).logits
    said = []
    for _ in range(6):
        token = logits.argmax(-1)
        said.append(int(token))
        logits = context.step(token)
    return said


@pytest.mark.parametrize("family", ["llava", "qwen3_vl", "instructblip"])
def test_layers_that_wait_in_the_host_s_memory_say_the_same(family: str) -> None:
    """Carried in for each pass, by the same hooks that carry them to a card; the processor stands for one here."""
    options = FolderToLoad(folders.tiny(family), "fp32", torch.device("cpu"))
    whole, lent = (load_model(options, lambda *_: None, lambda: False) for _ in range(2))
    language = lent.network.get_submodule(FAMILIES[family].decoder or "model.language_model")
    cpu_offload(language, execution_device=torch.device("cpu"))
    assert {"meta"} == {weight.device.type for weight in language.parameters()}
    assert ids_of(whole) == ids_of(lent)
