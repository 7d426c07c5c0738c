"""Join CogVLM2's parts: vision encoder, embeddings, decoder layers, head. Names are the checkpoint's.

A pass takes rows through all layers with one set of weights and leaves their keys and values in a cache.
Does not decide which rows go together (`context.py`), choose tokens, or load weights.
"""

from collections.abc import Sequence
from typing import cast

import torch
from torch import Tensor, nn

from model_runtime.cogvlm2 import rotary
from model_runtime.cogvlm2.config import CogVLM2Config
from model_runtime.cogvlm2.language import DecoderLayer, Expert, Pass
from model_runtime.cogvlm2.rotary import RopePrecision, RotaryTables
from model_runtime.cogvlm2.vision import VisionEncoder
from model_runtime.inference.attention import causal_mask
from model_runtime.inference.kv_cache import CacheShape, KVCache


class CogVLM2Model(nn.Module):
    """Everything but the head."""

    def __init__(self, config: CogVLM2Config) -> None:
        super().__init__()
        self.embed_tokens = nn.Embedding(config.vocab_size, config.hidden_size)
        self.layers = nn.ModuleList(DecoderLayer(config, layer) for layer in range(config.num_hidden_layers))
        self.norm = nn.RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.vision = VisionEncoder(config)


class CogVLM2Network(nn.Module):
    """The whole network. Build it on the `meta` device, load weights into it, then call `prepare` once."""

    def __init__(self, config: CogVLM2Config) -> None:
        super().__init__()
        self.config = config
        self.model = CogVLM2Model(config)
        self.lm_head = nn.Linear(config.hidden_size, config.vocab_size, bias=False)
        self._tables: RotaryTables | None = None

    @property
    def dtype(self) -> torch.dtype:
        """The dtype that rows are computed in."""
        return self.model.embed_tokens.weight.dtype

    @property
    def device(self) -> torch.device:
        """Where rows are computed."""
        return self.model.embed_tokens.weight.device

    @property
    def decoder_layers(self) -> list[DecoderLayer]:
        """The layers that every row passes, first to last."""
        return cast("list[DecoderLayer]", list(self.model.layers))

    @property
    def all_layers(self) -> list[nn.Module]:
        """The layers that a picture passes, first to last: the encoder's, then the decoder's."""
        return [*self.model.vision.transformer.layers, *self.model.layers]

    def prepare(self, rope: RopePrecision = "reference") -> None:
        """Make the rotation tables from the weights that were loaded, and freeze the network for inference."""
        self.eval().requires_grad_(requires_grad=False)
        config = self.config
        stored = self.decoder_layers[0].self_attn.rotary_emb.inv_freq
        exact = rotary.inverse_frequencies(config.head_size, config.rope_theta, torch.float32)
        inv_freq = stored if rope == "reference" else exact
        self._tables = RotaryTables(inv_freq.to(self.device), config.max_position_embeddings, self.dtype)

    def new_cache(self, rows: int, batch: int = 1) -> KVCache:
        """Take memory for `batch` sequences of at most `rows` rows (bfloat16 19B: 128 KiB a row)."""
        config = self.config
        shape = CacheShape(config.num_hidden_layers, batch, config.num_key_value_heads, rows, config.head_size)
        return KVCache(shape, self.dtype, self.device)

    def encode_image(self, pixels: Tensor) -> Tensor:
        """Return a picture's rows [B, image_tokens, D], boi and eoi included, for normalised pixels [B, 3, S, S]."""
        return self.model.vision(pixels.to(self.device, self.dtype))  # type: ignore[no-any-return]

    def embed(self, ids: Tensor) -> Tensor:
        """Return rows [T, D] for token ids [T]."""
        return self.model.embed_tokens(ids)  # type: ignore[no-any-return]

    def run(self, rows: Tensor, positions: Sequence[int], expert: Expert, cache: KVCache) -> Tensor:
        """Take rows [B * T, D] at T positions through all layers and append them to the cache."""
        count = len(positions)
        cos, sin = self._rotation(positions)
        mask = causal_mask(count, cache.length + count, self.device)
        this_pass = Pass(expert, cos, sin, mask, cache)
        for layer in self.decoder_layers:
            rows = layer(rows, this_pass)
        cache.advance(count)
        return rows

    def logits(self, rows: Tensor) -> Tensor:
        """Return fp32 logits [R, vocabulary] of rows [R, D]. Hand in only the rows wanted: a row is half a megabyte."""
        return self.lm_head(self.model.norm(rows)).float()  # type: ignore[no-any-return]

    def _rotation(self, positions: Sequence[int]) -> tuple[Tensor, Tensor]:
        if self._tables is None:
            raise RuntimeError("prepare() comes after loading")
        if len(positions) == 1:  # decoding: a view, no copy to the device
            start = positions[0]
            return self._tables.cos.narrow(0, start, 1), self._tables.sin.narrow(0, start, 1)
        wanted = torch.tensor(positions, device=self.device)
        return self._tables.cos.index_select(0, wanted), self._tables.sin.index_select(0, wanted)
