"""Find postal addresses: street words with a house number, post codes with their town, Chinese divisions.

A line that is mostly an address is taken whole, because the parts without a form of their own (villages, house names)
identify as well. Does not know any town.
"""

import re
from collections.abc import Iterator

from model_runtime.redaction.entities.entity import Entity, EntityKind
from model_runtime.redaction.entities.labels import labels_in
from model_runtime.redaction.entities.readable import Readable
from model_runtime.redaction.entities.street_forms import STREET_FORMS

_TOWN = r"[A-ZÀ-ÖØ-Þ][\w']{1,40}(?:[ \-](?:[A-ZÀ-ÖØ-Þ][\w']{0,40}|am|an|der|im|la|le|les|de|del|sur|en|sous|a\.)){0,4}"
_ENGLISH_STREET = (
    "street|st|road|rd|avenue|ave|boulevard|blvd|lane|ln|drive|dr|court|ct|square|sq|terrace|ter|place|pl|parkway|pkwy|highway|hwy"
    "|circle|cir|trail|trl|way|ways|crescent|close|grove|groves|gardens|mews|row|hill|alley|plaza|turnpike|loop|run|path|walk|ridge"
    "|isle|islands?|junctions?|key|keys|knoll|lakes?|land|landing|light|loaf|locks?|lodge|mall|manor|meadows?|mills?|mission|dale|motorway"
    "|mount|mountain|neck|orchard|oval|overpass|park|parks|pass|passage|pike|pine|pines|plain|plains|point|points|port|ports|prairie"
    "|radial|ramp|ranch|rapid|rapids|rest|route|shoal|shore|shores|skyway|spring|springs|spur|spurs|squares|station|stravenue|stream"
    "|summit|throughway|trace|track|trafficway|tunnel|union|unions|valley|valleys|via|viaduct|view|views|village|villages|ville|vista"
    "|walks|wall|well|wells|forest|forge|fork|fort|freeway|garden|gateway|glen|green|harbor|haven|heights|hills|hollow|inlet|field"
    "|fields|flat|flats|ford|falls|ferry|extension|expressway|estate|estates|dam|divide|crossing|crossroad|creek|coves?|course|corner"
    "|corners|common|commons|cliff|cliffs|club|center|centers|centre|capes?|canyon|camp|bypass|burg|brook|brooks|bridge|branch|bottom"
    "|bluff|bluffs|bend|beach|bayou|arcade|annex|mountains|shoals|ramp|rue"
)
_SURE_STREET = "street|st|road|rd|avenue|ave|boulevard|blvd|lane|ln|drive|dr|court|ct|square|terrace|parkway|pkwy|highway|hwy|crescent|close|grove|mews"
_STATES = (
    "A[KLRZ]|C[AOT]|D[CE]|F[LM]|G[AU]|HI|I[ADLN]|K[SY]|LA|M[ADEHINOPST]|N[CDEHJMVY]|O[HKR]|P[ARW]|RI|S[CD]|T[NX]|UT"
    "|V[AIT]|W[AIVY]|A[SEP]"
)
_FORMS = (
    (0.8, "street-number", rf"(?<![\w.,/])(?:(?:(?i:unit|flat|apt|suite) )?\d{{1,4}}[A-Za-z]? ?/ ?)?\d{{1,6}}[A-Za-z]?,? (?:[NSEW]\.? )?(?:[A-Z0-9][\w'.\-]* ){{1,4}}(?i:{_SURE_STREET})\b\.?(?:,? (?i:apt|suite|ste|unit|flat|#)\.? ?\w+)?"),
    (0.6, "street-number", rf"(?:^\W{{0,4}}|(?<=: )|(?<= at )|(?<= in )|(?<= to ))\d{{1,6}} (?:[A-Z][\w'\-]* ){{1,3}}(?i:{_ENGLISH_STREET})\b(?:,? (?i:apt|suite|ste|unit)\.? ?\w+)?"),
    (0.85, "state-code", rf"(?:{_TOWN},? )?\b(?:{_STATES}),? \d{{5}}(?:-\d{{4}})?(?!\d)"),
    (0.8, "state-code", rf"(?:{_TOWN},? )?\b(?:NSW|VIC|QLD|TAS),? \d{{4}}(?![\d.,]\d|\d)"),
    (0.8, "state-code", rf"(?:(?<=, ){_TOWN},?|{_TOWN},) (?:SA|WA|NT|ACT),? \d{{4}}(?![\d.,]\d|\d)"),
    (0.8, "uk-post-code", rf"(?:{_TOWN},? )?(?<![\w\-])(?:[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKMNPR-Y]?) \d[ABD-HJLNP-UW-Z]{{2}}(?!\w)"),
    (0.8, "street-number", r"(?<!\w)[A-ZÄÖÜ][\w.'\-]{0,60}(?:straße|strasse|str\.|str|weg|gasse|platz|allee|ring|damm|ufer|steig|chaussee|promenade|stieg|pfad|markt|hof|graben)\s+\d{1,4}(?:[ \-/]{0,3}\d{1,3})?(?: ?[a-zA-Z](?!\w))?"),
    (0.75, "street-number", r"(?<!\w)(?:[A-ZÄÖÜ][\w.]{0,40}[ \-]){1,6}(?:Straße|Strasse|Str\.|Weg|Gasse|Platz|Allee|Ring|Damm|Ufer|Markt|Hof)\s+\d{1,4}(?:[ \-/]{0,3}\d{1,3})?(?: ?[a-zA-Z](?!\w))?"),
    (0.75, "street-number", r"(?<!\w)(?:Am|An der|An den|Auf der|Auf dem|Im|In der|In den|Unter den|Zum|Zur|Hinter der) [A-ZÄÖÜ][\w\-]+\s+\d{1,4}(?: ?[a-z](?!\w))?(?=\s*(?:$|,|\d{5}))"),
    (0.8, "street-number", r"(?<!\w)\d{1,4}(?: ?(?:bis|ter|quater|[A-D]))?,? ?(?i:rue|avenue|av\.|boulevard|bd|bld|place|chemin|allée|allee|impasse|quai|route|cours|square|passage|faubourg|sentier|villa)\s[\w'\-]+(?: [\w'\-]+){0,5}"),
    (0.8, "street-number", r"(?<!\w)(?i:calle|c/|c\.|avenida|avda\.?|av\.|plaza|pza\.?|paseo|pº|ronda|camino|glorieta|carretera|ctra\.?|travesía|callejón|cuesta|pasaje|pasadizo|vial?|rambla|urbanización|urb\.|alameda|vía|acceso|cañada) ?(?:(?:de|del|la|las|los|el|[A-ZÁÉÍÓÚÑ][\w'\-]*),? ){1,6}(?:(?:nº|n\.º|núm\.?) ?)?\d{1,4}(?: ?,? ?(?:Apt|piso|puerta|esc|bajo|\d{1,2}[ºª])\.? ?\w*)*"),
    (0.75, "post-code-town", rf"^\W*(?:[A-Z]{{1,2}}-)?\d{{5}} {_TOWN}\W*$"),
    (0.75, "post-code-town", rf"(?<=, )\d{{5}} {_TOWN}"),
    (0.6, "post-code-town", rf"(?<![\w.,])(?:D|F|A|CH|E|L|B|I)-\d{{4,5}} {_TOWN}"),
    (0.7, "post-code-town", rf"{_TOWN}, \d{{5}}(?=\W*$)"),
    (0.75, "post-box", r"(?i:(?<!\w)(?:p\.? ?o\.? box|postfach|boîte postale|apartado(?: de correos)?|B\.?P\.?) ?\d[\d ]{1,8})"),
    (0.8, "division", r"[\u4e00-\u9fff]{2,8}(?:省|自治区|特别行政区|市)[\u4e00-\u9fff]{1,12}(?:市|区|县|旗|州|镇|乡)?[\u4e00-\u9fffA-Za-z0-9\-]{0,24}(?:路|街|道|巷|弄|胡同|号|村|座|室|栋|幢|单元|楼)[\u4e00-\u9fffA-Za-z0-9\-]{0,12}(?: ?\d{6}(?!\d))?"),
    (0.7, "division", r"[\u4e00-\u9fff]{1,6}(?:区|县|镇)[\u4e00-\u9fff]{1,8}(?:路|街|道|巷|弄|胡同)[\u4e00-\u9fffA-Za-z]{0,3}(?:\d{1,5}(?:号|弄|座)|[A-Za-z]座)[\u4e00-\u9fffA-Za-z0-9\-]{0,12}(?: ?\d{6}(?!\d))?"),
    (0.6, "division", r"[\u4e00-\u9fff]{2,8}(?:路|街|大道|巷|弄|胡同)\d{1,5}号[\u4e00-\u9fffA-Za-z0-9\-]{0,12}"),
)  # fmt: skip
_COMPILED = tuple((score, origin, re.compile(form)) for score, origin, form in (*_FORMS, *STREET_FORMS))
_TOWN_BEHIND = re.compile(
    rf"(?:,| -| –|  ) ?(?:(?:[A-Z]{{1,2}}[- ])?\d{{3,6}}(?:[ -]?[A-Z]{{2}}|[- ]\d{{2,4}})? ?)?{_TOWN}(?:, ?{_TOWN})?(?=\s*(?:$|[.;,(]))"
)
"""A town behind a street and a comma, with a post code of any country or without one."""

