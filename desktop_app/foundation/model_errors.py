"""What can be wrong with a model and with what it is asked: one entry a code. Joined to the rest by `error_table.py`.

Names no file: facts are numbers.
"""

from desktop_app.foundation.error_entry import ErrorEntry, Fault
from desktop_app.foundation.translation_mark import QT_TRANSLATE_NOOP

MODEL_ERRORS = {
    "engine_unknown": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "There is no model of that name."),
        QT_TRANSLATE_NOOP("Errors", "`incamera models list` shows what is here."),
        Fault.MODEL,
    ),
    "model_missing": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "There is no model of that name."),
        QT_TRANSLATE_NOOP("Errors", "`incamera models list` shows what is here."),
        Fault.MODEL,
    ),
    "model_invalid": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The model could not be loaded."),
        QT_TRANSLATE_NOOP(
            "Errors", "A file of it is missing or differs from its published hash; install In Camera again."
        ),
        Fault.MODEL,
    ),
    "precision_unavailable": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The model does not run in this precision."),
        QT_TRANSLATE_NOOP("Errors", "Leave the precision out, or say auto."),
        Fault.USAGE,
    ),
    "engine_not_installed": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The parts that run vision-language models are not installed."),
        QT_TRANSLATE_NOOP("Errors", 'Install them beside In Camera: pip install "in-camera[models]".'),
        Fault.MODEL,
    ),
    "licence_not_accepted": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The model's licences have not been accepted."),
        QT_TRANSLATE_NOOP("Errors", "`incamera models import FOLDER` shows them; nothing is used before you agree."),
        Fault.POLICY,
    ),
    "model_exists": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "There is a model of that name already."),
        QT_TRANSLATE_NOOP("Errors", "Give another name with --name, or remove the old one first."),
        Fault.USAGE,
    ),
    "model_unsafe_format": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The folder holds weights in a format that can run code when it is loaded."),
        QT_TRANSLATE_NOOP(
            "Errors", "Pickle files (.bin, .pt, .pth, .ckpt) are refused; bring the same model as .safetensors."
        ),
        Fault.MODEL,
    ),
    "model_link": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "A file of the model leads out of its folder."),
        QT_TRANSLATE_NOOP("Errors", "Links are not followed; copy the real files into the folder."),
        Fault.MODEL,
    ),
    "model_file_missing": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "A file of the model is missing."),
        QT_TRANSLATE_NOOP(
            "Errors", "The folder must hold config.json, tokenizer.json, the index and every file that it names."
        ),
        Fault.MODEL,
    ),
    "model_config_invalid": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The model's config.json describes no network that In Camera knows."),
        QT_TRANSLATE_NOOP("Errors", "It may be another family of model, or the file may be damaged."),
        Fault.MODEL,
    ),
    "model_tokenizer_invalid": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The model's tokenizer.json cannot be used."),
        QT_TRANSLATE_NOOP("Errors", "It is damaged or belongs to another model."),
        Fault.MODEL,
    ),
    "model_processor_invalid": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The model's settings for pictures or words cannot be used."),
        QT_TRANSLATE_NOOP(
            "Errors", "processor_config.json or preprocessor_config.json is damaged, or belongs to another model."
        ),
        Fault.MODEL,
    ),
    "model_template_invalid": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The model's chat template does not work."),
        QT_TRANSLATE_NOOP("Errors", "It fails, shows no picture, reaches for what it must not, or never ends."),
        Fault.MODEL,
    ),
    "model_family_unknown": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The model is of no family that In Camera knows."),
        QT_TRANSLATE_NOOP("Errors", "README says which families there are; program code from the folder is never run."),
        Fault.MODEL,
    ),
    "model_not_native": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The model is in its authors' own form, which only their program code can read."),
        QT_TRANSLATE_NOOP(
            "Errors", "Bring the edition for transformers; its folder's name often ends in -hf. No code is ever run."
        ),
        Fault.MODEL,
    ),
    "model_superseded": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "This model runs only with program code of its authors."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Its heir runs without: Qwen3-VL for Qwen-VL, InternVL3 (-hf) for InternVL, SmolVLM2 for MiniCPM-V.",
        ),
        Fault.MODEL,
    ),
    "model_foreign_code": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The model asks for program code that is not part of In Camera."),
        QT_TRANSLATE_NOOP("Errors", "Its config.json names a kernel that would be fetched from the internet."),
        Fault.MODEL,
    ),
    "model_quantized": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The model's weights are already reduced in a way that In Camera does not read."),
        QT_TRANSLATE_NOOP("Errors", "Bring the full weights; In Camera makes 8 and 4 bits of them itself."),
        Fault.MODEL,
    ),
    "model_adapter": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The folder holds an adapter (LoRA), which changes another model."),
        QT_TRANSLATE_NOOP("Errors", "Bring the model with the adapter merged into it."),
        Fault.MODEL,
    ),
    "model_endless": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "Examining the model takes more time or memory than any honest one."),
        QT_TRANSLATE_NOOP(
            "Errors", "Its files are damaged or hostile; nothing of it was used. Copy it again from the source."
        ),
        Fault.MODEL,
    ),
    "model_no_numbers": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The model computes nothing that an answer can be made of."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Where numbers belong, it gives none: its weights are damaged, or do not bear this precision. "
            "Choose another precision, or copy it again from the source.",
        ),
        Fault.MODEL,
    ),
    "model_too_many_files": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The folder holds too many files to be a model's."),
        QT_TRANSLATE_NOOP("Errors", "A model has some dozens; bring a folder that holds it and nothing else."),
        Fault.MODEL,
    ),
    "weights_index_invalid": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The list of the model's files is damaged."),
        QT_TRANSLATE_NOOP("Errors", "model.safetensors.index.json does not make sense; copy it again from the source."),
        Fault.MODEL,
    ),
    "weights_header_invalid": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "A file of weights lies about what it holds."),
        QT_TRANSLATE_NOOP(
            "Errors", "Its header names impossible sizes or places; it is damaged or hostile and was not read further."
        ),
        Fault.MODEL,
    ),
    "weights_truncated": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "A file of weights ends too early."),
        QT_TRANSLATE_NOOP("Errors", "The copy did not finish; copy it again from the source."),
        Fault.MODEL,
    ),
    "weights_changed": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "A file of the model differs from its published or recorded hash."),
        QT_TRANSLATE_NOOP("Errors", "It has changed since, or was damaged on the way; copy it again from the source."),
        Fault.MODEL,
    ),
    "model_not_verified": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The model was imported by an earlier version and cannot be held to what it was."),
        QT_TRANSLATE_NOOP(
            "Errors", "`incamera models verify NAME` reads it once and notes what every load is compared with."
        ),
        Fault.MODEL,
    ),
    "tensor_duplicate": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The model holds a tensor twice."),
        QT_TRANSLATE_NOOP("Errors", "The folder mixes files of two models or versions."),
        Fault.MODEL,
    ),
    "tensor_missing": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "Parts of the model are missing."),
        QT_TRANSLATE_NOOP("Errors", "Some of its tensors are in no file of the folder."),
        Fault.MODEL,
    ),
    "tensor_unknown": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The model holds parts that do not belong to it."),
        QT_TRANSLATE_NOOP("Errors", "The folder mixes files of two models or versions."),
        Fault.MODEL,
    ),
    "tensor_shape": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "A part of the model has the wrong size."),
        QT_TRANSLATE_NOOP("Errors", "The weights do not fit config.json."),
        Fault.MODEL,
    ),
    "tensor_type": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "A part of the model has the wrong number type."),
        QT_TRANSLATE_NOOP("Errors", "Full weights are bf16, fp16 or fp32; 4-bit ones are the official dumps."),
        Fault.MODEL,
    ),
    "question_too_long": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The question is too long for this model."),
        QT_TRANSLATE_NOOP("Errors", "Shorten it, or begin a new conversation."),
        Fault.USAGE,
    ),
    "picture_needed": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "This model answers only about a picture."),
        QT_TRANSLATE_NOOP("Errors", "Open one, and ask again."),
        Fault.USAGE,
    ),
    "one_picture": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "This model looks at one picture at a time."),
        QT_TRANSLATE_NOOP("Errors", "Choose a single page, or a model that takes several."),
        Fault.USAGE,
    ),
    "picture_too_narrow": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The picture is too small, or too long and narrow, for this model."),
        QT_TRANSLATE_NOOP("Errors", "Ask about more or less of the page, or choose another model."),
        Fault.USAGE,
    ),
    "schema_invalid": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The form that the answer should follow is not valid."),
        QT_TRANSLATE_NOOP("Errors", "The preset's JSON Schema cannot be understood."),
        Fault.USAGE,
    ),
    "schema_not_supported": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "Answers that follow a form need a package that is not installed."),
        QT_TRANSLATE_NOOP("Errors", "Install llguidance, or use a preset without a form."),
        Fault.USAGE,
    ),
}
