"""List how streets, flats and post codes are written in countries beside those of `addresses.py`. Finds nothing.

A street's word with a house number is an address without any post code. Words that are also everyday words count only
where they are all that stands on the line, or where a comma shows the parts of an address.
"""

_CAP = r"[A-ZÀ-ÖØ-Þ0-9Ā-ž][\w'./\-]*"
_NAME = rf"(?:{_CAP}|de|del|della|dello|dei|degli|delle|di|da|do|dos|das|e|la|le|van|der|den|von|und|zum|zur)"
_NAMES = rf"{_NAME}(?: {_NAME}){{0,5}}"  # a blank between each two: no word can be taken apart in several ways
_NUMBER = r"(?:,? ?(?:n\.?[º°]?|nr\.?|no\.?|č\.p\.|č\.)? ?)?(?<![\w.])\d{1,5}(?: ?[/\-] ?\d{1,4})?(?: ?[a-zA-Z](?!\w))?(?! ?[%€$£])"
_FLOOR = r"(?:,? ?(?:piano|int\.?|interno|scala|sc\.|apto\.?|apt\.?|ap\.|bl\.|bloco|et\.|m\.|lok\.|byt|top|stiege|og|eg|wohnung|whg\.?|bus|boîte|bte) ?\.? ?\w{1,4})*"
_COMPOUND_ENDS = (
    "rain|halde|halden|matte|matten|acker|äcker|wiese|wiesen|bühl|büel|felder|steig|egg|grund|gässli|gässchen|gässle|quai|kai"
    "|winkel|anger|kamp|stieg|stiege|twiete|redder|deich|siedlung|zeile|reihe|mühle|hang|blick|höhe|höfe|busch|horst|holz|aue|stutz|reben|weid"
    "|bünt|hofstatt|brunnen|garten|gärten|brücke|wall|park|eck|winkel|leite|lehne|trift|bogen|koppel|moos|ried|brink|esch|wisch"
)
_LOW_STREETS = (
    "straat|laan|weg|plein|gracht|kade|singel|dijk|steeg|dreef|plantsoen|baan|lei"  # Dutch
    "|gatan|gata|vägen|vegen|veien|gade|gaden|vej|vejen|allé|allén|alléen|torget|torg|plassen|plads|stræde|stien|gränd|backen|stigen"  # Nordic
    "|katu|tie|kuja|polku|tori|kaari|ranta|raitti"  # Finnish
)

