"""Compute the same network as it was published: every row routed to its expert by a mask, in every layer, every step.

Kept beside the product to compare with: both what comes out (it must be equal) and what it costs. Structure as in the
public code: masks by boolean index, a cache that is concatenated, repeated heads, logits of all rows.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from model_runtime.cogvlm2 import positions
from model_runtime.cogvlm2.language import Attention, DecoderLayer, ExpertMLP
from model_runtime.cogvlm2.network import CogVLM2Network
from model_runtime.cogvlm2.positions import TokenType


class RoutedNetwork:
    """The weights of a network, used row by row. Holds one sequence."""

    def __init__(self, network: CogVLM2Network) -> None:
        self._network = network
        self._config = network.config
        self._past: list[tuple[Tensor, Tensor]] = []
        self._position = 0

    @torch.no_grad()
    def prefill(self, pixels: Tensor, words: list[int]) -> Tensor:
        """Compute `bos, picture, words` anew and return the logits of all rows [T, vocabulary]."""
        block = self._network.encode_image(pixels)
        types = positions.token_types(block.shape[1], len(words))
        placeholder = [0] * block.shape[1]
        rows = self._network.embed(torch.tensor([[self._config.bos_token_id, *placeholder, *words]]))  # [1, T, D]
        rows[torch.tensor([types]) == TokenType.VISION] = block.flatten(0, 1)
        self._past = []
        return self._run(rows, types, positions.position_ids(types))

    @torch.no_grad()
    def step(self, token: int) -> Tensor:
        """Append one token and return its logits [1, vocabulary]."""
        rows = self._network.embed(torch.tensor([[token]]))
        return self._run(rows, [TokenType.LANGUAGE], [self._position + 1])

    def _run(self, rows: Tensor, types: list[TokenType], row_positions: list[int]) -> Tensor:
        vision = torch.tensor([positions.vision_expert_rows(types)])  # [1, T]
        inv_freq = self._network.decoder_layers[0].self_attn.rotary_emb.inv_freq
        angles = torch.tensor(row_positions, dtype=inv_freq.dtype)[:, None] * inv_freq
        tables = (angles.cos().to(rows.dtype), angles.sin().to(rows.dtype))  # [T, D / 2]
        past: Sequence[tuple[Tensor, Tensor] | None] = self._past or [None] * len(self._network.decoder_layers)
        self._past = []
        for layer, before in zip(self._network.decoder_layers, past, strict=True):
            rows = self._layer(layer, rows, vision, tables, before)
        self._position = row_positions[-1]
        return self._network.logits(rows[0])

    def _layer(
        self,
        layer: DecoderLayer,
        rows: Tensor,
        vision: Tensor,
        tables: tuple[Tensor, Tensor],
        past: tuple[Tensor, Tensor] | None,
    ) -> Tensor:
        rows = rows + self._attention(layer.self_attn, layer.input_layernorm(rows), vision, tables, past)
        mlp: ExpertMLP = layer.mlp
        return rows + _routed(layer.post_attention_layernorm(rows), vision, mlp.vision_mlp, mlp.language_mlp)

    def _attention(
        self,
        attn: Attention,
        rows: Tensor,
        vision: Tensor,
        tables: tuple[Tensor, Tensor],
        past: tuple[Tensor, Tensor] | None,
    ) -> Tensor:
        heads, groups, size = (
            self._config.num_attention_heads,
            self._config.num_key_value_heads,
            self._config.head_size,
        )
        fused = _routed(rows, vision, attn.vision_expert_query_key_value, attn.language_expert_query_key_value)
        parts = fused.split([heads * size, groups * size, groups * size], dim=-1)
        query, keys, values = (part.unflatten(-1, (-1, size)).transpose(1, 2) for part in parts)  # [1, H, T, D]
        query, keys = _rotated(query, *tables), _rotated(keys, *tables)
        if past is not None:
            keys, values = torch.cat([past[0], keys], dim=2), torch.cat([past[1], values], dim=2)
        self._past.append((keys, values))
        keys, values = (part.repeat_interleave(heads // groups, dim=1) for part in (keys, values))
        mask = torch.ones(query.shape[2], keys.shape[2], dtype=torch.bool).tril(keys.shape[2] - query.shape[2])
        out = functional.scaled_dot_product_attention(query, keys, values, attn_mask=mask)
        return _routed(out.transpose(1, 2).flatten(2), vision, attn.vision_expert_dense, attn.language_expert_dense)


def _routed(rows: Tensor, vision: Tensor, vision_part: nn.Module, language_part: nn.Module) -> Tensor:
    """Gather each expert's rows [1, T, D], apply it, scatter what comes out; experts without rows are called, too."""
    language = ~vision
    seen, said = vision_part(rows[vision]), language_part(rows[language])
    out = torch.empty(*rows.shape[:2], said.shape[-1], dtype=said.dtype)
    out[vision] = seen
    out[language] = said
    return out


def _rotated(heads: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    first, second = heads.chunk(2, dim=-1)
    return torch.cat([first * cos - second * sin, first * sin + second * cos], dim=-1)
