"""A tiny random network, its weights, and what an independent computation that routes row by row says about it."""

from functools import cache

import torch
from torch import Tensor

from model_runtime.cogvlm2.config import config_from_json
from model_runtime.cogvlm2.context import Context, Picture
from model_runtime.cogvlm2.network import CogVLM2Network
from model_runtime.inference.prefix_store import PrefixStore
from tests.helpers import checkpoint_forward
from tests.helpers.write_tiny_checkpoint import TINY_CONFIG, random_tensors

IMAGE_TOKENS = 6
BOS = TINY_CONFIG["bos_token_id"]


@cache
def weights() -> dict[str, Tensor]:
    """Draw the checkpoint's tensors, fp32."""
    return random_tensors(TINY_CONFIG, seed=7, dtype=torch.float32)


@cache
def network() -> CogVLM2Network:
    """Load them; shared, so a test leaves it as it was."""
    with torch.device("meta"):
        network = CogVLM2Network(config_from_json(TINY_CONFIG))
    network.load_state_dict(weights(), assign=True)
    network.prepare()
    return network


def context(capacity: int = 96, store_bytes: int = 1 << 20) -> Context:
    """Return a context that holds nothing yet."""
    return Context(network(), capacity, PrefixStore(store_bytes))


def picture(seed: int) -> Picture:
    """Draw a picture; its seed is its key."""
    return Picture(seed, lambda: torch.randn(1, 3, 56, 56, generator=torch.Generator().manual_seed(seed)))


def routed_logits(seed: int | None, words: list[int]) -> Tensor:
    """Compute the logits behind `bos, picture, words` with every row routed to its expert by a mask, nothing cached."""
    with torch.no_grad():
        sizes = checkpoint_forward.Sizes.of(TINY_CONFIG)
        embeddings = weights()["model.embed_tokens.weight"][torch.tensor([[BOS, *words]])]
        if seed is None:
            rows, types = embeddings, [checkpoint_forward.LANGUAGE] * embeddings.shape[1]
        else:
            block = checkpoint_forward.image_block(weights(), sizes, picture(seed).pixels())
            rows, types = checkpoint_forward.rows_of(block, embeddings)
        return checkpoint_forward.logits(weights(), sizes, rows, types)[:, -1]


def never() -> bool:
    """Nobody cancels."""
    return False