STREET_FORMS: tuple[tuple[float, str, str], ...] = (
    (0.55, "street-number", rf"^\W*[A-ZÄÖÜ][\wäöüß'\-]{{2,40}}(?:{_COMPOUND_ENDS}) (?!\d{{4}}){_NUMBER}(?=\s*(?:$|,))"),
    (0.75, "street-number", rf"(?<!\w)[A-ZÄÅÖØÆÉ][\w'\-]{{1,40}}(?:{_LOW_STREETS}) {_NUMBER}{_FLOOR}"),
    (0.6, "street-number", rf"^\W*(?:{_CAP} ){{1,3}}(?:{_LOW_STREETS}) {_NUMBER}{_FLOOR}(?=\s*(?:$|,))"),
    (0.75, "street-number", rf"(?<!\w)(?i:via|viale|piazza|piazzale|corso|largo|vicolo|strada|lungomare|lungotevere|contrada|salita|borgo|p\.zza|c\.so|v\.le) {_NAMES}{_NUMBER}{_FLOOR}"),
    (0.75, "street-number", rf"(?<!\w)(?i:rua|r\.|avenida|av\.?|praça|travessa|tv\.|estrada|alameda|rodovia|largo|calçada|beco) {_NAMES}{_NUMBER}{_FLOOR}"),
    (0.75, "street-number", rf"(?<!\w)(?i:ul\. ?|al\. ?|pl\. ?|os\. ?|ulica |aleja |plac |osiedle ){_NAMES}{_NUMBER}{_FLOOR}"),
    (0.75, "street-number", rf"(?<!\w)(?i:str\. ?|bd\. ?|strada |bulevardul |calea |șoseaua |aleea ){_NAMES}{_NUMBER}{_FLOOR}"),
    (0.7, "street-number", rf"(?<!\w)(?:{_CAP} ){{1,3}}(?i:utca|u\.|út|tér|körút|sokak|sok\.|sk\.|caddesi|cad\.|cd\.|bulvarı|mahallesi|mah\.|ulica|trg|nám\.|náměstí|námestie) ?{_NUMBER}"),
    (0.75, "street-number", rf"(?<!\w)(?i:jalan|jln\.?|jl\.|lorong|lrg|persiaran|lebuh(?:raya)?|gang|gg\.) {_NAMES}(?:{_NUMBER})?"),
    (0.7, "street-number", rf"(?<!\w)(?i:blk|block) \d{{1,4}}[A-Z]?,? {_NAMES}(?:#\d{{1,3}}-\d{{1,5}})?"),
    (0.7, "street-number", r"(?<!\w)#\d{2,3}-\d{2,5}(?!\w)"),
    (0.7, "street-number", rf"(?<!\w)(?i:flat|apartment|apt\.?|suite|ste\.?|unit|penthouse) (?:no\.? ?)?[#A-Z]?\d{{1,4}}[A-Za-z]?(?: ?[-/] ?\d{{1,4}})?,(?:,? {_NAMES},?){{1,4}}"),
    (0.65, "street-number", r"^\W*(?i:(?:flat|apartment|apt\.?)(?: no\.?)?|h\.? ?no\.?|house no\.?|door no\.?|plot no\.?|d\.? ?no\.?) ?[:.]? ?[#A-Z]?\d[\w\-/]*(?:,.*)?$"),
    (0.7, "street-number", rf"(?<!\w)(?:{_CAP} ){{1,3}}(?i:house|building|court|tower|towers|apartments|residency|heights|mansions?|nagar|colony|layout|vihar|marg|bazaar|chowk),? ?{_NAMES},? ?\d{{3}} ?\d{{3}}(?!\d)"),
    (0.7, "street-number", rf"(?<![\w.,])\d{{1,5}}[A-Za-z]?(?:[/\-]\d{{1,4}})?,? (?:{_CAP} ){{1,4}}(?i:marg|nagar|colony|layout|salai|gali|cross|main)(?!\w)"),
    (0.75, "post-code-town", rf"(?<![\w.,])\d{{4}} ?[A-Z]{{2}},? {_CAP}(?:[ \-]{_CAP}){{0,2}}"),
    (0.7, "post-code", r"(?<![\w\-])[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] \d[ABCEGHJ-NPRSTV-Z]\d(?![\w\-])"),
    (0.6, "post-code-town", rf"^\W*\d{{2}}-\d{{3}} {_CAP}(?:[ \-]{_CAP}){{0,3}}\W*$"),
    (0.6, "post-code-town", rf"^\W*\d{{4}}-\d{{3}} {_CAP}(?:[ \-]{_CAP}){{0,3}}\W*$"),
    (0.75, "post-code", r"(?<![\d.,\-])\d{5}-\d{3},? (?=[A-ZÀ-Þ])[\w' \-]{3,40}"),
    (0.75, "post-box", r"(?i:(?<!\w)(?:casella postale|c\.p\.|postbus|postboks|postlåda|box|skrytka pocztowa|caixa postal|case postale|private bag|locked bag|gpo box|pmb) ?\d[\d ]{1,8})(?=\s*(?:$|,))"),
    (0.75, "street-number", r"〒? ?\d{3}-\d{4}\s*[\u4e00-\u9fff]{2,}.*"),
    (0.75, "street-number", r"[\u4e00-\u9fff]{1,4}[都道府県][\u4e00-\u9fff]{1,10}[市区町村郡][\u3040-\u30ff\u4e00-\u9fff]{1,16}[\d0-9一二三四五六七八九十]+(?:丁目|番地?|号|-|−)[\d\-−丁目番地号]*"),
    (0.7, "division", r"[\u4e00-\u9fff]{1,4}[市縣县][\u4e00-\u9fff]{1,5}[區区鄉镇鎮市][\u4e00-\u9fff]{1,8}(?:路|街|大道|巷)(?:[一二三四五六七八九十]段)?\d{1,4}(?:巷\d{1,4})?(?:弄\d{1,4})?[號号](?:\d{1,3}樓)?"),
)  # fmt: skip
"""Score, origin and pattern of what stands on one line, in folded text."""
