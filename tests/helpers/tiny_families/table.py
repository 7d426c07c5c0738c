"""List the tiny networks that the tests write, one a family: what is particular to each. Data, nothing that runs.

Shapes follow the configuration classes of transformers 5.23 and 5.24; token names and chat formats follow the published
folders, shortened to what one picture question needs. Every matrix of a language part is a multiple of 64 (4-bit layers
need it), except where the note says otherwise.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Family:
    """What is particular to one family.

    Attributes:
        stem: as in (stem)ForConditionalGeneration, (stem)Processor and (stem)ImageProcessor; `processor` and `images`
            replace it in the latter two.
        tokens: special tokens, whose ids are their places; "name:token" also gives the tokenizer a (name)_token.
        stops: tokens that end an answer.
        image_token: stands in the model's input once for every vector of a picture.
        config: of the model; a value "@token" stands for that token's id.
        chat: texts around turns, see `writing.chat_template`; empty: the family has no template.
        pixels, settings: of the image processor and of the processor.
        videos: stem of the video processor that published folders name; nothing here uses it.
        bos: what the tokenizer itself writes before every text.
        is_tied: the head shares the embedding's weights.
        takes_several: more than one picture may be asked about.
    """

    stem: str
    tokens: str
    stops: str
    image_token: str
    config: dict[str, Any]
    note: str
    chat: dict[str, str] = field(default_factory=dict)
    pixels: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    images: str = ""
    processor: str = ""
    videos: str = ""
    bos: str = ""
    is_tied: bool = False
    takes_several: bool = True

    def class_name(self, kind: str) -> str:
        """Return the name of its class of this kind."""
        return ({"Processor": self.processor, "ImageProcessor": self.images}.get(kind) or self.stem) + kind


# fmt: off
LAYERS = {"num_hidden_layers": 2, "intermediate_size": 256}
TEXT = {
    **LAYERS, "hidden_size": 128, "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 32,
    "max_position_embeddings": 4096, "vocab_size": "@vocabulary", "pad_token_id": "@pad", "bos_token_id": "@bos",
    "eos_token_id": "@eos"}
TOWER = {**LAYERS, "hidden_size": 64, "num_attention_heads": 2, "image_size": 56, "patch_size": 14}
GRID = {  # a tower for pictures of any size, as the Qwen and GLM families name things
    "depth": 2, "hidden_size": 64, "intermediate_size": 128, "num_heads": 2, "out_hidden_size": 128,
    "spatial_merge_size": 2, "temporal_patch_size": 2, "patch_size": 16}


def part(sizes: dict[str, Any], model_type: str, **more: Any) -> dict[str, Any]:
    """Return the configuration of a language part or of a vision part."""
    return {**sizes, "model_type": model_type, **more}


def rope(*sections: int, **more: Any) -> dict[str, Any]:
    """Return rotary positions of time, height and width."""
    return {"rope_parameters": {"rope_type": "default", "rope_theta": 1e4, "mrope_section": list(sections), **more}}


GRID_PIXELS = {
    "patch_size": 14, "merge_size": 2, "temporal_patch_size": 2, "size": {"shortest_edge": 3136, "longest_edge": 37632}}
QWEN_PIXELS = {**GRID_PIXELS, "patch_size": 16, "image_mean": [0.5] * 3, "image_std": [0.5] * 3}
SQUARE = {"size": {"height": 56, "width": 56}}
CLIP = {"size": {"shortest_edge": 56}, "crop_size": {"height": 56, "width": 56}}
PINPOINTS = {"image_grid_pinpoints": [[56, 112], [112, 56], [112, 112], [168, 56], [56, 168]]}
TILES = "<image> <global-img> <fake_token_around_image> " + " ".join(
    f"<row_{row}_col_{column}>" for row in range(1, 7) for column in range(1, 7))
SLIDING = ["sliding_attention", "full_attention"]
LLAMA_TOKENS, GEMMA_TOKENS = "unk:<unk> bos:<s> eos:</s> pad:<pad>", "pad:<pad> eos:<eos> bos:<bos> unk:<unk>"
CHATML_TOKENS, CHATML_STOPS = "pad:<|endoftext|> <|im_start|> eos:<|im_end|>", "<|im_end|> <|endoftext|>"
CHATML = {
    "user": "<|im_start|>user\n", "assistant": "<|im_start|>assistant\n", "system": "<|im_start|>system\n",
    "end": "<|im_end|>\n"}
QWEN_CHAT = {**CHATML, "image": "<|vision_start|><|image_pad|><|vision_end|>"}
QWEN: dict[str, Any] = {
    "tokens": f"{CHATML_TOKENS} <|vision_start|> <|vision_end|> <|image_pad|> <|video_pad|> <think> </think>",
    "stops": CHATML_STOPS, "image_token": "<|image_pad|>", "images": "Qwen2VL"}
QWEN_IDS = {
    "image_token_id": "@<|image_pad|>", "video_token_id": "@<|video_pad|>",
    "vision_start_token_id": "@<|vision_start|>", "vision_end_token_id": "@<|vision_end|>"}
GLM: dict[str, Any] = {
    "tokens": "pad,eos:<|endoftext|> [gMASK] <sop> <|system|> <|user|> <|assistant|> <|image|> <|video|> "
              "<|begin_of_image|> <|end_of_image|> <|begin_of_video|> <|end_of_video|> <think> </think> /nothink",
    "stops": "<|endoftext|> <|user|>", "image_token": "<|image|>", "pixels": GRID_PIXELS,
    "config": {
        "image_token_id": "@<|image|>", "video_token_id": "@<|video|>",
        "image_start_token_id": "@<|begin_of_image|>", "image_end_token_id": "@<|end_of_image|>",
        "video_start_token_id": "@<|begin_of_video|>", "video_end_token_id": "@<|end_of_video|>",
        "text_config": part(TEXT, "glm4v_text", **rope(2, 3, 3, partial_rotary_factor=0.5)),
        "vision_config": part(GRID, "glm4v_vision", patch_size=14, image_size=56)}}
GLM_CHAT = {
    "start": "[gMASK]<sop>", "system": "<|system|>\n", "user": "<|user|>\n", "assistant": "<|assistant|>\n",
    "image": "<|begin_of_image|><|image|><|end_of_image|>"}
LLAVA: dict[str, Any] = {
    "tokens": LLAMA_TOKENS + " image:<image>", "stops": "</s>", "image_token": "<image>", "bos": "<s>",
    "settings": {"patch_size": 14, "num_additional_image_tokens": 1, "vision_feature_select_strategy": "default"}}
LLAVA_CONFIG = {
    "image_token_index": "@<image>", "image_seq_length": 16, "vision_feature_select_strategy": "default",
    "text_config": part(TEXT, "llama"), "vision_config": part(TOWER, "clip_vision_model", num_hidden_layers=3)}
IDEFICS: dict[str, Any] = {
    "tokens": f"bos:<|im_start|> <|im_end|> pad:<pad> eos:<end_of_utterance> {TILES}", "stops": "<end_of_utterance>",
    "image_token": "<image>", "pixels": {"size": {"longest_edge": 168}, "max_image_size": {"longest_edge": 56}},
    "settings": {"image_seq_len": 4}, "chat": {
        "start": "<|im_start|>", "user": "User:", "assistant": "Assistant:", "end": "<end_of_utterance>\n",
        "image": "<image>"}}
IDEFICS_CONFIG = {
    "image_token_id": "@<image>", "scale_factor": 2, "pad_token_id": "@pad", "text_config": part(TEXT, "llama")}

FAMILIES = {
    "qwen2_5_vl": Family(
        "Qwen2_5_VL", **QWEN, videos="Qwen2VL", pixels=GRID_PIXELS,
        chat={**QWEN_CHAT, "default": "You are a helpful assistant."}, config={
            **QWEN_IDS, "text_config": part(TEXT, "qwen2_5_vl_text", **rope(4, 6, 6)),
            "vision_config": part(GRID, "qwen2_5_vl", patch_size=14, window_size=56, fullatt_block_indexes=[1])},
        note="its template writes a system text of its own; window attention in the tower"),
    "qwen3_vl": Family(
        "Qwen3VL", **QWEN, videos="Qwen3VL", chat=QWEN_CHAT, pixels=QWEN_PIXELS, config={
            **QWEN_IDS, "text_config": part(TEXT, "qwen3_vl_text", **rope(6, 5, 5, mrope_interleaved=True)),
            "vision_config": part(GRID, "qwen3_vl", num_position_embeddings=64, deepstack_visual_indexes=[0, 1])},
        note="picture features enter several layers"),
    "qwen3_5": Family(
        "Qwen3_5", **QWEN, processor="Qwen3VL", videos="Qwen3VL", pixels=QWEN_PIXELS,
        chat={**QWEN_CHAT, "no_thinking": "<think>\n\n</think>\n\n", "thinking": "<think>\n"}, config={
            **QWEN_IDS, "vision_config": part(GRID, "qwen3_5_vision", num_position_embeddings=64),
            "text_config": part(
                TEXT, "qwen3_5_text", layer_types=["linear_attention", "full_attention"], linear_num_key_heads=2,
                linear_num_value_heads=4, linear_key_head_dim=32, linear_value_head_dim=32,
                **rope(2, 1, 1, mrope_interleaved=True, partial_rotary_factor=0.25))},
        note="linear attention: a state beside the cache; thinking; in_proj_a and in_proj_b too narrow for 4 bits"),
    "internvl": Family(
        "InternVL", f"{CHATML_TOKENS} start_image:<img> end_image:</img> context_image:<IMG_CONTEXT> video:<video>",
        CHATML_STOPS, "<IMG_CONTEXT>", images="GotOcr2", videos="InternVL", chat={**CHATML, "image": "<IMG_CONTEXT>\n"},
        pixels={**SQUARE, "crop_to_patches": True, "min_patches": 1, "max_patches": 6},
        settings={"image_seq_length": 4}, config={
            "image_token_id": "@<IMG_CONTEXT>", "image_seq_length": 4, "downsample_ratio": 0.5,
            "text_config": part(TEXT, "qwen2"),
            "vision_config": part(TOWER, "internvl_vision", image_size=[56, 56], patch_size=[14, 14])},
        note="tiles and a thumbnail; the tokenizer names the placeholders"),
    "glm4v": Family(
        "Glm4v", **GLM, videos="Glm4v", chat=GLM_CHAT, note="GLM-4.1V; pictures and videos share one placeholder"),
    "glm46v": Family(
        "Glm46V", **GLM, videos="Glm46V", chat={**GLM_CHAT, "no_thinking": "<think></think>\n", "mark": "/nothink"},
        note="GLM-4.6V-Flash; thinking off also writes into the question"),
    "llava": Family(
        "Llava", **LLAVA, images="CLIP", pixels=CLIP, config=LLAVA_CONFIG, chat={
            "user": "USER: ", "assistant": "ASSISTANT: ", "end": " ", "image": "<image>\n", "prompt": "ASSISTANT:"},
        note="the tokenizer writes <s>, not the template"),
    "llava_next": Family(
        "LlavaNext", **LLAVA, pixels={**CLIP, **PINPOINTS}, config={**LLAVA_CONFIG, **PINPOINTS}, chat={
            "user": "[INST] ", "end_user": " [/INST]", "assistant": " ", "end": "</s>", "image": "<image>\n",
            "prompt": ""},
        note="tiles chosen by shape, image_sizes; the tokenizer writes <s>"),
    "llava_onevision": Family(
        "LlavaOnevision", f"{CHATML_TOKENS} image:<image> video:<video>", CHATML_STOPS, "<image>",
        videos="LlavaOnevision", chat={
            **CHATML, "user": "<|im_start|>user ", "end": "<|im_end|>", "image": "<image>\n"},
        pixels={**SQUARE, **PINPOINTS}, settings={
            "num_image_tokens": 16, "vision_feature_select_strategy": "full", "vision_aspect_ratio": "anyres_max_9"},
        config={
            "image_token_index": "@<image>", "video_token_index": "@<video>", **PINPOINTS,
            "vision_aspect_ratio": "anyres_max_9", "text_config": part(TEXT, "qwen2"),
            "vision_config": part(TOWER, "siglip_vision_model", vision_use_head=False)},
        note="one picture is tiled, several are not"),
    "instructblip": Family(
        "InstructBlip", f"{LLAMA_TOKENS} <image> [CLS] [SEP]", "</s>", "<image>", images="Blip", bos="<s>",
        takes_several=False, pixels=SQUARE, settings={"num_query_tokens": 8}, config={
            "num_query_tokens": 8, "image_token_index": "@<image>", "text_config": part(TEXT, "llama"),
            "vision_config": part(TOWER, "instructblip_vision_model"), "qformer_config": part(
                TOWER, "instructblip_qformer", encoder_hidden_size=64, vocab_size="@vocabulary", pad_token_id="@pad")},
        note="no chat template, no history; a second tokenizer in qformer_tokenizer/"),
    "idefics3": Family(
        "Idefics3", **IDEFICS, config={**IDEFICS_CONFIG, "vision_config": part(TOWER, "idefics3_vision")},
        note="tiles marked by row and column; its own processor cannot sanitize, SmolVLM's can and gives the same ids"),
    "smolvlm": Family(
        "SmolVLM", **IDEFICS, videos="SmolVLM",
        config={**IDEFICS_CONFIG, "vision_config": part(TOWER, "smolvlm_vision")},
        note="as idefics3; its processor asks for num2words and a video processor"),
    "gemma3": Family(
        "Gemma3", f"{GEMMA_TOKENS} <start_of_turn> <end_of_turn> boi:<start_of_image> eoi:<end_of_image> "
        "image:<image_soft_token>", "<eos> <end_of_turn>", "<image_soft_token>", bos="<bos>", is_tied=True,
        pixels=SQUARE, settings={"image_seq_length": 4}, chat={
            "start": "<bos>", "user": "<start_of_turn>user\n", "assistant": "<start_of_turn>model\n",
            "end": "<end_of_turn>\n", "image": "<start_of_image>"},
        config={
            "boi_token_index": "@<start_of_image>", "eoi_token_index": "@<end_of_image>", "mm_tokens_per_image": 4,
            "image_token_index": "@<image_soft_token>", "vision_config": part(TOWER, "siglip_vision_model"),
            "text_config": part(TEXT, "gemma3_text", query_pre_attn_scalar=32, layer_types=SLIDING, sliding_window=24)},
        note="tied head; vectors of a picture see each other both ways; token_type_ids; sliding window"),
    "gemma4": Family(
        "Gemma4", f"{GEMMA_TOKENS} <|turn> <turn|> boi:<|image> eoi:<image|> image:<|image|> boa:<|audio> eoa:<audio|> "
        "audio:<|audio|> <|video|>", "<eos> <turn|>", "<|image|>", bos="<bos>", is_tied=True, videos="Gemma4",
        pixels={"patch_size": 4, "max_soft_tokens": 70, "pooling_kernel_size": 3}, settings={"image_seq_length": 70},
        chat={"start": "<bos>", "user": "<|turn>user\n", "assistant": "<|turn>model\n", "end": "<turn|>\n",
              "image": "<|image|>"},
        config={
            "boi_token_id": "@<|image>", "eoi_token_id": "@<image|>", "image_token_id": "@<|image|>",
            "boa_token_id": "@<|audio>", "eoa_token_index": "@<audio|>", "audio_token_id": "@<|audio|>",
            "video_token_id": "@<|video|>", "audio_config": None,
            "text_config": part(
                TEXT, "gemma4_text", num_hidden_layers=4, layer_types=SLIDING * 2, sliding_window=24,
                global_head_dim=64, hidden_size_per_layer_input=64, vocab_size_per_layer_input="@vocabulary",
                num_kv_shared_layers=2, final_logit_softcapping=30.0, use_bidirectional_attention="vision"),
            "vision_config": part(
                TOWER, "gemma4_vision", num_key_value_heads=2, head_dim=32, global_head_dim=32, patch_size=4,
                position_embedding_size=640, pooling_kernel_size=3)},
        note="tied head; a budget of picture tokens; image_position_ids; embeddings per layer; shared keys and values"),
    "paligemma": Family(
        "PaliGemma", " ".join([GEMMA_TOKENS, "image:<image>", *(f"<loc{number:04}>" for number in range(1024)),
                               *(f"<seg{number:03}>" for number in range(128))]),
        "<eos>", "<image>", images="Siglip", is_tied=True, pixels={**SQUARE, "image_seq_length": 16}, config={
            "image_token_index": "@<image>", "projection_dim": 128, "hidden_size": 128,
            "text_config": part(TEXT, "gemma", num_image_tokens=16),
            "vision_config": part(TOWER, "siglip_vision_model", vision_use_head=False, projection_dim=128)},
        note="no chat template, no history; the whole prompt is seen both ways"),
    "paddleocr_vl": Family(
        "PaddleOCRVL", "unk,pad:<unk> bos:<|begin_of_sentence|> eos:</s> <|end_of_sentence|> <|IMAGE_START|> "
        "<|IMAGE_END|> image:<|IMAGE_PLACEHOLDER|> <|video_pad|>", "</s>", "<|IMAGE_PLACEHOLDER|>",
        pixels={**GRID_PIXELS, "temporal_patch_size": 1}, chat={
            "start": "<|begin_of_sentence|>", "user": "User: ", "end_user": "\n", "assistant": "Assistant:\n",
            "end": "<|end_of_sentence|>", "image": "<|IMAGE_START|><|IMAGE_PLACEHOLDER|><|IMAGE_END|>"},
        config={
            "image_token_id": "@<|IMAGE_PLACEHOLDER|>", "video_token_id": "@<|video_pad|>",
            "vision_start_token_id": "@<|IMAGE_START|>", "vision_end_token_id": "@<|IMAGE_END|>",
            "text_config": part(TEXT, "paddleocr_vl_text", tie_word_embeddings=False, **rope(4, 6, 6)),
            "vision_config": part(TOWER, "paddleocr_vl_vision", spatial_merge_size=2)},
        note="page reader, asked with words such as 'OCR:'"),
    "granite_docling": Family(
        "GraniteDocling", f"pad:<|pad|> bos,eos:<|end_of_text|> <|start_of_role|> <|end_of_role|> image:{TILES}",
        "<|end_of_text|>", "<image>", is_tied=True, pixels={"size": {"height": 64, "width": 64}, "max_patches": 6},
        settings={"image_seq_len": 4}, chat={
            "user": "<|start_of_role|>user<|end_of_role|>", "assistant": "<|start_of_role|>assistant<|end_of_role|>",
            "end": "<|end_of_text|>\n", "image": "<image>"},
        config={
            "image_token_id": "@<image>", "pad_token_id": "@pad", "text_config": part(
                TEXT, "granite_docling_text", attention_multiplier=0.18, embedding_multiplier=4.0,
                residual_multiplier=0.8, logits_scaling=1.0),
            "vision_config": part(
                TOWER, "granite_docling_vision", image_size=64, patch_size=8, scale_factor=4, out_hidden_size=128,
                deepstack_visual_indexes=[0, 1], use_fine_route=False)},
        note="page reader; tied head with multipliers; no thumbnail for a single tile"),
    "mistral3": Family(
        "Mistral3", f"{LLAMA_TOKENS} [INST] [/INST] [IMG] [IMG_BREAK] [IMG_END]", "</s>", "[IMG]", processor="Pixtral",
        images="Pixtral", bos="<s>", settings={"patch_size": 14, "spatial_merge_size": 2},
        pixels={"patch_size": {"height": 14, "width": 14}, "size": {"longest_edge": 168}}, chat={
            "start": "<s>", "user": "[INST]", "end_user": "[/INST]", "assistant": "", "end": "</s>", "image": "[IMG]"},
        config={
            "image_token_index": "@[IMG]", "spatial_merge_size": 2,
            "text_config": part(TEXT, "mistral", sliding_window=None),
            "vision_config": part(TOWER, "pixtral", head_dim=32, image_size=168)},
        note="rows of a picture end with [IMG_BREAK]; transformers hides its processor without torchvision"),
}
