"""Count what a folder of a family that transformers knows would need of memory: its weights, and a question with one page.

On a network without memory, and with a made-up page that the family's own processor cuts up. Decides nothing
(`placement/plan.py`).
"""

from typing import Any

from model_runtime.engines.transformers_families import network
from model_runtime.engines.transformers_families.family import Family
from model_runtime.engines.transformers_families.judging import OpenedWeights
from model_runtime.engines.transformers_families.prompt import Conversation, Prompt, write_prompt
from model_runtime.placement import needs
from model_runtime.placement.plan import Needs

PAGE_PX = (1240, 1754)
"""Of A4 at 150 dots an inch."""

ANSWER_ROWS = 1024


def needs_of(weights: OpenedWeights) -> Needs:
    """Return what a folder needs here."""
    return needs_of_network(
        weights.family, weights.config, page_prompt(weights.family, weights.processor, weights.place)
    )


def page_prompt(family: Family, processor: Any, place: int) -> Prompt:
    """Write a question about one page."""
    from PIL import Image

    return write_prompt(family, processor, place, Conversation([Image.new("RGB", PAGE_PX, "grey")], (), "What is it?"))


def needs_of_network(family: Family, config: Any, prompt: Prompt) -> Needs:
    """Return what a network of these sizes needs for such a question."""
    empty = network.empty_network(family, config)
    tied = empty.all_tied_weights_keys.keys()

    def is_eyes(name: str) -> bool:
        return network.stays(name, family)

    pixels = prompt.inputs["pixel_values"].numel() // max(1, needs.patch_numbers(empty, is_eyes))
    rows = needs.Rows(pixels, len(prompt.ids))
    wide = needs.moments(empty, is_eyes, rows)
    row_bytes = needs.row_bytes(config.get_text_config())
    full = needs.weights_bytes(empty, {}, tied)
    blocks = [needs.weights_bytes(layer, {}) for layer in network.layers_of(empty)]
    return Needs(
        full=full,
        int8=needs.weights_bytes(empty, network.linear_treatments(empty, family, "int8"), tied),
        int4=needs.weights_bytes(empty, network.linear_treatments(empty, family, "nf4"), tied),
        rows=row_bytes * (rows.words + ANSWER_ROWS),
        working=max(wide.words, wide.eyes - row_bytes * rows.words),  # while eyes look, no row is there yet
        block=max(blocks, default=0),
        outside=full - sum(blocks),
    )
