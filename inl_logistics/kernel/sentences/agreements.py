"""Sentences of agreements."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "agreement-number-empty": N_("The agreement needs its number."),
    "project-elsewhere": N_("Project {project} belongs to another agreement."),
}
