"""Sentences of settings."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "clause-empty": N_("A condition cannot be empty. Write it, or take the shipped text up again."),
    "clause-not-printable": N_("No font can print these characters: {characters}. Leave them out."),
    "clause-too-long": N_("This condition has {count} characters, and at most {most} fit on the paper. Shorten it."),
    "clause-unknown": N_("There is no condition called “{name}”."),
    "clause-with-place": N_("{place} has no meaning in this condition. Take it out."),
    "clause-without-place": N_("{place} is missing: the paper puts its value there. Write it where it belongs."),
    "clauses-unchanged": N_("Nothing was changed, so there is no new version to save."),
    "copies-none": N_("Tick at least one copy: somebody has to keep the original."),
    "view-name-taken": N_("There is a view “{name}” already. Choose another name."),
}
