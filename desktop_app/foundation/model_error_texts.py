"""Say what went wrong with a model, and why: the part of the table of error texts that concerns weights.

Joined to the rest by `error_texts.py`. Names no file: facts are numbers.
"""

from desktop_app.foundation.error_text import QT_TRANSLATE_NOOP, ErrorText

MODEL_TEXTS = {
    "engine_not_installed": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The parts that run vision-language models are not installed."),
        QT_TRANSLATE_NOOP("Errors", 'Install them beside In Camera: pip install "in-camera[models]".'),
    ),
    "licence_not_accepted": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The model's licences have not been accepted."),
        QT_TRANSLATE_NOOP("Errors", "`incamera models import FOLDER` shows them; nothing is used before you agree."),
    ),
    "model_exists": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "There is a model of that name already."),
        QT_TRANSLATE_NOOP("Errors", "Give another name with --name, or remove the old one first."),
    ),
    "model_unsafe_format": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The folder holds weights in a format that can run code when it is loaded."),
        QT_TRANSLATE_NOOP(
            "Errors", "Pickle files (.bin, .pt, .pth, .ckpt) are refused; bring the same model as .safetensors."
        ),
    ),
    "model_link": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "A file of the model leads out of its folder."),
        QT_TRANSLATE_NOOP("Errors", "Links are not followed; copy the real files into the folder."),
    ),
    "model_file_missing": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "A file of the model is missing."),
        QT_TRANSLATE_NOOP(
            "Errors", "The folder must hold config.json, tokenizer.json, the index and every file that it names."
        ),
    ),
    "model_config_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The model's config.json describes no network that In Camera knows."),
        QT_TRANSLATE_NOOP("Errors", "It may be another family of model, or the file may be damaged."),
    ),
    "model_tokenizer_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The model's tokenizer.json cannot be used."),
        QT_TRANSLATE_NOOP("Errors", "It is damaged or belongs to another model."),
    ),
    "weights_index_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The list of the model's files is damaged."),
        QT_TRANSLATE_NOOP("Errors", "model.safetensors.index.json does not make sense; copy it again from the source."),
    ),
    "weights_header_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "A file of weights lies about what it holds."),
        QT_TRANSLATE_NOOP(
            "Errors", "Its header names impossible sizes or places; it is damaged or hostile and was not read further."
        ),
    ),
    "weights_truncated": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "A file of weights ends too early."),
        QT_TRANSLATE_NOOP("Errors", "The copy did not finish; copy it again from the source."),
    ),
    "weights_changed": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "A file of the model differs from its published or recorded hash."),
        QT_TRANSLATE_NOOP("Errors", "It has changed since, or was damaged on the way; copy it again from the source."),
    ),
    "model_not_verified": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The model was imported by an earlier version and cannot be held to what it was."),
        QT_TRANSLATE_NOOP(
            "Errors", "`incamera models verify NAME` reads it once and notes what every load is compared with."
        ),
    ),
    "tensor_duplicate": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The model holds a tensor twice."),
        QT_TRANSLATE_NOOP("Errors", "The folder mixes files of two models or versions."),
    ),
    "tensor_missing": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "Parts of the model are missing."),
        QT_TRANSLATE_NOOP("Errors", "Some of its tensors are in no file of the folder."),
    ),
    "tensor_unknown": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The model holds parts that do not belong to it."),
        QT_TRANSLATE_NOOP("Errors", "The folder mixes files of two models or versions."),
    ),
    "tensor_shape": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "A part of the model has the wrong size."),
        QT_TRANSLATE_NOOP("Errors", "The weights do not fit config.json."),
    ),
    "tensor_type": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "A part of the model has the wrong number type."),
        QT_TRANSLATE_NOOP("Errors", "Full weights are bf16, fp16 or fp32; 4-bit ones are the official dumps."),
    ),
    "question_too_long": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The question is too long for this model."),
        QT_TRANSLATE_NOOP("Errors", "Shorten it, or begin a new conversation."),
    ),
    "schema_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The form that the answer should follow is not valid."),
        QT_TRANSLATE_NOOP("Errors", "The preset's JSON Schema cannot be understood."),
    ),
    "schema_not_supported": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "Answers that follow a form need a package that is not installed."),
        QT_TRANSLATE_NOOP("Errors", "Install llguidance, or use a preset without a form."),
    ),
}
