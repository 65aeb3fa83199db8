"""Sentences of requirements and distribution plans."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "requirement-state": N_("A plan that is {state} cannot become {wanted}."),
    "requirement-not-draft": N_("This plan was submitted. Open it again to change it; it keeps its number."),
    "requirement-title": N_("Say what the plan is for."),
    "requirement-agency": N_("Choose the host agency that asks for it."),
    "requirement-justification": N_("Say why it is needed."),
    "requirement-need-by": N_("Say by which day it is needed."),
    "requirement-recipients": N_("Add a facility that gets something."),
    "requirement-lines": N_("Add what is needed."),
    "headcount-negative": N_("{recipient}: the number of persons cannot be below 0."),
    "line-recipient-unknown": N_("Line {line} is for a recipient that is not on the plan."),
    "recipient-facility": N_("{recipient}: choose the facility that receives the goods."),
    "recipient-headcount": N_("{recipient}: say for how many persons it is; lines for each person need it."),
    "recipient-has-handover": N_("This recipient has the handover {number}. Delete or void that first."),
    "plan-item-not-allowed": N_(
        "{item} is not on the list of what project {project} allows; the order will need an approval."
    ),
    "plan-kit-draft": N_("No version of {item} is released, so nobody would get anything. Release it first."),
    "plan-policy-hold": N_("{item} is on policy hold; handing it over will need an approval."),
    "plan-vetting": N_("{unit} is not vetted for {day}. There is time to ask for it now."),
    "plan-above-ceiling": N_("The estimate is ${above} above what project {project} still has."),
    "plan-after-agreement": N_("The agreement ends on {day}, before the goods are needed."),
    "sizes-open": N_("{count} units have no size yet. Enter the size roster, or order them later."),
    "self-approval": N_("You submitted this plan yourself. Somebody else should approve it."),
    "plan-not-approved": N_("The plan is not approved yet."),
    "plan-nothing-short": N_("Nothing is short: all that has a size is in stock, on order or handed over."),
    "plan-nothing-to-hand-over": N_("Nothing of this share is in stock, or all of it is in a handover already."),
    "roster-without-heading": N_(
        "No column names an item of the plan. The first row must hold item codes or names, such as “UNI-06 Boots”."
    ),
    "roster-size-unknown": N_("Row {row}: “{found}” is no size of {item}. It comes in {known}."),
    "plan-nothing-free": N_("Nothing of what is still needed is free in the stores."),
}
