"""Sentences of attachments."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "attachment-is-signed-copy": N_("This is the signed copy of a receipt. Take it off there, where it is filed."),
    "attachment-empty": N_("The file is empty."),
    "attachment-too-large": N_("The file has {size} MB; at most {most} MB are kept. Scan it at a lower resolution."),
    "attachment-missing": N_("The file {path} is missing. Restore it from a backup."),
    "attachment-twice": N_("This record has {file} already, with the same content."),
    "attachment-no-record": N_("{number} is no record that files can be put on."),
    "picture-unreadable": N_("{name} cannot be read as a picture."),
    "attachment-damaged": N_("The file {path} is damaged. Restore it from a backup."),
}
