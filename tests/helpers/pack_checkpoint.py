"""Turn a checkpoint's tensors into a 4-bit dump as the official -int4 releases are: written by bitsandbytes' own layers.

FP4 with fp32 scales, what is not packed in fp16, the head not packed. Uses bitsandbytes' modules and their own way to
save themselves, and nothing of the product that reads such dumps.
"""

from collections.abc import Mapping

from bitsandbytes.nn.modules import Linear4bit, Params4bit
from torch import Tensor


def is_packed_linear(name: str) -> bool:
    """Tell whether the releases hold this tensor in 4 bits: every linear layer's weight but the head's."""
    if not name.endswith(".weight") or name == "lm_head.weight" or "norm" in name or "embed" in name:
        return False
    return not name.endswith("vision.conv.weight")


def packed_tensors(
    tensors: Mapping[str, Tensor], *, quant_type: str = "fp4", is_double: bool = False
) -> dict[str, Tensor]:
    """Return the dump's tensors under its names (`x.weight`, `x.weight.absmax` …)."""
    dump: dict[str, Tensor] = {}
    for name, tensor in tensors.items():
        if not is_packed_linear(name):
            dump[name] = tensor.half()
            continue
        layer = Linear4bit(
            tensor.shape[1], tensor.shape[0], bias=False, quant_type=quant_type, compress_statistics=is_double
        )
        weight = Params4bit(tensor.half(), requires_grad=False, quant_type=quant_type, compress_statistics=is_double)
        layer.weight = weight.to("cpu")  # type: ignore[misc]  # their overloads; this call is what quantises it
        prefix = name.removesuffix("weight")
        dump |= {prefix + key: value for key, value in layer.state_dict().items()}
    return dump
