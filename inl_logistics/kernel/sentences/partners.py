"""Sentences of partners and vetting."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "name-empty": N_("A name is needed."),
    "parent-not-above": N_("A partner stands under one of a higher kind: country, ministry, agency, unit, facility."),
    "no-partner-chosen": N_("Choose at least one partner."),
    "parent-retired": N_("{parent} is retired. Choose one that is still offered."),
    "children-not-below": N_("{name} has {count} under it that would no longer be of a lower kind. Move them first."),
    "move-day-missing": N_("Enter the day from which it stands there."),
    "move-in-future": N_("{day} has not come yet. Record the move on the day it takes effect."),
    "move-reason-missing": N_("Say why, such as the decree that moves it."),
    "move-changes-nothing": N_("{name} stands there on {day} already."),
    "authority-dates-swapped": N_("The authority to sign would end before it starts. Check the two days."),
    "vetting-needs-dates": N_("A cleared vetting needs the days it is valid from and to."),
    "vetting-dates-swapped": N_("The vetting would end before it starts. Check the two days."),
    "denial-later": N_("A denial counts from the day it was decided, {day} at the latest."),
    "partner-unclear": N_("Several partners are called {name}: {known}. Give a code or another of its names."),
    "renew-denied": N_("{units}: denied. Record what was decided since on the page of the unit itself."),
    "deny-one-by-one": N_("A denial is recorded on the page of the unit, one by one."),
    "vetting-denied": N_("{unit} was denied in vetting. Nothing can be handed over to it."),
    "vetting-missing": N_("{unit} is not vetted on {day}. Ask for vetting, or override with written authority."),
    "vetting-expired": N_("The vetting of {unit} ended on {ended}, before {day}. Renew it, or override."),
    "vetting-changed": N_(
        "{unit} changed its commander or agency since it was vetted. Vet it again, or override in writing."
    ),
    "vetting-ending": N_("The vetting of {unit} ends on {ended}."),
}
