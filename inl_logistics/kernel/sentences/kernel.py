"""Sentences of the kernel and of opening a post."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "not-an-amount": N_("“{found}” is not an amount. Enter a number, such as 412.00."),
    "not-a-date": N_("“{found}” is not a date. Type it as 24 Nov 2026, 24/11 or +7."),
    "rules-broken": N_("This cannot be done yet: {count} rules are not met."),
    "approval-needed": N_("This needs an approval: {count} rules must be overridden with a reason."),
    "internal-fault": N_("The program met a fault of its own. Nothing was changed. The report is in {report}."),
    "usage": N_("{message}"),
}
