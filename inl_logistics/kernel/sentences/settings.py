"""Sentences of settings."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "view-name-taken": N_("There is a view “{name}” already. Choose another name."),
}
