"""Sentences of agreements."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "agreement-number-empty": N_("The agreement needs its number."),
    "agreement-number-taken": N_(
        "There is an agreement {number} already. Open and change that one, or check the number."
    ),
    "agreement-ends-before": N_("It cannot end before {day}, the day it was signed."),
    "project-elsewhere": N_("Project {project} belongs to another agreement."),
    "category-unknown": N_("No item of the catalog has the category “{category}”. Check how it is written."),
    "agreement-expired": N_("{agreement} expired on {day}. Use another agreement, or override."),
    "agreement-ceiling": N_(
        "{project}: its ceiling is {ceiling}, {committed} are committed and this order takes {order}."
        " That is {above} above the ceiling. Order less, have the agreement amended, or override."
    ),
    "item-not-in-project": N_(
        "Line {line}: {project} does not allow {item}. Take another project, remove the line, or override."
    ),
    "agreement-signed-on": N_("Say on which day the agreement was signed."),
    "agreement-signatory": N_("Choose who signed for the host nation."),
    "agreement-projects": N_("Add a project first: the ceilings are kept by project."),
    "amendment-unknown": N_("This agreement has no amendment {number}."),
    "amendment-before-last": N_("The amendment before it was signed on {day}; this one cannot be older."),
    "amendment-after-next": N_("The next amendment was signed on {day}; this one cannot be younger."),
    "ceiling-below-committed": N_(
        "{project}: its ceiling would be {ceiling}, but {committed} are committed. Cancel or move orders first, or override."
    ),
    "amendment-foreign-project": N_("An amendment can change only projects of its own agreement."),
    "amendment-empty": N_("Say what the amendment changes: an amount, the end, a clause, or a note."),
}
