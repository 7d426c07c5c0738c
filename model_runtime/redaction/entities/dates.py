"""Know how a date is written: figures in any order, months in the languages of Europe, in Roman figures or cut short.

Made for what stands behind a label or in the cells of one: in running text most of this is no date of birth. Finds nothing.
"""

import re

from model_runtime.redaction.entities.readable import plain

_MONTHS = """
    january february march april may june july august september october november december sept
    januar februar märz mai juni juli oktober dezember jänner feber
    janvier février mars avril juin juillet août septembre octobre novembre décembre janv févr juil
    enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre ene ago dic
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre gen mag giu lug ott
    janeiro fevereiro março maio junho julho setembro outubro novembro dezembro out
    gener febrer març maig juny juliol agost setembre desembre
    januari februari maart mei augustus mrt
    marts maj augusti desember des
    janúar febrúar apríl maí júní júlí ágúst október nóvember
    tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu
    jaanuar veebruar märts aprill juuni juuli oktoober detsember
    janvāris februāris aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris
    sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio
    styczeń stycznia luty lutego marzec marca kwiecień kwietnia maja czerwiec czerwca lipiec lipca sierpień sierpnia
    wrzesień września październik października listopad listopada grudzień grudnia
    leden ledna únor února březen března duben dubna květen května červen června červenec července srpen srpna září říjen
    října listopadu prosinec prosince
    január januára február februára marec marca apríla máj mája jún júna júl júla august augusta septembra októbra novembra decembra
    siječnja siječanj veljače veljača ožujka ožujak travnja travanj svibnja svibanj lipnja lipanj srpnja srpanj kolovoza
    kolovoz rujna rujan studenoga studeni prosinca prosinac
    januarja februarja aprila junija julija avgusta avgust oktobra
    március április május június július augusztus szeptember
    ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie decembrie ian noi
    ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
    ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря
    січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
    януари февруари март април май юни юли август септември октомври ноември декември
    maret agustus
"""
_ENDINGS = r"(?:ta|a|n)?"
"""Finnish: "maaliskuuta"."""

_SHORT = (
    r"(?:jan|feb|fev|mar|mae|avr|apr|abr|mai|may|jun|jui|jul|aug|aou|ago|sep|set|oct|okt|nov|dec|dez|dic|ene)[a-z]*"
)
"""In Western languages, whatever letters a reader left out behind."""

_ROMAN = r"(?:x(?:ii?)?|ix|iv|v(?:i{1,3})?|i{1,3})(?![a-z])"
_NAMES = "|".join(sorted({re.escape(plain(name)) for name in _MONTHS.split()}, key=lambda name: (-len(name), name)))
MONTH = rf"(?:(?:{_NAMES}){_ENDINGS}(?![^\W\d_])|{_SHORT})\.?"
"""A month in letters, in the plain form of a line."""

_DAY = r"\d{1,2}(?:st|nd|rd|th|er|\.|º)?"
_YEAR = r"(?:'\d{2}|\d{2,4})"
DATE = re.compile(
    rf"\d{{4}} ?[-./年] ?\d{{1,2}} ?[-./月] ?\d{{1,2}} ?日?|\d{{1,2}} ?[-./ ] ?\d{{1,2}} ?[-./ ] ?\d{{2,4}}"
    rf"|{_DAY}[ \-/]?(?:de |of )?{MONTH}(?: ?/ ?{MONTH})?[ \-/,]*(?:de |del )?{_YEAR}"
    rf"|\d{{1,2}} ?[\-./] ?{_ROMAN} ?[\-./] ?{_YEAR}|{_ROMAN}[\-./]\d{{1,2}}[\-./]\d{{2,4}}"
    rf"|\d{{1,2}} (?!x ){_ROMAN} (?:19|20)\d{{2}}"  # "2 x 1984" is an amount
    rf"|{MONTH} ?\d{{1,2}}(?:st|nd|rd|th)?,? ?\d{{4}}"
    rf"|(?:19|20)\d{{2}}[.,]?[ \-](?:m\. ?)?{MONTH}[ \-]\d{{1,2}}(?!\d)\.?|\d{{8}}(?!\d)"
)
"""A date in the plain form of a line, in any of the usual orders."""

BIRTH = re.compile(rf"{DATE.pattern}|\d{{6}}(?![\w/]|[.,]\d)")
"""What is a date behind the label of a birth: six figures are one, too."""
