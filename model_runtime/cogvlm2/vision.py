"""Turn a picture into rows of the language space: EVA2-CLIP encoder, 2x2 convolution, GLU adapter.

Two things differ from nearly every other vision transformer: the norm stands *after* attention and MLP, on their
branch, and there is no norm at the end. Attributes are named as in the checkpoint (https://arxiv.org/abs/2408.16500).
Does not know how pixels were made nor where the rows go.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from model_runtime.cogvlm2.config import CogVLM2Config, VisionConfig

_ADAPTER_NORM_EPS = 1e-5
"""The adapter's norm keeps torch's default; the encoder's have 1e-6."""


class VisionEncoder(nn.Module):
    """Everything between pixels and rows; `boi` and `eoi` are the learned rows that enclose a picture."""

    def __init__(self, config: CogVLM2Config) -> None:
        super().__init__()
        vision = config.vision
        self.patch_embedding = PatchEmbedding(vision)
        self.transformer = VisionTransformer(vision)
        self.conv = nn.Conv2d(vision.hidden_size, vision.hidden_size, kernel_size=2, stride=2)
        self.linear_proj = GLUAdapter(vision.hidden_size, config.hidden_size, config.intermediate_size)
        self.boi = nn.Parameter(torch.zeros(1, 1, config.hidden_size))
        self.eoi = nn.Parameter(torch.zeros(1, 1, config.hidden_size))
        self._side = vision.patches_per_side

    def forward(self, pixels: Tensor) -> Tensor:
        """Return [B, N / 4 + 2, D], boi and eoi included, for normalised pixels [B, 3, S, S]."""
        patches = self.transformer(self.patch_embedding(pixels))[:, 1:]  # [B, N, V]: the class token goes
        grid = patches.transpose(1, 2).unflatten(2, (self._side, self._side))  # [B, V, side, side]
        quarters = self.conv(grid).flatten(2).transpose(1, 2)  # [B, N / 4, V]
        rows = self.linear_proj(quarters)  # [B, N / 4, D]
        batch = len(rows)
        return torch.cat([self.boi.expand(batch, -1, -1), rows, self.eoi.expand(batch, -1, -1)], dim=1)


class PatchEmbedding(nn.Module):
    """Squares of the picture as vectors, a class token before them, a learned position added to each."""

    def __init__(self, config: VisionConfig) -> None:
        super().__init__()
        self.proj = nn.Conv2d(config.in_channels, config.hidden_size, config.patch_size, stride=config.patch_size)
        self.cls_embedding = nn.Parameter(torch.zeros(1, config.hidden_size))
        self.position_embedding = nn.Embedding(config.num_positions, config.hidden_size)

    def forward(self, pixels: Tensor) -> Tensor:
        """Return [B, 1 + N, V], patches row by row."""
        patches = self.proj(pixels).flatten(2).transpose(1, 2)  # [B, N, V]
        tokens = torch.cat([self.cls_embedding.expand(len(patches), 1, -1), patches], dim=1)
        return tokens + self.position_embedding.weight


class VisionTransformer(nn.Module):
    """The encoder's layers, with nothing after the last."""

    def __init__(self, config: VisionConfig) -> None:
        super().__init__()
        self.layers = nn.ModuleList(VisionLayer(config) for _ in range(config.num_hidden_layers))

    def forward(self, tokens: Tensor) -> Tensor:
        """Return tokens [B, 1 + N, V] of the same shape."""
        for layer in self.layers:
            tokens = layer(tokens)
        return tokens


class VisionLayer(nn.Module):
    """Attention and MLP, each normed before it is added. The norms are named as if they stood in front; they do not."""

    def __init__(self, config: VisionConfig) -> None:
        super().__init__()
        self.input_layernorm = nn.LayerNorm(config.hidden_size, config.layer_norm_eps)
        self.attention = VisionAttention(config)
        self.mlp = VisionMLP(config)
        self.post_attention_layernorm = nn.LayerNorm(config.hidden_size, config.layer_norm_eps)

    def forward(self, tokens: Tensor) -> Tensor:
        """Return tokens [B, 1 + N, V] one layer on."""
        tokens = tokens + self.input_layernorm(self.attention(tokens))
        return tokens + self.post_attention_layernorm(self.mlp(tokens))  # type: ignore[no-any-return]


class VisionAttention(nn.Module):
    """Every token sees every token. Scores of 9217 tokens are never held: 2.7 GB a layer."""

    def __init__(self, config: VisionConfig) -> None:
        super().__init__()
        self.query_key_value = nn.Linear(config.hidden_size, 3 * config.hidden_size)
        self.dense = nn.Linear(config.hidden_size, config.hidden_size)
        self._heads = config.num_heads

    def forward(self, tokens: Tensor) -> Tensor:
        """Return tokens [B, N, V] of the same shape."""
        fused = self.query_key_value(tokens).unflatten(2, (3, self._heads, -1))  # [B, N, 3, H, D]
        query, keys, values = fused.permute(2, 0, 3, 1, 4)  # each [B, H, N, D]
        out = functional.scaled_dot_product_attention(query, keys, values)
        return self.dense(out.transpose(1, 2).flatten(2))  # type: ignore[no-any-return]


class VisionMLP(nn.Module):
    """Two linear layers with GELU between them: the exact one (erf), not the tanh approximation."""

    def __init__(self, config: VisionConfig) -> None:
        super().__init__()
        self.fc1 = nn.Linear(config.hidden_size, config.intermediate_size)
        self.fc2 = nn.Linear(config.intermediate_size, config.hidden_size)

    def forward(self, tokens: Tensor) -> Tensor:
        """Return tokens [B, N, V] of the same shape."""
        return self.fc2(functional.gelu(self.fc1(tokens)))  # type: ignore[no-any-return]


class GLUAdapter(nn.Module):
    """Projection into the language space, then a gated MLP."""

    def __init__(self, vision_size: int, hidden_size: int, intermediate_size: int) -> None:
        super().__init__()
        self.linear_proj = nn.Linear(vision_size, hidden_size, bias=False)
        self.norm1 = nn.LayerNorm(hidden_size, _ADAPTER_NORM_EPS)
        self.gate_proj = nn.Linear(hidden_size, intermediate_size, bias=False)
        self.dense_h_to_4h = nn.Linear(hidden_size, intermediate_size, bias=False)
        self.dense_4h_to_h = nn.Linear(intermediate_size, hidden_size, bias=False)

    def forward(self, patches: Tensor) -> Tensor:
        """Return [B, N, D] for [B, N, V]."""
        rows = functional.gelu(self.norm1(self.linear_proj(patches)))
        gated = functional.silu(self.gate_proj(rows)) * self.dense_h_to_4h(rows)
        return self.dense_4h_to_h(gated)  # type: ignore[no-any-return]
