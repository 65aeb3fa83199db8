"""Sentences of handovers."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "handover-without-recipient": N_("Choose the unit that receives, and the agency it belongs to."),
    "handover-without-facility": N_("Choose the facility where the goods will be used."),
    "handover-without-official": N_("Choose the official who receives."),
    "official-may-not-sign": N_("This official has no authority to sign. Choose another, or give it in Partners."),
    "handover-without-lines": N_("Add at least one line: scan a serial, or pick from stock."),
    "handover-without-agreement": N_("The handover names no agreement."),
    "handover-above-ceiling": N_(
        "{value} more would bring what was handed over for {project} ({given}) above its ceiling of {ceiling}."
    ),
    "training-kit": N_("{kit} is a kit for training. Check that it is meant for duty."),
    "line-without-serials": N_("Line {line}, {item}: {quantity} need as many serials; {serials} are there."),
    "line-not-available": N_("Line {line}, {item}: not all of it is available any more. Pick again."),
    "policy-hold": N_("{item} is on policy hold. It needs an approver's override."),
    "line-without-value": N_("Line {line}, {item}, has no value; the receipt prints 0.00."),
    "stock-expired": N_("{item} expired on {day}. Take another lot, or override."),
    "life-too-short": N_(
        "{item} expires on {day}, in {days} days; {months} months are the least. Pick again, or override."
    ),
    "handover-not-issued": N_("The handover is still a draft. Issue its receipt first."),
    "handover-final": N_("The handover is {state}; this step is no longer possible."),
    "handover-not-draft": N_("The receipt is issued, so its lines are final. Void it to change them."),
    "signed-before-issue": N_("The paper is dated {issued}; it cannot be signed on {day}."),
    "signed-by-nobody": N_("Enter the name of the person who signed."),
    "signed-more-than-printed": N_("{item}: {signed} signed of {printed} printed. It cannot be more than printed."),
    "nothing-signed": N_("Nothing was signed for. Enter the receipt as refused instead."),
    "handover-nothing-to-reverse": N_("There is nothing left of this handover to reverse."),
    "return-needs-original": N_("A return begins from its receipt, or from what a facility holds."),
    "return-needs-bin": N_("Choose the bin where the returned goods go."),
    "replacement-needs-original": N_("Choose the receipt whose goods are replaced."),
    "line-not-held": N_("Line {line}, {item}: the facility does not hold all of it, or another return takes it."),
    "nothing-to-return": N_("Nothing of this receipt is left at the facility."),
    "nothing-to-follow": N_("Nothing of this receipt is still to follow."),
    "nothing-free-to-follow": N_("Nothing of what is to follow is free in the stores yet."),
    "handover-still-counts": N_("This receipt still counts. Void or reverse it first, then begin again."),
    "agency-changed-since-issue": N_(
        "{number} names {agency}, but {unit} belonged to {now} on {day}. Void it and issue another, or override."
    ),
    "copy-needs-signature": N_("Only a signed receipt has a signed copy. Enter the signature first."),
    "struck-not-on-receipt": N_("Serial {serial} is not on this receipt. Check the number that was struck out."),
    "struck-on-several-lines": N_("Serial {serial} stands on lines {lines}. Say on which of them it was struck out."),
    "struck-not-named": N_("Line {line}, {item}: say which serials were struck out."),
    "no-printer": N_("No printer is set up on this computer. Save the paper as PDF and print it elsewhere."),
    "printer-silent": N_("The printer does not answer. Check that it is on, or save the paper as PDF."),
    "copy-filed-already": N_("The signed copy of {number} was filed meanwhile. Nothing was filed now; look again."),
    "file-unreadable": N_("The file {path} cannot be read. Close it in other programs, or choose another."),
}
