"""Choose a document's total, net and tax, and prove the choice with the page's own numbers.

Support comes from labels, from sums that come out (net + tax = total, cash - change = total, total = before rounding +
rounding, a tax contained at a printed rate) and from repetition. Does not read labels (`amount_roles.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from model_runtime.engines.reader.amount_roles import RoledAmount, rates_on, roled_amounts
from model_runtime.engines.reader.finding import Finding
from model_runtime.engines.reader.labels import FieldName
from model_runtime.engines.reader.page_view import PageView
from model_runtime.engines.reader.text_keys import letters

_CENT = Decimal("0.011")
_TWO_CENTS = Decimal("0.021")
_HIGHEST_RATE = Decimal("0.31")
_PLAIN_LABEL = 2
_OWED = (FieldName.TOTAL, FieldName.DUE)
_MOST_AMOUNTS = 120  # sums are tried in threes: a hostile page must not keep the reader busy
_MOST_TOTALS = 40


@dataclass(frozen=True)
class Proof:
    """A sum that comes out: `rule` in the page's own numbers, `weight` as support."""

    name: str
    rule: str
    weight: float


@dataclass(frozen=True)
class Totals:
    """The amounts of one page by role."""

    view: PageView

    @cached_property
    def all(self) -> tuple[RoledAmount, ...]:
        """Every amount with its role; of a page with very many only the last, where totals stand."""
        return roled_amounts(self.view)[-_MOST_AMOUNTS:]

    @cached_property
    def _rates(self) -> tuple[float, ...]:
        """Percentages on the page that may be tax rates."""
        return rates_on(self.view)

    def of(self, *roles: FieldName) -> list[RoledAmount]:
        """Amounts of some roles."""
        return [one for one in self.all if one.purpose is not None and one.purpose.role in roles]

    @cached_property
    def totals(self) -> list[Finding]:
        """What may be the total including tax, best first."""
        labelled = [value for value in _values(self.of(*_OWED)) if value and not self._is_rest_of_unprinted(value)]
        labelled = [value for value in labelled if value > 0] or labelled  # a credit note has no other
        proven = [value for value in _values(self.all) if value and self._is_taxed_sum(value)]
        paid = [value for value in _values(self.of(FieldName.SUBTOTAL)) if value > 0 and any(self._cash(value))]
        return _ranked(self._total_finding(value) for value in dict.fromkeys([*labelled, *proven, *paid]))

    @cached_property
    def total_value(self) -> Decimal | None:
        """The chosen total."""
        return _value(self.totals[0], self.all) if self.totals else None

    def best(self, role: FieldName) -> list[Finding]:
        """What may be the amount of a role, best first."""
        match role:
            case FieldName.TOTAL:
                return self.totals
            case FieldName.NET | FieldName.TAX:
                return self._part(role)
            case FieldName.DUE:
                return self._dues()
            case FieldName.PAID if not self.of(FieldName.PAID):
                return self._paid_at_once()
            case _:
                return _ranked(
                    Finding(one.amount.text, (one.amount.line,), one.purpose.strength, ("label",))
                    for one in reversed(self.of(role))
                    if one.purpose is not None
                )

    def _total_finding(self, value: Decimal) -> Finding:
        group = [one for one in self.all if one.amount.value == value]
        best = max(group, key=lambda one: (_strength(one, FieldName.TOTAL), one.line.middle))
        strength = _strength(best, FieldName.TOTAL)
        proofs = self._proofs(value, best)
        score = strength + sum(p.weight for p in proofs) + 0.3 * min(len(group) - 1, 3)
        score -= 2.5 if self._is_rounded_later(value) else 0.0
        score -= 2.0 if self._is_taxed_later(value) else 0.0
        score -= 3.0 if self._is_left_over(value) else 0.0
        score -= 2.5 if any(value in parts[:2] for parts in self._sums_of_two) else 0.0
        supports = [p.name for p in proofs]
        supports += ["label"] if strength >= _PLAIN_LABEL else []
        supports += ["repeated"] if len(group) > 1 else []
        rule = next((p.rule for p in sorted(proofs, key=lambda p: -p.weight)), "")
        return Finding(best.amount.text, (best.amount.line,), score, tuple(supports), rule)

    def _is_rounded_later(self, value: Decimal) -> bool:
        """Tell whether the page goes on from this amount to a rounded one."""
        roundings = [r for r in _values(self.of(FieldName.ROUNDING)) if r]
        targets = _values(self.of(*_OWED, FieldName.CASH))
        return any(abs(value + rounding - target) < _CENT for rounding in roundings for target in targets)

    def _is_left_over(self, value: Decimal) -> bool:
        """Tell whether this is what is still owed of another total, of which something was paid."""
        if any(one.amount.value == value for one in self.of(FieldName.TOTAL)):
            return False
        before = [total for total in _values(self.of(FieldName.TOTAL)) if total != value]
        return bool(before) and (any(self._left_over(value)) or (bool(self.paid) and max(before) > value))

    def _is_rest_of_unprinted(self, value: Decimal) -> bool:
        """Tell whether this is what is left to pay of a total that the page prints nowhere: net, tax, paid, to pay."""
        if any(one.amount.value == value for one in self.of(FieldName.TOTAL)) or self._is_taxed_sum(value):
            return False
        dues = [one for one in self.of(FieldName.DUE) if one.amount.value == value]
        before = [one for one in self.of(FieldName.PAID) if one.amount.value and abs(one.amount.value) != value]
        return any(one.line.middle < due.line.middle for one in before for due in dues)

    @cached_property
    def paid(self) -> list[Decimal]:
        """What was paid before, without zeros."""
        return [abs(value) for value in _values(self.of(FieldName.PAID)) if value]

    def _paid_at_once(self) -> list[Finding]:
        """What was paid where nothing was paid before: the total; that it was paid at all, only money that changed hands says."""
        if self.of(FieldName.CASH, FieldName.CHANGE):
            return self.totals
        return [replace(finding, supports=()) for finding in self.totals]

    def _dues(self) -> list[Finding]:
        """What is still owed: by its own label, zero too; the total where nothing was paid and nothing else is printed."""
        labelled = _values(self.of(FieldName.DUE))
        if not labelled:
            return [] if self.paid else self.totals
        totals = _values(self.of(FieldName.TOTAL))
        found = []
        for value in labelled:
            group = [one for one in self.of(FieldName.DUE) if one.amount.value == value]
            best = max(group, key=lambda one: (_strength(one, FieldName.DUE), one.line.middle))
            proof = next(iter(self._left_over(value)), None)
            supports = ["label"]
            supports += [proof.name] if proof else []
            supports += ["total"] if value in totals and not self.paid else []
            supports += ["only"] if len(labelled) == 1 and not totals else []
            score = _strength(best, FieldName.DUE) + (proof.weight if proof else 0.0) + 0.5 * (value in totals)
            found.append(
                Finding(best.amount.text, (best.amount.line,), score, tuple(supports), proof.rule if proof else "")
            )
        return _ranked(found)

    def _left_over(self, due: Decimal) -> Iterable[Proof]:
        """A total less what was paid of it, and what was brought forward."""
        paid = self.paid
        carried = [Decimal(0), *_values(self.of(FieldName.CARRIED))]
        for total in _values(self.of(FieldName.TOTAL)):
            for less in dict.fromkeys([Decimal(0), *paid, sum(paid, Decimal(0))]):
                for more in dict.fromkeys([*carried, sum(carried)]):
                    if (less or more) and total - less + more == due:
                        terms = [str(total), f"- {less}" if less else "", f"+ {more}" if more else "", f"= {due}"]
                        yield Proof("left_over", " ".join(filter(None, terms)), 2.0)

    def _is_taxed_later(self, value: Decimal) -> bool:
        """Tell whether the page adds a tax to this amount and arrives at another."""
        others = _values(self.all)
        return any(abs(value + tax - other) < _CENT for tax in self._taxes_on(value) for other in others)

    def _taxes_on(self, base: Decimal) -> list[Decimal]:
        """Taxes on the page that are one of the printed rates of `base`."""
        return [
            tax
            for tax in _values(self.of(FieldName.TAX))
            if tax > 0 and any(abs(base * Decimal(str(rate)) / 100 - tax) < _TWO_CENTS for rate in self._rates)
        ]

    def _is_taxed_sum(self, total: Decimal) -> bool:
        return any(proof.weight > 1 for proof in self._net_plus_tax(total))

    def _proofs(self, total: Decimal, best: RoledAmount) -> list[Proof]:
        proofs = [*self._net_plus_tax(total), *self._contained_tax(total), *self._cash(total), *self._rounded(total)]
        proofs += [*self._column_sum(best), *self._parts(best), *self._with_extras(total)]
        owed = [proof for due in _values(self.of(FieldName.DUE)) for proof in self._left_over(due)]
        proofs += [proof for proof in owed if proof.rule.startswith(f"{total} ")]
        strongest: dict[str, Proof] = {}
        for proof in proofs:
            if proof.name not in strongest or strongest[proof.name].weight < proof.weight:
                strongest[proof.name] = proof
        return list(strongest.values())

    def _net_plus_tax(self, total: Decimal) -> Iterable[Proof]:
        for net in _values(self.of(FieldName.NET, FieldName.SUBTOTAL)):
            for tax in self._tax_values():
                if abs(net + tax - total) < _TWO_CENTS and _is_rate(tax, net):
                    yield Proof("net_plus_tax", f"{net} + {tax} = {total}", 2.0 if tax else 0.7)
        for before in _values(self.of(*_OWED)):
            for tax in self._taxes_on(before):
                if abs(before + tax - total) < _CENT:
                    yield Proof("net_plus_tax", f"{before} + {tax} = {total}", 2.0)

    def _with_extras(self, total: Decimal) -> Iterable[Proof]:
        """Goods plus what is charged on top, less what is taken off, plus tax."""
        charges = sum(_values(self.of(FieldName.SURCHARGE)), Decimal(0))
        discount = sum((abs(value) for value in _values(self.of(FieldName.DISCOUNT))), Decimal(0))
        for base in _values(self.of(FieldName.SUBTOTAL, FieldName.NET)):
            for tax in [Decimal(0), *self._tax_values()]:
                if (charges or discount) and base + charges - discount + tax == total:
                    terms = [
                        f"+ {charges}" if charges else "",
                        f"- {discount}" if discount else "",
                        f"+ {tax}" if tax else "",
                    ]
                    yield Proof("extras", " ".join([str(base), *filter(None, terms), f"= {total}"]), 2.0)

    def _parts(self, last: RoledAmount) -> Iterable[Proof]:
        """Two totals, of goods with different tax rates for example, may add up to one that stands below them."""
        for first, second, total in self._sums_of_two:
            if total == last.amount.value:
                yield Proof("sum_of_parts", f"{first} + {second} = {total}", 2.0)

    @cached_property
    def _sums_of_two(self) -> list[tuple[Decimal, Decimal, Decimal]]:
        totals = self.of(FieldName.TOTAL)[-_MOST_TOTALS:]
        found = []
        for last in totals:
            above = [
                v for v in _values(o for o in totals if o.line.middle < last.line.middle - last.line.tall / 2) if v
            ]
            pairs = ((a, b) for i, a in enumerate(above) for b in above[i + 1 :])
            found += [(a, b, last.amount.value) for a, b in pairs if a + b == last.amount.value]
        return found

    def _column_sum(self, last: RoledAmount) -> Iterable[Proof]:
        """The last amount of a table's column may be the sum of those above."""
        if last.header_row is None:
            return
        above = [
            one.amount.value
            for one in self.all
            if one.header_row == last.header_row
            and one.line.middle < last.line.middle - last.line.tall / 2
            and min(one.amount.line.right, last.amount.line.right) > max(one.amount.line.left, last.amount.line.left)
        ]
        if len(above) > 1 and sum(above) == last.amount.value:
            yield Proof("column_sum", f"{' + '.join(map(str, above))} = {last.amount.value}", 1.5)

    def _tax_values(self) -> list[Decimal]:
        """Taxes on the page and, where several are listed, their sum; two of the same rate have two labels."""
        taxes = self.of(FieldName.TAX)
        different = _values(taxes)
        named = {(letters(one.label), one.amount.value): one.amount.value for one in taxes}
        sums = [sum(different, Decimal(0)), sum(named.values(), Decimal(0))]
        return list(dict.fromkeys([*different, *sums])) if len(named) > 1 else different

    def _contained_tax(self, total: Decimal) -> Iterable[Proof]:
        for tax in _values(self.of(FieldName.TAX)):
            for rate in self._rates:
                contained = total * Decimal(str(rate)) / (100 + Decimal(str(rate)))
                if tax > 0 and abs(contained - tax) < _CENT:
                    yield Proof("contained_tax", f"{total} × {rate:g} / {100 + rate:g} = {tax}", 1.5)

    def _cash(self, total: Decimal) -> Iterable[Proof]:
        changes = _values(self.of(FieldName.CHANGE))
        for cash in _values(self.of(FieldName.CASH, FieldName.PAID)):
            given = abs(cash)
            for change in changes:
                if abs(given - abs(change) - total) < _CENT:
                    weight = 1.5 if change else 1.0
                    yield Proof("cash_minus_change", f"{given} - {abs(change)} = {total}", weight)
            if given == total:
                yield Proof("paid", f"{given} = {total}", 1.0)

    def _rounded(self, total: Decimal) -> Iterable[Proof]:
        for rounding in _values(self.of(FieldName.ROUNDING)):
            for before in _values(self.of(*_OWED, FieldName.SUBTOTAL, FieldName.NET)):
                if rounding and before != total and abs(before + rounding - total) < _CENT:
                    yield Proof("rounded", f"{before} {'+' if rounding > 0 else '-'} {abs(rounding)} = {total}", 1.5)

    def _part(self, role: FieldName) -> list[Finding]:
        """Net or tax: its own label first, then what makes the sum with the chosen total come out."""
        total = self.total_value
        findings = []
        values = _values(self.of(role))
        if role == FieldName.NET and total is not None:
            rest = {total - tax for tax in self._tax_values() if tax}
            values += [value for value in _values(self.all) if value in rest and value not in values]
        if role == FieldName.NET and not values:
            values = _values(self.of(FieldName.SUBTOTAL))
        for value in values:
            group = [one for one in self.all if one.amount.value == value]
            best = max(group, key=lambda one: (_strength(one, role), one.line.middle))
            rule = self._part_rule(role, value, total)
            column = next(iter(self._column_sum(best)), None)
            score = (
                _strength(best, role) + (2.0 if rule else 0.0) + (1.0 if column else 0.0) + 0.2 * min(len(group) - 1, 3)
            )
            supports = [
                *(["label"] if _strength(best, role) > 0 or (rule and _strength(best, FieldName.SUBTOTAL) > 0) else []),
                *(["net_plus_tax"] if rule else []),
                *(["column_sum"] if column else []),
            ]
            findings.append(Finding(best.amount.text, (best.amount.line,), score, tuple(supports), rule))
        return _ranked(findings)

    def _part_rule(self, role: FieldName, value: Decimal, total: Decimal | None) -> str:
        if total is None:
            return ""
        if role == FieldName.NET:
            others = [t for t in self._tax_values() if abs(value + t - total) < _TWO_CENTS and _is_rate(t, value)]
            return f"{value} + {others[0]} = {total}" if others else ""
        nets = _values(self.of(FieldName.NET, FieldName.SUBTOTAL, FieldName.TOTAL))
        others = [n for n in nets if abs(n + value - total) < _TWO_CENTS and _is_rate(value, n)]
        return f"{others[0]} + {value} = {total}" if others else ""


def _is_rate(tax: Decimal, net: Decimal) -> bool:
    """Tell whether `tax` may be a tax on `net`; both are negative on a credit note."""
    return tax * net >= 0 and abs(tax) <= abs(net) * _HIGHEST_RATE


def _strength(one: RoledAmount, role: FieldName) -> float:
    """How plainly the label gives `role`; 0 where it gives another. What is owed is the total, if nothing else is."""
    if one.purpose is None:
        return 0.0
    if role == FieldName.TOTAL and one.purpose.role == FieldName.DUE:
        return one.purpose.strength - 0.5
    if one.purpose.role != role:
        return 0.0
    return one.purpose.strength - (1.0 if one.in_summary else 0.0)


def _values(group: Iterable[RoledAmount]) -> list[Decimal]:
    return list(dict.fromkeys(one.amount.value for one in group))


def _value(finding: Finding, roled: Iterable[RoledAmount]) -> Decimal | None:
    return next((one.amount.value for one in roled if one.amount.line == finding.pieces[0]), None)


def _ranked(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: -finding.score)
