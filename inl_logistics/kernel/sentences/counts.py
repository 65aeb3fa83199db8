"""Sentences of counts."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "count-twice": N_("Line {line} counts the same goods at the same place again. Add the two figures up."),
    "count-negative": N_("Line {line}: a count cannot be less than zero."),
    "count-negative-figure": N_("A count cannot be less than zero."),
    "count-by-serial": N_("Line {line} is tracked by serial; it is counted by its serials, not by a figure."),
    "count-title": N_('Say what is counted, such as "Riot helmets, bay A".'),
    "count-counter": N_("Say who counts."),
    "count-second-counter": N_("Say who the second counter is, or count with one."),
    "count-same-counter": N_(
        "{name} cannot count twice: the second count is worth something only from another person."
    ),
    "count-nothing-there": N_("The books have nothing there. Choose another store, bin or group of items."),
    "count-started": N_("This count has begun already."),
    "count-closed": N_("This count is over. Start another one."),
    "count-not-open": N_("This count is not being counted now. Open it again, or start another one."),
    "count-one-counter": N_("This count has one counter only."),
    "count-not-checked": N_("Finish counting first: differences are looked at afterwards."),
    "count-undecided": N_("Decide about {count} scans that nothing is known of."),
    "count-line-open": N_("{line} was not counted."),
    "count-disagree": N_("{line}: the two counters disagree. Count it again."),
    "count-overtaken": N_(
        "{line}: some of it was moved away after it was counted as missing, so it was there. Count it again."
    ),
    "count-line-cause": N_("{line} differs from the books. Say why."),
    "count-cause-note": N_("Say in a few words what you know, since no cause is chosen."),
    "count-other-bin": N_("{bin} is not part of this count."),
    "count-other-item": N_("This item is not part of this count."),
    "count-nameless": N_(
        "{item} is counted by its serials. The books have {count} units here whose serial nobody recorded; only those are "
        "counted by a figure."
    ),
    "count-sheet-again": N_(
        "Lines of this sheet that have a figure already: {count}, such as {item} with {figure}. Say whether the sheet replaces "
        "it or is added to it."
    ),
    "adjustment-above-limit": N_(
        "The differences are worth {value}; above {limit} an approver decides. Count again, or override."
    ),
}
