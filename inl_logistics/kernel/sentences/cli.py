"""Sentences of the command line."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "no-such-list": N_("There is no list “{name}”. There are: {names}."),
    "no-such-paper": N_("There is no paper “{name}”. There are: {known}."),
    "paper-of-other-kind": N_("{number} has no paper “{name}”. It has: {known}."),
    "no-such-command": N_("There is no command “{name}”. See `do --list`."),
    "not-an-approver": N_("{login} may not approve at this post."),
    "bad-json": N_("{file} is not the JSON this command takes: {cause}."),
    "prints-are-counted": N_(
        "This post is open in a window, and every print of a receipt is counted. Print it in the window, or add --preview to"
        " save it here without counting."
    ),
    "code-not-found": N_("No readable code was found in {file}. Scan it again, straight and at 200 dpi or more."),
    "check-code-unknown": N_("No document on file has the check code {found}."),
    "missing-argument": N_("{what} is missing."),
}
