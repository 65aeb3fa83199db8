"""Sentences of counts."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "count-twice": N_("Line {line} counts the same goods at the same place again. Add the two figures up."),
    "count-negative": N_("Line {line}: a count cannot be less than zero."),
    "count-by-serial": N_("Line {line} is tracked by serial; it is counted by its serials, not by a figure."),
    "count-needs-cause": N_("Line {line} differs from the books. Say why."),
    "adjustment-above-limit": N_(
        "The differences are worth {value}; above {limit} an approver decides. Count again, or override."
    ),
}
