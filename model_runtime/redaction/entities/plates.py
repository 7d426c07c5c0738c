"""Find licence plates whose form is their own. Other forms look like article numbers and need a label (`labelled.py`).

Forms: China (GA 36-2018), Germany (FZV annex 4, written with its hyphen), France since 2009, Spain since 2000.
"""

import re
from collections.abc import Iterator

from model_runtime.redaction.entities.entity import Entity, EntityKind
from model_runtime.redaction.entities.readable import Readable

_FORMS = (
    (0.8, re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼] ?[A-HJ-NP-Z] ?[·.\-]? ?[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])")),
    (0.55, re.compile(r"(?<![\w\-])[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}[ \-]\d{1,4}[EH]?(?![\w\-])")),
    (0.6, re.compile(r"(?<![\w\-])[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}(?![\w\-])")),
)  # fmt: skip


def plates_in(line: Readable) -> Iterator[Entity]:
    """Yield licence plates."""
    for score, form in _FORMS:
        for match in form.finditer(line.folded):
            yield Entity(EntityKind.LICENCE_PLATE, match.start(), match.end(), score, "plate-form")
