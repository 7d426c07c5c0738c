"""Choose a document's total, net and tax, and prove the choice with the page's own numbers.

Support comes from labels, from sums that come out (net + tax = total, cash - change = total, total = before rounding +
rounding, a tax contained at a printed rate) and from repetition. Does not read labels (`amount_roles.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from model_runtime.engines.reader.amount_roles import RoledAmount, rates_on, roled_amounts
from model_runtime.engines.reader.finding import Finding
from model_runtime.engines.reader.labels import FieldName
from model_runtime.engines.reader.page_view import PageView

_CENT = Decimal("0.011")
_TWO_CENTS = Decimal("0.021")
_HIGHEST_RATE = Decimal("0.31")


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
        """Every amount with its role."""
        return roled_amounts(self.view)

    def of(self, *roles: FieldName) -> list[RoledAmount]:
        """Amounts of some roles."""
        return [one for one in self.all if one.purpose is not None and one.purpose.role in roles]

    @cached_property
    def totals(self) -> list[Finding]:
        """What may be the total including tax, best first."""
        candidates = [one for one in self.of(FieldName.TOTAL) if one.amount.value > 0]
        if not candidates:
            candidates = [one for one in self.all if one.amount.value > 0 and self._proofs(one.amount.value)]
        by_value = {value: [one for one in candidates if one.amount.value == value] for value in _values(candidates)}
        return _ranked(self._total_finding(value, group) for value, group in by_value.items())

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
            case _:
                return _ranked(
                    Finding(one.amount.text, (one.amount.line,), one.purpose.strength, ("label",))
                    for one in reversed(self.of(role))
                    if one.purpose is not None
                )

    def _total_finding(self, value: Decimal, group: Sequence[RoledAmount]) -> Finding:
        best = max(group, key=lambda one: (_strength(one), one.line.middle))
        proofs = self._proofs(value)
        same = sum(1 for one in self.all if one.amount.value == value)
        score = _strength(best) + sum(p.weight for p in proofs) + 0.3 * min(same - 1, 3)
        if any(
            abs(value + r.amount.value - g.amount.value) < _CENT
            for r in self.of(FieldName.ROUNDING)
            if r.amount.value != 0
            for g in self.of(FieldName.TOTAL, FieldName.CASH)
        ):
            score -= 2.5  # a rounded total follows
        supports = [p.name for p in proofs]
        supports += ["label"] if _strength(best) >= 2 else []
        supports += ["repeated"] if same > 1 else []
        rule = next((p.rule for p in sorted(proofs, key=lambda p: -p.weight)), "")
        return Finding(best.amount.text, (best.amount.line,), score, tuple(supports), rule)

    def _proofs(self, total: Decimal) -> list[Proof]:
        proofs = [*self._net_plus_tax(total), *self._contained_tax(total), *self._cash(total), *self._rounded(total)]
        best: dict[str, Proof] = {}
        for proof in proofs:
            if proof.name not in best or best[proof.name].weight < proof.weight:
                best[proof.name] = proof
        return list(best.values())

    def _net_plus_tax(self, total: Decimal) -> Iterable[Proof]:
        taxes = self._tax_values()
        for net in _values(self.of(FieldName.NET, FieldName.SUBTOTAL)):
            for tax in taxes:
                if abs(net + tax - total) < _TWO_CENTS and 0 <= tax <= net * _HIGHEST_RATE:
                    weight = 2.0 if tax > 0 else 0.7
                    yield Proof("net_plus_tax", f"{net} + {tax} = {total}", weight)

    def _tax_values(self) -> list[Decimal]:
        """Taxes on the page and, where several rates are listed, their sum."""
        printed = [one.amount.value for one in self.of(FieldName.TAX)]
        different = list(dict.fromkeys(printed))
        return [*different, sum(different, Decimal(0))] if len(different) > 1 else different

    def _contained_tax(self, total: Decimal) -> Iterable[Proof]:
        for tax in _values(self.of(FieldName.TAX)):
            for rate in rates_on(self.view):
                contained = total * Decimal(str(rate)) / (100 + Decimal(str(rate)))
                if tax > 0 and abs(contained - tax) < _CENT:
                    yield Proof("contained_tax", f"{total} × {rate:g} / {100 + rate:g} = {tax}", 1.0)

    def _cash(self, total: Decimal) -> Iterable[Proof]:
        changes = _values(self.of(FieldName.CHANGE))
        for cash in _values(self.of(FieldName.CASH)):
            given = abs(cash)
            for change in changes:
                if abs(given - abs(change) - total) < _CENT:
                    weight = 1.5 if change else 1.0
                    yield Proof("cash_minus_change", f"{given} - {abs(change)} = {total}", weight)
            if given == total:
                yield Proof("paid", f"{given} = {total}", 1.0)

    def _rounded(self, total: Decimal) -> Iterable[Proof]:
        for rounding in _values(self.of(FieldName.ROUNDING)):
            for before in _values(self.of(FieldName.TOTAL, FieldName.SUBTOTAL, FieldName.NET)):
                if rounding and before != total and abs(before + rounding - total) < _CENT:
                    yield Proof("rounded", f"{before} {'+' if rounding > 0 else '-'} {abs(rounding)} = {total}", 1.5)

    def _part(self, role: FieldName) -> list[Finding]:
        """Net or tax: its own label first, then what makes the sum with the chosen total come out."""
        total = self.total_value
        findings = []
        for value in _values(self.of(role)):
            group = [one for one in self.of(role) if one.amount.value == value]
            best = max(group, key=lambda one: (_strength(one), one.line.middle))
            rule = self._part_rule(role, value, total)
            score = _strength(best) + (2.0 if rule else 0.0) + 0.2 * min(len(group) - 1, 3)
            supports = ("label", "net_plus_tax") if rule else ("label",)
            findings.append(Finding(best.amount.text, (best.amount.line,), score, supports, rule))
        return _ranked(findings)

    def _part_rule(self, role: FieldName, value: Decimal, total: Decimal | None) -> str:
        if total is None:
            return ""
        if role == FieldName.NET:
            others = [t for t in self._tax_values() if abs(value + t - total) < _TWO_CENTS]
            return f"{value} + {others[0]} = {total}" if others else ""
        nets = _values(self.of(FieldName.NET, FieldName.SUBTOTAL))
        others = [n for n in nets if abs(n + value - total) < _TWO_CENTS and value <= n * _HIGHEST_RATE]
        return f"{others[0]} + {value} = {total}" if others else ""


def _strength(one: RoledAmount) -> float:
    return (one.purpose.strength if one.purpose else 0.0) - (1.0 if one.in_summary else 0.0)


def _values(group: Iterable[RoledAmount]) -> list[Decimal]:
    return list(dict.fromkeys(one.amount.value for one in group))


def _value(finding: Finding, roled: Iterable[RoledAmount]) -> Decimal | None:
    return next((one.amount.value for one in roled if one.amount.line == finding.pieces[0]), None)


def _ranked(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: -finding.score)
