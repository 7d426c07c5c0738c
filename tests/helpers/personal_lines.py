"""Make lines of five languages that hold one piece of personal data each, and lines that hold none. Seeded, no chance.

The data are Faker's; what surrounds them is written here. Faker's name lists are not those of the product
(`resources/names`), so a name found is one that another source knows, too.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from faker import Faker

SEED = 20260

LOCALES = ("en_US", "de_DE", "fr_FR", "es_ES", "zh_CN")

KINDS = {
    "EMAIL": "email",
    "CREDIT_CARD": "credit_card_number",
    "IBAN": "iban",
    "IP_ADDRESS": "ipv4",
    "NATIONAL_ID": "ssn",
    "PHONE": "phone_number",
    "PERSON": "name",
    "ADDRESS": "address",
}
"""Kinds of entities and the providers of Faker that make them."""

_FRAMES = {
    "en_US": {
        "EMAIL": ("Write to {} before Friday.", "E-mail: {}", "{}"),
        "CREDIT_CARD": ("Paid with card {} at the counter.", "Card number: {}", "{}"),
        "IBAN": ("Please transfer the amount to {} within 14 days.", "IBAN {}", "{}"),
        "IP_ADDRESS": ("Login from {} was refused.", "IP: {}", "Client {} connected"),
        "NATIONAL_ID": ("His number is {} as stated.", "SSN: {}", "{}"),
        "PHONE": ("Call me at {} after six.", "Phone: {}", "or under {} at any time"),
        "PERSON": ("Please contact {} about the invoice.", "Name: {}", "The report was signed by {} yesterday.", "{} will join the meeting."),
        "ADDRESS": ("Address: {}", "{}"),
    },
    "de_DE": {
        "EMAIL": ("Bitte schreiben Sie an {} oder rufen Sie an.", "E-Mail: {}", "{}"),
        "CREDIT_CARD": ("Bezahlt mit der Karte {} am Schalter.", "Kreditkarte: {}", "{}"),
        "IBAN": ("Bitte überweisen Sie auf {} innerhalb von 14 Tagen.", "IBAN: {}", "{}"),
        "IP_ADDRESS": ("Anmeldung von {} abgelehnt.", "IP-Adresse: {}", "Zugriff durch {} um Mitternacht"),
        "NATIONAL_ID": ("Die Nummer lautet {} laut Ausweis.", "Sozialversicherungsnummer: {}", "{}"),
        "PHONE": ("Sie erreichen uns unter {} werktags.", "Telefon: {}", "oder {} am Abend"),
        "PERSON": ("Bitte wenden Sie sich an {} wegen der Rechnung.", "Name: {}", "Das Gutachten wurde von {} erstellt.", "{} nimmt an der Sitzung teil."),
        "ADDRESS": ("Anschrift: {}", "{}"),
    },
    "fr_FR": {
        "EMAIL": ("Écrivez à {} avant vendredi.", "Courriel : {}", "{}"),
        "CREDIT_CARD": ("Payé avec la carte {} au guichet.", "Carte bancaire : {}", "{}"),
        "IBAN": ("Merci de virer la somme sur {} sous 14 jours.", "IBAN : {}", "{}"),
        "IP_ADDRESS": ("Connexion depuis {} refusée.", "Adresse IP : {}", "accès par {} à minuit"),
        "NATIONAL_ID": ("Son numéro est le {} selon le dossier.", "N° de sécurité sociale : {}", "{}"),
        "PHONE": ("Joignable au {} en semaine.", "Tél. : {}", "ou bien {} le soir"),
        "PERSON": ("Le rapport a été remis à {} hier.", "Nom : {}", "Le contrat est signé par {} ce matin.", "{} participe à la réunion."),
        "ADDRESS": ("Adresse : {}", "{}"),
    },
    "es_ES": {
        "EMAIL": ("Escriba a {} antes del viernes.", "Correo electrónico: {}", "{}"),
        "CREDIT_CARD": ("Pagado con la tarjeta {} en caja.", "Tarjeta: {}", "{}"),
        "IBAN": ("Transfiera el importe a {} en 14 días.", "IBAN: {}", "{}"),
        "IP_ADDRESS": ("Acceso desde {} denegado.", "Dirección IP: {}", "conexión de {} a medianoche"),
        "NATIONAL_ID": ("Su número es {} según consta.", "Seguridad social: {}", "{}"),
        "PHONE": ("Llame al {} por la tarde.", "Teléfono: {}", "o bien {} los sábados"),
        "PERSON": ("El informe fue enviado a {} ayer.", "Nombre: {}", "El contrato lo firma {} esta tarde.", "{} asistirá a la reunión."),
        "ADDRESS": ("Dirección: {}", "{}"),
    },
    "zh_CN": {
        "EMAIL": ("请发送邮件至{}，谢谢。", "邮箱：{}", "{}"),
        "CREDIT_CARD": ("已用卡{}付款。", "卡号：{}", "{}"),
        "IBAN": ("请汇款至{}。", "IBAN：{}", "{}"),
        "IP_ADDRESS": ("来自{}的登录被拒绝。", "IP地址：{}", "{}"),
        "NATIONAL_ID": ("证件为{}，已核对。", "身份证号：{}", "{}"),
        "PHONE": ("请拨打{}咨询。", "电话：{}", "或者{}也可以"),
        "PERSON": ("请联系{}处理发票。", "姓名：{}", "报告由{}签字。", "{}将参加会议。"),
        "ADDRESS": ("地址：{}", "{}"),
    },
}  # fmt: skip

PLAIN = tuple(
    line.strip()
    for line in """
    Invoice number 2026-004711
    Total amount due: 1,234.56 EUR
    Order 7830021945 was shipped on 12 March 2026
    The meeting starts at 10:30 in room 204.
    Payment terms: 30 days net, 2 % discount within 10 days
    Version 4.2.10 was released last week
    Quantity 12   Unit price 19.90   Total 238.80
    Tracking number 00340434161094042557
    Serial no. 8812-4471-0093
    Page 3 of 12
    Opening hours: Monday to Friday 9:00 - 17:30
    ISBN 978-3-16-148410-0
    All prices in US dollars, tax not included.
    Grand Total 4 512 760,00
    Shipping and handling are free above 50.00
    The experiment was repeated 3 times at 37.5 degrees.
    Terms and Conditions apply to every Purchase Order.
    Annual Report 2025, Chapter 4: Risk Management
    Rechnungsnummer 2026/0815
    Gesamtbetrag 1.234,56 EUR inkl. 19 % MwSt.
    Bestellnummer 4500012345 vom 03.02.2026
    Die Lieferung erfolgt innerhalb von 5 Werktagen.
    Zahlbar innerhalb von 14 Tagen ohne Abzug.
    Artikel 40021 Schrauben M6 x 40, verzinkt, 200 Stück
    Version 10.4.2 der Software wurde installiert
    Die Sitzung beginnt um 14.30 Uhr im großen Saal.
    Sehr geehrte Damen und Herren,
    Vielen Dank für Ihren Einkauf. Bitte bewahren Sie den Beleg auf.
    Amtsgericht München HRB 123456
    Der Vertrag hat eine Laufzeit von 24 Monaten.
    Seite 2 von 7
    Numéro de facture 2026-118
    Montant total TTC : 1 234,56 €
    Commande n° 7712003344 du 12/03/2026
    La livraison aura lieu sous cinq jours ouvrables.
    La réunion commence à 10 h 30 dans la grande salle.
    Référence article 4006381333931
    Conditions de paiement : 30 jours fin de mois
    TVA non applicable, article 293 B du CGI
    Les résultats figurent dans le tableau 3.
    Version 3.1.4 du logiciel
    Número de factura 2026/118
    Importe total: 1.234,56 €
    Pedido 7712003344 del 12/03/2026
    La entrega se realizará en cinco días laborables.
    La reunión empieza a las 10:30 en la sala grande.
    Condiciones de pago: 30 días
    Los resultados se muestran en la tabla 3.
    Gracias por su compra. Conserve este recibo.
    Página 4 de 9
    Cantidad 3   Precio 45,00   Total 135,00
    发票号码 04567812
    合计金额 ¥1,234.56
    订单编号：20260312000457
    会议将于上午十点半开始。
    请在十四天内付款。
    软件版本 4.2.10 已发布
    数量 12 单价 19.90 金额 238.80
    第 3 页 共 12 页
    本产品保修期为两年，请妥善保管发票。
    高度 120 厘米，温度 25 度
    """.strip().splitlines()
)
"""Lines of invoices, reports and letters without personal data: numbers, dates, sums, titles, greetings."""


@dataclass(frozen=True)
class PersonalLine:
    """A line with one piece of personal data at `start` to `end`."""

    text: str
    kind: str
    locale: str
    start: int
    end: int


def personal_lines(count: int, seed: int = SEED) -> Iterator[PersonalLine]:
    """Yield `count` lines, kinds and languages in turn."""
    fakers = {locale: Faker(locale) for locale in LOCALES}
    for faker in fakers.values():
        faker.seed_instance(seed)
    cells = [(kind, locale) for kind in KINDS for locale in LOCALES]
    for number in range(count):
        kind, locale = cells[number % len(cells)]
        frames = _FRAMES[locale][kind]
        before, after = frames[number // len(cells) % len(frames)].split("{}")
        value = " ".join(str(getattr(fakers[locale], KINDS[kind])()).replace("\n", ", ").split())
        yield PersonalLine(before + value + after, kind, locale, len(before), len(before) + len(value))
