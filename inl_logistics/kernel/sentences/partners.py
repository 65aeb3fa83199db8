"""Sentences of partners and vetting."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "name-empty": N_("A name is needed."),
    "parent-not-above": N_("A partner stands under one of a higher kind: country, ministry, agency, unit, facility."),
    "vetting-needs-dates": N_("A cleared vetting needs the days it is valid from and to."),
    "vetting-dates-swapped": N_("The vetting would end before it starts. Check the two days."),
    "vetting-denied": N_("{unit} was denied in vetting. Nothing can be handed over to it."),
    "vetting-missing": N_("{unit} is not vetted on {day}. Ask for vetting, or override with written authority."),
    "vetting-expired": N_("The vetting of {unit} ended on {ended}, before {day}. Renew it, or override."),
    "vetting-changed": N_(
        "{unit} changed its commander or agency since it was vetted. Vet it again, or override in writing."
    ),
    "vetting-ending": N_("The vetting of {unit} ends on {ended}."),
}
