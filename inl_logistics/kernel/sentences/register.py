"""Sentences about users, numbers, seals and codes."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "not-a-paper-code": N_("This is not a receipt code of this program. Scan the square code at the top right."),
    "device-key-elsewhere": N_("The key of this device is not on this computer, so nothing can be signed here."),
    "key-file-unreadable": N_("This is not a key file of this program. Ask the other post to save its key file again."),
    "key-file-altered": N_("This key file was changed on the way. Ask the other post to send it again."),
    "key-file-newer": N_("This key file was made by a newer version of the program. Update the program to take it in."),
    "key-is-ours": N_("This is the key of a device of this post: its papers can be checked here already."),
    "newer-paper-code": N_("This code was made by a newer version of the program. Update the program to check it."),
}
SENTENCES |= {
    "bad-post-code": N_("“{found}” is not a post code. Use two to five capital letters, such as PCL."),
    "post-name-empty": N_("The post needs a name, such as Embassy Puerto Claro."),
    "bad-paper": N_("“{found}” is not a paper size of this program. Use a4 or letter."),
    "bad-time-zone": N_("“{found}” is not a time zone. Use a name such as America/Bogota."),
}
SENTENCES |= {
    "period-not-over": N_("{day} is not over yet, so the period cannot be closed."),
    "period-closed": N_("The period through {day} is closed already."),
}
