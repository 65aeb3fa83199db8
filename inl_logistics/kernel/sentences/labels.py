"""Sentences of labels and of reading codes."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "tags-used-up": N_(
        "This laptop (series {series}) has given all its {count} tags. Join another device to the post and print there."
    ),
    "tag-spoiled-reason": N_("Say why the label is spoiled."),
    "tag-spoiled-already": N_("{tag} was declared spoiled before."),
    "tag-is-spoiled": N_("The label {tag} was declared spoiled. Print a new label for what it is stuck on."),
    "labels-none": N_("Nothing is chosen that a label can be printed for."),
    "labels-too-many": N_("{count} labels are too many at once. Print at most {most}."),
    "label-copies": N_("Print 1 to {most} copies of each label."),
    "label-start": N_("This sheet has {places} labels. Start at one of them."),
    "label-too-small": N_(
        "{code} does not fit on {layout}: it could not be read. Choose a larger label or another code."
    ),
    "label-layout-unknown": N_("There is no label layout “{layout}”. Known: {known}."),
    "picture-empty": N_("{name} is empty. Scan it again, or copy it again from where it came."),
    "picture-locked": N_("{name} has a password. Save it without one, then choose it again."),
    "picture-incomplete": N_("{name} is damaged or only part of it is there. Copy it again, or scan it again."),
    "picture-of-phone": N_("{name} is a HEIC photo of a phone. Save it as JPEG or PDF, then choose it again."),
    "picture-other-kind": N_(
        "{name} is neither a picture nor a PDF, whatever its name says. Choose the scan or photo itself."
    ),
    "picture-no-code": N_("No code was found in {name}. Take the picture closer, straight and in good light."),
}
