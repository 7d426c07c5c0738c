"""Spoil a folder of weights in every way that is known to us. Where code in it gets run, a file EXECUTED appears in it."""

import os
import shutil
from pathlib import Path
from typing import Any

from tests.helpers.tiny_families.writing import read_json, write_json

EVIL = """import pathlib
pathlib.Path({marker!r}).write_text("executed")
Config = Model = Processor = Tokenizer = object
"""
CLASSES = {
    "AutoConfig": "evil.Config",
    "AutoModelForImageTextToText": "evil.Model",
    "AutoProcessor": "evil.Processor",
    "AutoTokenizer": ["evil.Tokenizer", "evil.Tokenizer"],
}
ESCAPE = "{{ ''.__class__.__mro__[1].__subclasses__() }}{{ cycler.__init__.__globals__.os.system('touch %s') }}"
LOOP = "{%- for a in range(99999) %}{%- for b in range(99999) %}{{ a * b }}{% endfor %}{% endfor %}"
LIUHAOTIAN = {
    "architectures": ["LlavaLlamaForCausalLM"],
    "model_type": "llava",
    "mm_vision_tower": "openai/clip-vit-large-patch14-336",
    "hidden_size": 128,
    "vocab_size": 512,
}
EDITS: dict[str, dict[str, dict[str, Any]]] = {  # kind: file: keys to set
    "attn_kernel": {"config.json": dict.fromkeys(("attn_implementation", "_attn_implementation"), "some-org/kernel")},
    "quantizer": {"config.json": {"quantization_config": {"quant_method": "mystery", "bits": 4}}},
    "quantizer_awq": {"config.json": {"quantization_config": {"quant_method": "awq", "bits": 4, "group_size": 128}}},
    "adapter": {"adapter_config.json": {"peft_type": "LORA", "base_model_name_or_path": "/etc", "r": 8}},
    "unknown_type": {"config.json": {"model_type": "mystery"}},
    "huge_config": {"config.json": {"text_config": {"hidden_size": 1 << 30, "num_hidden_layers": 1 << 20}}},
}
KINDS = f"""auto_map pickle pickle_only wrong_architecture template_escape template_loop missing_shard index_escape
symlink truncated huge_header extra_tensor missing_tensor wrong_shape {" ".join(EDITS)}""".split()


class Bomb:
    """Writes a file when it is unpickled."""

    def __init__(self, marker: str) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (f"touch {self.marker}",)


def spoil(folder: Path, out: Path, kind: str) -> None:
    """Copy a folder that `write` made and make it bad in one way."""
    from safetensors.torch import load_file

    shutil.copytree(folder, out)
    marker = str((out / "EXECUTED").resolve())
    tensors = {key: value for file in sorted(out.glob("*.safetensors")) for key, value in load_file(file).items()}
    for name, keys in EDITS.get(kind, {}).items():
        old = read_json(out / name)
        deep = {key: {**old.get(key, {}), **value} for key, value in keys.items() if isinstance(value, dict)}
        write_json(out / name, {**old, **keys, **deep})
    if kind == "auto_map":
        (out / "evil.py").write_text(EVIL.format(marker=marker), encoding="utf-8")
        for name in ("config.json", "tokenizer_config.json", "processor_config.json"):
            write_json(out / name, {**read_json(out / name), "auto_map": CLASSES})
    elif kind == "wrong_architecture":
        write_json(out / "config.json", LIUHAOTIAN)
    elif kind.startswith("template"):
        text = ESCAPE % marker if kind == "template_escape" else LOOP
        (out / "chat_template.jinja").write_text(text, encoding="utf-8")
        (out / "chat_template.json").unlink(missing_ok=True)
    if kind in EDITS or kind in ("auto_map", "wrong_architecture") or kind.startswith("template"):
        return
    for file in [] if kind == "pickle" else out.glob("model*"):
        file.unlink()
    _spoil_weights(out, kind, tensors, marker)


def _spoil_weights(out: Path, kind: str, tensors: dict[str, Any], marker: str) -> None:
    import torch
    from safetensors.torch import save_file

    first, second = "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"
    victim = min(key for key in tensors if "norm" in key)
    if kind.startswith("pickle"):
        torch.save({"weight": Bomb(marker)}, out / "pytorch_model.bin")
    elif kind in ("missing_shard", "index_escape", "symlink"):
        names = sorted(tensors)
        second = f"../{out.name}/{second}" if kind == "index_escape" else second
        parts = {first: names[: len(names) // 2], second: names[len(names) // 2 :]}
        for name, part in parts.items():
            save_file({key: tensors[key] for key in part}, out / name, metadata={"format": "pt"})
        where = {key: name for name, part in parts.items() for key in part}
        write_json(out / "model.safetensors.index.json", {"metadata": {}, "weight_map": where})
        if kind == "missing_shard":
            (out / second).unlink()
        elif kind == "symlink":
            target = shutil.move(out / second, out.parent / f"{out.name}-outside.safetensors")
            (out / second).symlink_to(Path(target).resolve())
    else:
        changes = {"extra_tensor": {"surplus.weight": torch.ones(4, 4)}, "wrong_shape": {victim: torch.ones(3)}}
        kept = {key: value for key, value in tensors.items() if (kind, key) != ("missing_tensor", victim)}
        save_file({**kept, **changes.get(kind, {})}, out / "model.safetensors", metadata={"format": "pt"})
        data = (out / "model.safetensors").read_bytes()
        cut = {"truncated": data[: len(data) // 2], "huge_header": (1 << 62).to_bytes(8, "little") + data[8:]}
        (out / "model.safetensors").write_bytes(cut.get(kind, data))
