"""Join GLM-4V's parts: the vision encoder that CogVLM2 has, too, embeddings, GLM-4's decoder layers, head.

One set of weights for words and pictures. Attributes are named as in the checkpoint, so that loading needs no map.
Does not know positions or prompts, and does not load weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from model_runtime.chatglm4v.config import ChatGlm4vConfig
from model_runtime.chatglm4v.rotary import RotaryTables, rotate
from model_runtime.cogvlm2.rotary import inverse_frequencies
from model_runtime.cogvlm2.vision import GLUAdapter, PatchEmbedding, VisionTransformer
from model_runtime.inference.attention import attend, causal_mask
from model_runtime.inference.kv_cache import CacheShape, KVCache


@dataclass(frozen=True)
class Pass:
    """What all layers share about the T rows of one pass: rotation tables [T, 1, pairs], mask, the rows before."""

    cos: Tensor
    sin: Tensor
    mask: Tensor | None
    cache: KVCache


class VisionEncoder(nn.Module):
    """Everything between pixels and rows. Unlike CogVLM2's, the convolution widens, and all rows are divided at the end."""

    def __init__(self, config: ChatGlm4vConfig) -> None:
        super().__init__()
        vision, hidden = config.vision, config.hidden_size
        self.patch_embedding = PatchEmbedding(vision)
        self.transformer = VisionTransformer(vision)
        self.conv = nn.Conv2d(vision.hidden_size, hidden, kernel_size=2, stride=2)
        self.linear_proj = GLUAdapter(hidden, hidden, config.intermediate_size)
        self.boi = nn.Parameter(torch.zeros(1, 1, hidden))
        self.eoi = nn.Parameter(torch.zeros(1, 1, hidden))
        self._side = vision.patches_per_side
        self._scaling_factor = config.scaling_factor

    def forward(self, pixels: Tensor) -> Tensor:
        """Return [B, N / 4 + 2, D], boi and eoi included, for normalised pixels [B, 3, S, S]."""
        patches = self.transformer(self.patch_embedding(pixels))[:, 1:]  # [B, N, V]: the class token goes
        grid = patches.transpose(1, 2).unflatten(2, (self._side, self._side))  # [B, V, side, side]
        rows = self.linear_proj(self.conv(grid).flatten(2).transpose(1, 2))  # [B, N / 4, D]
        batch = len(rows)
        block = torch.cat([self.boi.expand(batch, -1, -1), rows, self.eoi.expand(batch, -1, -1)], dim=1)
        return block / self._scaling_factor


class DecoderLayer(nn.Module):
    """Attention and MLP, each after a norm and added to its input."""

    def __init__(self, config: ChatGlm4vConfig, layer: int) -> None:
        super().__init__()
        self.input_layernorm = nn.RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.self_attention = Attention(config, layer)
        self.post_attention_layernorm = nn.RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.mlp = MLP(config)

    def forward(self, rows: Tensor, this_pass: Pass) -> Tensor:
        """Return rows [T, D] one layer on."""
        rows = rows + self.self_attention(self.input_layernorm(rows), this_pass)
        return rows + self.mlp(self.post_attention_layernorm(rows))  # type: ignore[no-any-return]


class Attention(nn.Module):
    """Grouped-query attention. Rows of the fused matrix are all queries, all keys, all values, and have a bias."""

    def __init__(self, config: ChatGlm4vConfig, layer: int) -> None:
        super().__init__()
        self.query_key_value = nn.Linear(config.hidden_size, config.qkv_size, bias=True)
        self.dense = nn.Linear(config.hidden_size, config.hidden_size, bias=False)
        self._layer = layer
        self._heads, self._groups = config.num_attention_heads, config.num_key_value_heads
        self._head_size = config.head_size

    def forward(self, rows: Tensor, this_pass: Pass) -> Tensor:
        """Attend from rows [T, D] to themselves and the cache, and append them to it."""
        fused = self.query_key_value(rows).view(1, -1, self._heads + 2 * self._groups, self._head_size)
        query_key, values = fused.split([self._heads + self._groups, self._groups], dim=2)  # [1, T, H + K | K, D]
        query_key = rotate(query_key, this_pass.cos, this_pass.sin)
        query, keys = query_key.split([self._heads, self._groups], dim=2)
        all_keys, all_values = this_pass.cache.append(self._layer, keys.transpose(1, 2), values.transpose(1, 2))
        return self.dense(attend(query, all_keys, all_values, this_pass.mask))  # type: ignore[no-any-return]


class MLP(nn.Module):
    """SwiGLU with gate and up in one matrix, gate first."""

    def __init__(self, config: ChatGlm4vConfig) -> None:
        super().__init__()
        self.dense_h_to_4h = nn.Linear(config.hidden_size, 2 * config.intermediate_size, bias=False)
        self.dense_4h_to_h = nn.Linear(config.intermediate_size, config.hidden_size, bias=False)

    def forward(self, rows: Tensor) -> Tensor:
        """Return rows [T, D] of the same shape."""
        gate, up = self.dense_h_to_4h(rows).chunk(2, dim=-1)
        return self.dense_4h_to_h(functional.silu(gate) * up)  # type: ignore[no-any-return]


