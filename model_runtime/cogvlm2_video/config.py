"""Read the sizes of a CogVLM2-Video or -caption model from its parsed config.json: CogVLM2's own, without a visual expert.

Does not open files.
"""

from collections.abc import Mapping

from model_runtime.cogvlm2.config import CogVLM2Config, Published
from model_runtime.cogvlm2.config import config_from_json as any_config_from_json

MAX_FRAMES = 24
"""The networks were trained on films of so many frames, and the published demo never sends more."""

VIDEO = Published("CogVLMVideoForCausalLM", 2048, (128_001,), "base", has_vision_expert=False)


def config_from_json(document: Mapping[str, object]) -> CogVLM2Config:
    """Check a parsed config.json and return what the network needs. Raises ConfigError."""
    return any_config_from_json(document, VIDEO)
