"""Put what we say about licences into the user's language. The texts that count are the licences' own, never translated."""

from PySide6.QtCore import QCoreApplication

from desktop_app.foundation.translation_mark import QT_TRANSLATE_NOOP

OURS = (
    QT_TRANSLATE_NOOP("licences", "Academic research is free of charge."),
    QT_TRANSLATE_NOOP(
        "licences", "Commercial use is free of charge, but users must register with the publisher first."
    ),
    QT_TRANSLATE_NOOP(
        "licences",
        "Military and illegal purposes are excluded, and so is what harms the public interest or people's rights.",
    ),
    QT_TRANSLATE_NOOP(
        "licences", "Provided as it is, without warranty; the law of the People's Republic of China applies."
    ),
    QT_TRANSLATE_NOOP("licences", "Applies because the language part was made from Meta Llama 3."),
    QT_TRANSLATE_NOOP("licences", "Use must follow Meta's Acceptable Use Policy."),
    QT_TRANSLATE_NOOP(
        "licences", "Who passes the model on must show 'Built with Meta Llama 3' and hand on this agreement."
    ),
    QT_TRANSLATE_NOOP(
        "licences", "Companies with more than 700 million monthly users need a licence of their own from Meta."
    ),
    QT_TRANSLATE_NOOP(
        "licences", "Free use, also commercial. Who passes the model on keeps its licence and its notices."
    ),
    QT_TRANSLATE_NOOP("licences", "Applies because the language part was made from Qwen2.5."),
    QT_TRANSLATE_NOOP(
        "licences", "Read the text that came with the model: it may bind large companies to a licence of their own."
    ),
    QT_TRANSLATE_NOOP("licences", "Research and evaluation only; commercial use needs a licence of its own."),
    QT_TRANSLATE_NOOP("licences", "Use must follow Google's Gemma Prohibited Use Policy."),
    QT_TRANSLATE_NOOP("licences", "Who passes the model on must hand on these terms."),
    QT_TRANSLATE_NOOP(
        "licences",
        "Not meant for diagnosis or treatment: whoever uses it so needs the approvals that the law asks for.",
    ),
    QT_TRANSLATE_NOOP("licences", "Applies because the language part was made from Meta Llama 2."),
    QT_TRANSLATE_NOOP("licences", "The language part is Vicuna: research only, no commercial use."),
    QT_TRANSLATE_NOOP(
        "licences",
        "That these are its terms we know from others, not from the model's own licence: the text that came with it counts.",
    ),
    QT_TRANSLATE_NOOP("licences", "Terms of an unlisted model"),
    QT_TRANSLATE_NOOP("licences", "In Camera does not know who published this folder or on which terms."),
    QT_TRANSLATE_NOOP("licences", "Use it only if you have the right to."),
)
"""Every sentence of our data, so that the translation tools see it; a test compares."""


def ours(words: str) -> str:
    """Return one of our sentences; a name of a licence that is not ours stays as it is."""
    return QCoreApplication.translate("licences", words)
