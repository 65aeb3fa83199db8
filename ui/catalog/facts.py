"""An item in words: its facts as pairs, its chips, its history as lines of a timeline."""

from __future__ import annotations

from inl_logistics.catalog.drafts import ItemDraft
from inl_logistics.catalog.itempage import Change, ItemDetail
from inl_logistics.catalog.rules import is_export_controlled
from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.reference.lists import CodeList, name_of
from ui.catalog.words import ACTIONS, FIELDS, MONITORING, TRACKS
from ui.kit.chips import ChipLook, chip
from ui.kit.formats import day, number
from ui.kit.paperlanguages import language_name, language_options
from ui.kit.timeline import Entry

_MOST_FIELDS = 5


def chips(record: ItemDetail) -> list[ChipLook]:
    """Return the chips beside the item's name."""
    draft = record.draft
    found = [chip("item", draft.tracking.value)]
    if record.retired:
        found.append(chip("item", "retired"))
    if draft.policy_hold:
        found.append(chip("item", "held"))
    if draft.un_number or draft.hazard_class:
        found.append(ChipLook("warn", " ".join(filter(None, (draft.un_number, draft.hazard_class))), "triangle-alert"))
    if is_export_controlled(draft.export_class):
        found.append(ChipLook("violet", _("Export {code}").format(code=draft.export_class)))
    if draft.indicative:
        found.append(ChipLook("warn", _("Indicative value")))
    return found


def months(value: int | None) -> str:
    """Write a life in months."""
    return ngettext("{n} month", "{n} months", value).format(n=value) if value else ""


def details(draft: ItemDraft) -> list[tuple[str, str]]:
    """Return what the item is."""
    weight = f"{draft.carton_weight_g / 1000:g} kg" if draft.carton_weight_g else ""
    carton = " · ".join(
        filter(None, (number(draft.carton_quantity) if draft.carton_quantity else "", weight, draft.carton_size_mm))
    )
    return [
        (_("Category"), draft.category), (_("Followed by"), _(TRACKS[draft.tracking.value])),
        (_("Unit of issue"), draft.unit_of_issue),
        (_("End-use class"), _(MONITORING.get(draft.monitoring.value, draft.monitoring.value))),
        (_("Policy hold"), _("Yes") if draft.policy_hold else _("No")), (_("Shelf life"), months(draft.shelf_life_months)),
        (_("Service life"), months(draft.service_life_months)),
        (_("Least at receipt"), months(draft.min_life_receipt_months)),
        (_("Least at handover"), months(draft.min_life_handover_months)), (_("Carton"), carton),
        (_("Maker"), draft.maker), (_("Model"), draft.model), (_("Description"), draft.description),
    ]  # fmt: skip


def codes(draft: ItemDraft) -> list[tuple[str, str]]:
    """Return the codes by which others know the item."""
    return [
        (_("NSN"), draft.nsn), (_("FSC"), _named(CodeList.FSC, draft.fsc)), (_("PSC"), _named(CodeList.PSC, draft.psc)),
        (_("HS code"), _named(CodeList.HS, draft.hs)), (_("UNSPSC"), draft.unspsc),
        (_("Other codes"), ", ".join(draft.other_codes)),
    ]  # fmt: skip


def dangers(draft: ItemDraft) -> list[tuple[str, str]]:
    """Return the codes, and what the item must be declared as on the way."""
    return [
        *codes(draft)[:-1], (_("UN number"), draft.un_number), (_("Hazard class"), draft.hazard_class),
        (_("Packing group"), draft.packing_group), (_("Proper shipping name"), draft.shipping_name),
        (_("Export class"), draft.export_class), (_("Demil code"), draft.demil_code),
    ]  # fmt: skip


def _named(of: CodeList, code: str) -> str:
    meaning = name_of(of, code)
    return f"{code} · {meaning}" if meaning else code


def names(draft: ItemDraft) -> list[tuple[str, str]]:
    """Return the names and descriptions by language."""
    known = {one.language: one for one in draft.names}
    codes = [*known, *(str(one.value) for one in language_options() if one.value not in known)]
    return [
        (language_name(key), "\n".join(filter(None, (known[key].name, known[key].description))) if key in known else "")
        for key in codes
    ]


def entry(change: Change) -> Entry:
    """Return one change as a line of the timeline."""
    fields = list(dict.fromkeys(_(FIELDS[one]) for one in change.fields if one in FIELDS))
    shown = ", ".join(fields[:_MOST_FIELDS]) + ("…" if len(fields) > _MOST_FIELDS else "")
    icons = {"item.retire": "trash-2", "item.restore": "undo-2", "item.merge": "layers", "item.merged": "layers"}
    said = " · ".join(filter(None, (day(change.at.date()), change.by, shown)))
    return Entry(_(ACTIONS.get(change.action, change.action)), said, icons.get(change.action, "pencil"), key=change.id)


def sums(record: ItemDetail) -> str:
    """Say what stands in the tables."""
    sizes = sum(bool(one.size) for one in record.sizes)
    parts = (
        ngettext("{n} size", "{n} sizes", sizes).format(n=sizes) if sizes else "",
        _("{n} on hand").format(n=number(record.on_hand)),
        ngettext("on {n} order", "on {n} orders", record.orders).format(n=number(record.orders)) if record.orders else "",
        ngettext("on {n} handover", "on {n} handovers", record.handovers).format(n=number(record.handovers))
        if record.handovers else "",
    )  # fmt: skip
    return " · ".join(part for part in parts if part)
