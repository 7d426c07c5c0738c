"""Name the fields a document may state and load the words that documents print beside them (`words.toml`).

Does not look for any of them.
"""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path


class FieldName(StrEnum):
    """What a document may state about itself; wire values name the fields of a structured answer."""

    COMPANY = "company"
    ADDRESS = "address"
    BUYER = "buyer"
    BUYER_ADDRESS = "buyer_address"
    DATE = "date"
    DUE_DATE = "due_date"
    DELIVERY_DATE = "delivery_date"
    ORDER_DATE = "order_date"
    BIRTH_DATE = "birth_date"
    ISSUE_DATE = "issue_date"
    EXPIRY_DATE = "expiry_date"
    VISIT_DATE = "visit_date"
    NEXT_VISIT_DATE = "next_visit_date"
    NUMBER = "number"
    ORDER_NUMBER = "order_number"
    CUSTOMER_NUMBER = "customer_number"
    TOTAL = "total"
    NET = "net"
    TAX = "tax"
    SUBTOTAL = "subtotal"
    DISCOUNT = "discount"
    SURCHARGE = "surcharge"
    ROUNDING = "rounding"
    CASH = "cash"
    PAID = "paid"
    CARRIED = "carried"
    CHANGE = "change"
    DUE = "due"
    PAYMENT = "payment"
    CURRENCY = "currency"
    IBAN = "iban"
    BIC = "bic"
    VAT_ID = "vat_id"
    BUYER_VAT_ID = "buyer_vat_id"
    TAX_NUMBER = "tax_number"
    PHONE = "phone"
    FAX = "fax"
    EMAIL = "email"
    WEBSITE = "website"


def _tables() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    read = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
    return {table: {name: tuple(words) for name, words in entries.items()} for table, entries in read.items()}


_TABLES = _tables()
_AMOUNTS = _TABLES["amounts"]
_PARTIES = _TABLES["parties"]

LABELS: Mapping[FieldName, tuple[str, ...]] = {FieldName(name): words for name, words in _TABLES["labels"].items()}
"""Labels of values that are no amounts."""

TOTAL_WORDS = _AMOUNTS["total"]
STRONG_TOTAL_WORDS = _AMOUNTS["strong_total"]
SUM_WORDS = _AMOUNTS["sum"]
AMOUNT_WORDS = _AMOUNTS["amount"]
NET_WORDS = _AMOUNTS["net"]
GROSS_WORDS = _AMOUNTS["gross"]
TAX_WORDS = _AMOUNTS["tax"]
CONTAINED_WORDS = _AMOUNTS["contained"]
SUBTOTAL_WORDS = _AMOUNTS["subtotal"]
COUNT_WORDS = _AMOUNTS["count"]
CASH_WORDS = _AMOUNTS["cash"]
PAID_WORDS = _AMOUNTS["paid"]
DUE_WORDS = _AMOUNTS["due"]
CARRIED_WORDS = _AMOUNTS["carried"]
CHANGE_WORDS = _AMOUNTS["change"]
ROUNDING_WORDS = _AMOUNTS["rounding"]
DISCOUNT_WORDS = _AMOUNTS["discount"]
SURCHARGE_WORDS = _AMOUNTS["surcharge"]
RATE_WORDS = _AMOUNTS["rate"]
SLIP_CURRENCY_WORDS = _AMOUNTS["slip_currency"]
SLIP_AMOUNT_WORDS = _AMOUNTS["slip_amount"]
UNIT_PRICE_WORDS = _AMOUNTS["unit_price"]
ITEM_TOTAL_WORDS = _AMOUNTS["item_total"]
DESCRIPTION_WORDS = _AMOUNTS["description"]

LEGAL_FORMS = _PARTIES["legal_forms"]
TRADE_WORDS = _PARTIES["trade"]
STREET_WORDS = _PARTIES["street"]
DOCUMENT_WORDS = _PARTIES["document"]
BUYERS_WORDS = _PARTIES["buyers"]
SELLERS_WORDS = _PARTIES["sellers"]
BILL_WORDS = _PARTIES["bill"]
OTHER_PAPER_WORDS = _PARTIES["other_paper"]
ORIGINAL_INVOICE_WORDS = _PARTIES["original_invoice"]
NOT_A_NAME_WORDS = _PARTIES["not_a_name"]
SALUTATIONS = _PARTIES["salutations"]
DETAIL_WORDS = _PARTIES["details"]
OTHER_PARTY_WORDS = _PARTIES["other_party"]
