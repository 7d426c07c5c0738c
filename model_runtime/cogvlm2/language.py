"""Decode rows with Llama 3's layers, each of which has two full sets of weights: one for words, one for pictures.

A network without a visual expert has the first set alone, and all of its passes are `language`.
Which set a row uses is decided once, outside: a pass is all words or all picture (`context.py` says why that is the
same as choosing row by row), so a layer reads one set and never gathers or scatters.
Attributes are named as in the checkpoint. Does not know positions, pictures or prompts.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from torch import Tensor, nn
from torch.nn import functional

from model_runtime.cogvlm2.config import CogVLM2Config
from model_runtime.cogvlm2.rotary import RotaryEmbedding, rotate
from model_runtime.inference.attention import attend
from model_runtime.inference.kv_cache import KVCache

Expert: TypeAlias = Literal["language", "vision"]


@dataclass(frozen=True)
class Pass:
    """What all layers share about the T rows of one pass.

    Attributes:
        expert: the set of weights.
        cos, sin: rotation tables of the rows, [T, 1, D].
        mask: what each row may see (`attention.causal_mask`).
        cache: keys and values of the rows before.
    """

    expert: Expert
    cos: Tensor
    sin: Tensor
    mask: Tensor | None
    cache: KVCache


class DecoderLayer(nn.Module):
    """Attention and MLP, each after a norm and added to its input."""

    def __init__(self, config: CogVLM2Config, layer: int) -> None:
        super().__init__()
        self.self_attn = Attention(config, layer)
        self.mlp = ExpertMLP(config)
        self.input_layernorm = nn.RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.post_attention_layernorm = nn.RMSNorm(config.hidden_size, config.rms_norm_eps)

    def forward(self, rows: Tensor, this_pass: Pass) -> Tensor:
        """Return rows [B * T, D] one layer on."""
        rows = rows + self.self_attn(self.input_layernorm(rows), this_pass)
        return rows + self.mlp(self.post_attention_layernorm(rows), this_pass.expert)  # type: ignore[no-any-return]


class Attention(nn.Module):
    """Grouped-query attention. Rows of a fused matrix are all queries, all keys, all values; only vision has a bias."""

    def __init__(self, config: CogVLM2Config, layer: int) -> None:
        super().__init__()
        hidden = config.hidden_size
        if config.has_vision_expert:
            self.vision_expert_query_key_value = nn.Linear(hidden, config.qkv_size, bias=True)
            self.vision_expert_dense = nn.Linear(hidden, hidden, bias=False)
        self.language_expert_query_key_value = nn.Linear(hidden, config.qkv_size, bias=False)
        self.language_expert_dense = nn.Linear(hidden, hidden, bias=False)
        self.rotary_emb = RotaryEmbedding(config.head_size, config.rope_theta)
        self._layer = layer
        self._heads = config.num_attention_heads
        self._groups = config.num_key_value_heads
        self._head_size = config.head_size

    def forward(self, rows: Tensor, this_pass: Pass) -> Tensor:
        """Attend from rows [B * T, D] to themselves and the cache, and append them to it."""
        project, dense = self._expert(this_pass.expert)
        fused = project(rows).view(this_pass.cache.batch, -1, self._heads + 2 * self._groups, self._head_size)
        query_key, values = fused.split([self._heads + self._groups, self._groups], dim=2)  # [B, T, H + K | K, D]
        query_key = rotate(query_key, this_pass.cos, this_pass.sin)
        query, keys = query_key.split([self._heads, self._groups], dim=2)
        all_keys, all_values = this_pass.cache.append(self._layer, keys.transpose(1, 2), values.transpose(1, 2))
        return dense(attend(query, all_keys, all_values, this_pass.mask))  # type: ignore[no-any-return]

    def _expert(self, expert: Expert) -> tuple[nn.Module, nn.Module]:
        if expert == "vision":
            return self.vision_expert_query_key_value, self.vision_expert_dense
        return self.language_expert_query_key_value, self.language_expert_dense


class ExpertMLP(nn.Module):
    """Two gated MLPs of the same size, or one where there is no visual expert."""

    def __init__(self, config: CogVLM2Config) -> None:
        super().__init__()
        self.language_mlp = MLP(config.hidden_size, config.intermediate_size)
        if config.has_vision_expert:
            self.vision_mlp = MLP(config.hidden_size, config.intermediate_size)

    def forward(self, rows: Tensor, expert: Expert) -> Tensor:
        """Return rows [B * T, D] through one of the two."""
        mlp = self.vision_mlp if expert == "vision" else self.language_mlp
        return mlp(rows)  # type: ignore[no-any-return]


class MLP(nn.Module):
    """SwiGLU: down(silu(gate(x)) * up(x))."""

    def __init__(self, hidden_size: int, intermediate_size: int) -> None:
        super().__init__()
        self.gate_proj = nn.Linear(hidden_size, intermediate_size, bias=False)
        self.up_proj = nn.Linear(hidden_size, intermediate_size, bias=False)
        self.down_proj = nn.Linear(intermediate_size, hidden_size, bias=False)

    def forward(self, rows: Tensor) -> Tensor:
        """Return rows [B * T, D] of the same shape."""
        return self.down_proj(functional.silu(self.gate_proj(rows)) * self.up_proj(rows))  # type: ignore[no-any-return]
