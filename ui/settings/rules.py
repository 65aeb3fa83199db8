"""The numbers of the rules that a post may change: what each is called, its limits, and the rule it sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from inl_logistics.kernel.translation import N_, _
from inl_logistics.settings.declared import Rules
from ui.kit.formats import number


@dataclass(frozen=True, slots=True)
class RuleField:
    """One number: the name of its field, the rule it sets, its label and limits."""

    name: str
    rule: str
    label: str
    least: int = 1
    most: int = 999


RULE_FIELDS: tuple[RuleField, ...] = (
    RuleField("lock", "lock_after_minutes", N_("Lock after, minutes")),
    RuleField("signature", "late_signature_days", N_("Signature is late after, days")),
    RuleField("loss", "report_loss_days", N_("Loss is reported within, days"), most=99),
    RuleField("expiring", "expiring_days", N_("Expiry warns before, days")),
    RuleField("adjustment", "adjustment_limit_usd", N_("Adjustments need approval above, USD"), 0, 9_999_999),
    RuleField("attachment", "attachment_mb", N_("Attached files up to, MB")),
    RuleField("count_a", "count_days_a", N_("Class A is counted every, days")),
    RuleField("count_b", "count_days_b", N_("Class B is counted every, days")),
    RuleField("count_c", "count_days_c", N_("All else is counted every, days")),
)
# Fields that stand beside each other.
LINES = (("lock", "signature", "loss"), ("expiring", "adjustment", "attachment"), ("count_a", "count_b", "count_c"))


def wrong_words(field: RuleField, value: int | None) -> str:
    """Say what a field takes, where its number is not in its limits."""
    if value is not None and field.least <= value <= field.most:
        return ""
    return _("Enter a number from {least} to {most}.").format(least=number(field.least), most=number(field.most))


def with_values(rules: Rules, values: Mapping[str, int]) -> Rules:
    """Return the rules with the numbers of the fields."""
    return replace(rules, **{field.rule: values[field.name] for field in RULE_FIELDS})
