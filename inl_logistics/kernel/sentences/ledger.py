"""Sentences of the ledger."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "nothing-to-post": N_("There is nothing to post: add at least one line."),
    "quantity-not-positive": N_("A quantity of {quantity} cannot move. Enter 1 or more."),
    "date-in-future": N_("{day} lies in the future. Use today or an earlier day."),
    "date-too-old": N_("{day} is too far back. The oldest day that can be entered now is {oldest}."),
    "unit-twice": N_("Serial {serial} stands twice in this document. Remove one."),
    "unit-not-there": N_("{item} {serial} is not there: the books have it at {place} since {document}."),
    "unit-moved-later": N_("{item} {serial} moved on {day} with {document}, after this day. Use a later day."),
    "not-enough-stock": N_("{item}: {asked} asked, {found} there at {place}."),
    "below-zero-later": N_(
        "{item}: taking {asked} from {place} would leave less than nothing on {day}, when only {found} were there."
    ),
    "count-between": N_(
        "{item} at {place} was counted on {day} ({counted}, {document}), after this day. Say whether this was "
        "already in the count or missed by it."
    ),
    "place-frozen": N_("{place} is being counted ({document}). Wait until the count is finished, or end its freeze."),
    "reversal-is-final": N_("A reversal cannot be reversed. Enter a new document instead."),
    "already-reversed": N_("This was reversed already by {document}."),
    "later-fact-depends": N_("{what} was moved on by {document}. Reverse that first."),
    "later-fact-more": N_("{document} moved {count} more units of it."),
}
