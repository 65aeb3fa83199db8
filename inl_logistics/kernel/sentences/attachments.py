"""Sentences of attachments."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "attachment-empty": N_("The file is empty."),
    "attachment-too-large": N_("The file has {size} MB; at most {most} MB are kept. Scan it at a lower resolution."),
    "attachment-missing": N_("The file {path} is missing. Restore it from a backup."),
    "attachment-damaged": N_("The file {path} is damaged. Restore it from a backup."),
}
