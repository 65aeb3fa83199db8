"""Sentences of kits."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "kit-code-empty": N_("The kit needs a code."),
    "kit-name-empty": N_("The kit needs a name."),
    "kit-code-taken": N_("This code is used by the kit “{kit}”. Choose another code."),
    "kit-persons": N_("A kit is for one person at least."),
    "kit-empty": N_("The kit needs at least one component that is not an option."),
    "kit-line-empty": N_("Line {line} needs an item or a kit."),
    "kit-line-quantity": N_("Line {line} needs a quantity of at least 1."),
    "kit-line-twice": N_("One component stands twice. Put the quantities together."),
    "kit-holds-itself": N_("The kit would hold itself. Take that component out."),
    "kit-no-draft": N_("There is no draft version of this kit."),
    "kit-version-order": N_("The version before is in force from {day}; this one cannot be earlier."),
    "kit-version-past": N_("A version can be in force from today at the earliest: papers of the past keep theirs."),
    "kit-not-in-force": N_("No version of {kit} is in force today. Release its draft first."),
    "kit-retired": N_("{kit} is retired. Offer it again first."),
    "kit-count": N_("Enter how many kits, from 1 to {most}."),
    "kit-short": N_("{missing} missing of {item}."),
    "kit-nothing-free": N_("Nothing of this kit is free in the store."),
    "kit-nothing-chosen": N_("Say how many kits, or choose assembled ones."),
    "kit-serial-not-part": N_("{serial} is no part of this kit."),
    "kit-serial-left-over": N_(
        "{serial} has no place in these kits: they are full, take another size, or it expires too soon. Take it off the list."
    ),
    "kit-serial-not-free": N_("{serial} is not free in this store."),
    "kit-build-complete": N_("{number} is complete already."),
    "kit-build-ended": N_("{number} does not stand assembled any more."),
    "kit-sizes-sum": N_("{item}: the sizes add up to {given}, and {needed} are needed."),
    "kit-sizes-unreadable": N_("“{found}” is no size with a number. Write them like M 5, L 7; there are {known}."),
    "kit-versions-mixed": N_(
        "These kits of {kit} are of versions {versions}, which hold different things. Hand each version over on a receipt of "
        "its own, or break the assembled ones up first."
    ),
    "kit-other-version": N_(
        "{kit} is on this handover by another version. Hand over the rest on a receipt of its own."
    ),
}
