"""What is said when a paper cannot be printed, or not quite as it should be."""

from __future__ import annotations

from inl_logistics.kernel.translation import N_

SENTENCES: dict[str, str] = {
    "font-missing": N_(
        "The font file {font} cannot be read ({reason}). Install the program again; nothing was printed."
    ),
    "paper-language-unknown": N_("There is no paper language “{language}”. Known are: {known}."),
    "paper-language-broken": N_("The file of the paper language “{language}” cannot be read: {reason}."),
    "pdf-not-signed": N_(
        "The PDF could not be signed: {cause}. Save it without a signature and tell whoever looks after the program."
    ),
    "snapshot-unreadable": N_("The stored document cannot be read: {reason}."),
    "clauses-unknown": N_("The paper language “{language}” has no conditions of version {version}."),
    "characters-without-font": N_(
        "No font of the program has these characters: {characters}. The paper shows their codes instead."
    ),
}