_MOST_OF_LINE = 0.5
_PARTS_BEFORE = re.compile(r"(?:(?:[A-ZÀ-ÖØ-Þ\d][\w'.\-/]*)(?: [A-ZÀ-ÖØ-Þ\d][\w'.\-/]*){0,5}, ?){1,4}$")
"""House, street and town in front of a post code: words that begin with a capital or a digit, between commas."""
_MOST_BEFORE = 120


def addresses_in(line: Readable) -> Iterator[Entity]:
    """Yield addresses and their parts; where they are most of the line, the line behind its label."""
    found = [
        Entity(
            EntityKind.ADDRESS,
            _parts_before(line.folded, match.start(), origin),
            _parts_behind(line.folded, match.start() + len(match[0].rstrip()), origin),
            score,
            origin,
        )
        for score, origin, form in _COMPILED
        for match in form.finditer(line.folded)
    ]
    if not found:
        return
    start = max((label.end for label in labels_in(line) if label.end <= min(one.start for one in found)), default=0)
    stop = len(line.text.rstrip())
    covered = sum(any(one.start <= place < one.end for one in found) for place in range(start, stop))
    if covered >= _MOST_OF_LINE * max(1, stop - start):
        best = max(found, key=lambda one: one.score)
        yield Entity(EntityKind.ADDRESS, start, stop, best.score, best.origin)
    yield from found


def _parts_before(text: str, start: int, origin: str) -> int:
    """Return where the address begins that a post code at `start` ends."""
    if not origin.endswith(("code", "town")):
        return start
    first = max(0, start - _MOST_BEFORE)
    match = _PARTS_BEFORE.search(text[first:start])
    return first + match.start() if match else start


def _parts_behind(text: str, end: int, origin: str) -> int:
    """Return where the address ends whose street ends at `end`: behind its town."""
    match = _TOWN_BEHIND.match(text, end) if origin == "street-number" else None
    return match.end() if match else end
