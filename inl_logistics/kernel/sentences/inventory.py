"""Sentences of inventory."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "move-not-ours": N_(
        "What is at {place} does not lie in a store of ours. Goods come back by a return, or when they arrive."
    ),
    "unit-not-available": N_("Serial {serial} is not available: it is at {place}, or set aside. Choose another unit."),
    "unit-reserved": N_("Serial {serial} is reserved by {owner}. Choose another unit, or release it there."),
    "hold-needs-purpose": N_("Say for whom or what it is reserved."),
    "nothing-to-hold": N_("Enter how much to reserve."),
    "not-available": N_("{item}: {asked} wanted, {found} available at {place}."),
    "stock-not-reversible": N_(
        "{number} is neither a move, a change of condition nor an adjustment. Reverse it where it was made."
    ),
    "serial-not-typed": N_("Type the serial as it stands on the unit."),
    "serial-same": N_("That is the serial it has already."),
    "serial-taken": N_("{item} {serial} has this serial already; it is at {place}. Read both labels."),
    "serial-alike": N_(
        "It looks like {item} {serial}, which is at {place}. Read the label again (O and 0, I and 1, leading zeros) and say "
        "that it is right."
    ),
    "never-ordered": N_(
        "{item} was set aside because nobody ordered it. An approver can let it into stock; else send it back to the vendor."
    ),
    "recall-nothing": N_("Nothing of this lot lies in our stores."),
    "reversed-before-posted": N_("The day {day} lies before {number} took effect on {posted}."),
}
