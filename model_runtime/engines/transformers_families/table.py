"""List the families that run through transformers' own classes. Data, nothing that runs; a new family is a row here.

What stays unquantised is named by module, not by the file's names: files say `visual.`, modules say `model.visual.`.
"""

from model_runtime.engines.transformers_families.family import Family

_LLAVA_EYES = ("model.vision_tower", "model.multi_modal_projector")
_IDEFICS_EYES = ("model.vision_model", "model.connector")
_LLAVA_SETTINGS = ("patch_size", "num_additional_image_tokens", "vision_feature_select_strategy")
_CHAT_LLAMAS = ("llama", "mistral", "qwen2")

_FAMILIES = (
    Family(
        "qwen2_5_vl",
        "Qwen2_5_VL",
        images="qwen2_vl:Qwen2VL",
        parts=("qwen2_5_vl_text", "qwen2_5_vl", "qwen2_5_vl_vision"),
        unquantised=("model.visual",),
    ),
    Family(
        "qwen3_vl",
        "Qwen3VL",
        images="qwen2_vl:Qwen2VL",
        parts=("qwen3_vl_text", "qwen3_vl", "qwen3_vl_vision"),
        unquantised=("model.visual",),
    ),
    Family(
        "qwen3_5",
        "Qwen3_5",
        images="qwen2_vl:Qwen2VL",
        processor="qwen3_vl:Qwen3VL",
        parts=("qwen3_5_text", "qwen3_5", "qwen3_5_vision"),
        unquantised=("model.visual", "in_proj_a", "in_proj_b"),  # one row a head: too few for the 4-bit kernels
        reuse="nothing",  # linear attention keeps a state that cannot be cut back
    ),
    Family(
        "internvl",
        "InternVL",
        images="got_ocr2:GotOcr2",
        parts=("qwen2", "qwen3", "llama", "internvl_vision"),
        unquantised=_LLAVA_EYES,
        settings=("image_seq_length",),
        quirk="without_own_call",
    ),
    Family(
        "glm4v",
        "Glm4v",
        images="Glm4v",
        parts=("glm4v_text", "glm4v_vision", "glm4v"),
        unquantised=("model.visual",),
    ),
    Family(
        "glm46v",
        "Glm46V",
        images="Glm46V",
        parts=("glm4v_text", "glm4v_vision", "glm46v_text", "glm46v_vision"),
        unquantised=("model.visual",),
    ),
    Family(
        "llava",
        "Llava",
        images="clip:CLIP",
        parts=(*_CHAT_LLAMAS, "clip_vision_model", "siglip_vision_model"),
        unquantised=_LLAVA_EYES,
        settings=_LLAVA_SETTINGS,
        writes_bos=True,
    ),
    Family(
        "llava_next",
        "LlavaNext",
        images="LlavaNext",
        parts=(*_CHAT_LLAMAS, "clip_vision_model"),
        unquantised=_LLAVA_EYES,
        settings=_LLAVA_SETTINGS,
        writes_bos=True,
    ),
    Family(
        "llava_onevision",
        "LlavaOnevision",
        images="LlavaOnevision",
        parts=("qwen2", "siglip_vision_model"),
        unquantised=_LLAVA_EYES,
        settings=("num_image_tokens", "vision_feature_select_strategy", "vision_aspect_ratio"),
    ),
    Family(
        "instructblip",
        "InstructBlip",
        images="blip:Blip",
        parts=("llama", "instructblip_vision_model", "instructblip_qformer"),
        unquantised=("vision_model", "qformer", "language_projection"),
        settings=("num_query_tokens",),
        takes_several=False,
        reuse="nothing",  # its eyes read the question
        prompt="query",
        decoder="language_model",
    ),
    Family(
        "idefics3",
        "Idefics3",
        images="Idefics3",
        processor="smolvlm:SmolVLM",  # Idefics3's own cannot keep typed control tokens apart; the prompts are the same
        parts=("llama", "idefics3_vision"),
        unquantised=_IDEFICS_EYES,
        settings=("image_seq_len",),
        quirk="without_number_words",
    ),
    Family(
        "smolvlm",
        "SmolVLM",
        images="SmolVLM",
        parts=("llama", "smolvlm_vision"),
        unquantised=_IDEFICS_EYES,
        settings=("image_seq_len",),
        quirk="without_number_words",
    ),
    Family(
        "gemma3",
        "Gemma3",
        images="Gemma3",
        parts=("gemma3_text", "siglip_vision_model"),
        unquantised=("model.vision_tower", "model.multi_modal_projector"),
        settings=("image_seq_length",),
    ),
    Family(
        "gemma4",
        "Gemma4",
        images="Gemma4",
        parts=("gemma4_text", "gemma4_vision"),
        unquantised=("model.vision_tower", "model.embed_vision"),
        settings=("image_seq_length",),
    ),
    Family(
        "paligemma",
        "PaliGemma",
        images="siglip:Siglip",
        parts=("gemma", "gemma2", "siglip_vision_model"),
        unquantised=_LLAVA_EYES,
        reuse="nothing",  # the whole prompt is seen both ways
        prompt="prefix",
    ),
    Family(
        "paddleocr_vl",
        "PaddleOCRVL",
        images="PaddleOCRVL",
        parts=("paddleocr_vl_text", "paddleocr_vl_vision"),
        unquantised=("model.visual", "model.projector"),
    ),
    Family(
        "granite_docling",
        "GraniteDocling",
        images="GraniteDocling",
        parts=("granite_docling_text", "granite_docling_vision"),
        unquantised=("model.vision_model",),
        settings=("image_seq_len",),
    ),
    Family(
        "mistral3",
        "Mistral3",
        images="pixtral:Pixtral",
        processor="pixtral:Pixtral",
        parts=("mistral", "ministral3", "pixtral"),
        unquantised=_LLAVA_EYES,
        settings=("patch_size", "spatial_merge_size"),
        fewest_tokens=2,  # of a single one, transformers drops a dimension too many
    ),
)

FAMILIES = {family.model_type: family for family in _FAMILIES}
"""By `model_type`. A folder must name both the type and the class of its row."""

SUPERSEDED = frozenset({"qwen", "internvl_chat", "minicpmv"})
"""Types that need program code of their authors; the sentence of MODEL_SUPERSEDED names which family took their place."""