class Embedding(nn.Module):
    """Words to rows."""

    def __init__(self, config: ChatGlm4vConfig) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(config.vocab_size, config.hidden_size)


class Encoder(nn.Module):
    """The decoder's layers, by the name that the checkpoint gives them."""

    def __init__(self, config: ChatGlm4vConfig) -> None:
        super().__init__()
        self.layers = nn.ModuleList(DecoderLayer(config, layer) for layer in range(config.num_hidden_layers))
        self.final_layernorm = nn.RMSNorm(config.hidden_size, config.rms_norm_eps)


class StoredFrequencies(nn.Module):
    """What a checkpoint holds and nobody uses."""

    inv_freq: Tensor

    def __init__(self, config: ChatGlm4vConfig) -> None:
        super().__init__()
        self.register_buffer("inv_freq", inverse_frequencies(config.rope_size, config.rope_theta, torch.bfloat16))


class Transformer(nn.Module):
    """All parts."""

    def __init__(self, config: ChatGlm4vConfig) -> None:
        super().__init__()
        self.embedding = Embedding(config)
        self.rotary_pos_emb = StoredFrequencies(config)
        self.encoder = Encoder(config)
        self.output_layer = nn.Linear(config.hidden_size, config.vocab_size, bias=False)
        self.vision = VisionEncoder(config)


class ChatGlm4vNetwork(nn.Module):
    """The whole network. Build it on the `meta` device, load weights into it, then call `prepare` once."""

    def __init__(self, config: ChatGlm4vConfig) -> None:
        super().__init__()
        self.config = config
        self.transformer = Transformer(config)
        self._tables: RotaryTables | None = None

    @property
    def dtype(self) -> torch.dtype:
        """The dtype that rows are computed in."""
        return self.transformer.embedding.word_embeddings.weight.dtype

    @property
    def device(self) -> torch.device:
        """Where rows are computed."""
        return self.transformer.embedding.word_embeddings.weight.device

    @property
    def decoder_layers(self) -> list[DecoderLayer]:
        """The layers that every row passes, first to last."""
        return cast("list[DecoderLayer]", list(self.transformer.encoder.layers))

    @property
    def all_layers(self) -> list[nn.Module]:
        """The layers that a picture passes, first to last: the encoder's, then the decoder's."""
        return [*self.transformer.vision.transformer.layers, *self.transformer.encoder.layers]

    def prepare(self) -> None:
        """Make the rotation tables, and freeze the network for inference."""
        self.eval().requires_grad_(requires_grad=False)
        config = self.config
        sizes = (config.rope_size, config.rope_theta, config.max_position_embeddings)
        self._tables = RotaryTables(*sizes, self.dtype, self.device)

    def new_cache(self, rows: int) -> KVCache:
        """Take memory for a sequence of at most `rows` rows (bfloat16 9B: 40 KiB a row)."""
        config = self.config
        shape = CacheShape(config.num_hidden_layers, 1, config.num_key_value_heads, rows, config.head_size)
        return KVCache(shape, self.dtype, self.device)

    def encode_image(self, pixels: Tensor) -> Tensor:
        """Return a picture's rows [B, image_tokens, D], boi and eoi included, for normalised pixels [B, 3, S, S]."""
        return self.transformer.vision(pixels.to(self.device, self.dtype))  # type: ignore[no-any-return]

    def embed(self, ids: Tensor) -> Tensor:
        """Return rows [T, D] for token ids [T]."""
        return self.transformer.embedding.word_embeddings(ids)  # type: ignore[no-any-return]

    def run(self, rows: Tensor, positions: Sequence[int], cache: KVCache) -> Tensor:
        """Take rows [T, D] at T positions through all layers and the last norm, and append them to the cache."""
        count = len(positions)
        cos, sin = self._rotation(positions)
        this_pass = Pass(cos, sin, causal_mask(count, cache.length + count, self.device), cache)
        for layer in self.decoder_layers:
            rows = layer(rows, this_pass)
        cache.advance(count)
        return self.transformer.encoder.final_layernorm(rows)  # type: ignore[no-any-return]

    def logits(self, rows: Tensor) -> Tensor:
        """Return fp32 logits [R, vocabulary] of rows [R, D] as `run` returned them."""
        return self.transformer.output_layer(rows).float()  # type: ignore[no-any-return]

    def _rotation(self, positions: Sequence[int]) -> tuple[Tensor, Tensor]:
        if self._tables is None:
            raise RuntimeError("prepare() comes after loading")
        if len(positions) == 1:  # decoding: a view, no copy to the device
            start = positions[0]
            return self._tables.cos.narrow(0, start, 1), self._tables.sin.narrow(0, start, 1)
        wanted = torch.tensor(positions, device=self.device)
        return self._tables.cos.index_select(0, wanted), self._tables.sin.index_select(0, wanted)
