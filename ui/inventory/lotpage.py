"""One lot: where all of it is, who got it under which receipt, and putting ours into quarantine in one act."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from inl_logistics.inventory import recall
from inl_logistics.inventory.recall import HeldRow, LotHead, RecallDraft, quarantine_lot
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.statewords import CONDITIONS, STATUSES, TITLES
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.register.numbers import screen_number
from ui.inventory.inspector import holder_entry, open_entry
from ui.inventory.reversing import ask_reversal
from ui.inventory.words import expiry_tone
from ui.kit import paint
from ui.kit.buttons import Button
from ui.kit.cards import BigNumber, Card
from ui.kit.chips import ChipLook
from ui.kit.enddialog import ReversalDialog
from ui.kit.exporting import export_list
from ui.kit.filescard import FilesCard
from ui.kit.formats import day, money, number
from ui.kit.inspector import Facts, scrolled
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.recordpage import RecordPage
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.timeline import Timeline
from ui.kit.widget import column, row

_KINDS = {"bin": N_("Our store"), "facility": N_("With a partner"), "transit": N_("On the road")}
HELD = (
    Column("place", N_("Place"), lambda r: r.place, kind="strong", width=190, stretch=True, sub=lambda r: r.holder or _(_KINDS.get(r.place_kind, ""))),
    Column("item", N_("Item"), lambda r: r.item, width=96, yields=4),
    Column("units", N_("Units"), lambda r: number(r.quantity), kind="numberStrong", width=64),
    Column("reserved", N_("Reserved"), lambda r: number(r.reserved) if r.reserved else "—", kind="number", width=76),
    Column("condition", N_("Condition"), lambda r: _(CONDITIONS.get(r.condition, r.condition)), width=90, yields=3),
    Column("status", N_("Status"), lambda r: _(STATUSES.get(r.status, r.status)), width=96,
           tone=lambda r: "violet" if r.status == "quarantined" else None),
    Column("title", N_("Title"), lambda r: _(TITLES.get(r.title, r.title)), kind="quiet", width=120, yields=1),
    Column("document", N_("Brought by"), lambda r: screen_number(r.document) or "—", kind="quiet", width=110),
    Column("since", N_("Since"), lambda r: day(r.since) if r.since else "—", kind="date", width=100),
)  # fmt: skip


class LotPage(RecordPage):
    """A lot and everything of it."""

    topics = frozenset({"ledger", "inventory"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.id = int(route.id or 0)
        self.found: LotHead | None = None
        self.figures = tuple(BigNumber() for _n in range(5))
        self.export_button = Button(icon="file-spreadsheet", key="Ctrl E")
        self.aside = Button(kind="primary", icon="shield-alert", writes=True)
        self.head.set_primary(self.aside)
        self.head.add_action(self.export_button)
        self.head.add_line(row(None, *self.figures, "stretch", gap=36))
        self.model = KeyedTableModel(HELD, parent=self)
        self.table = ListView(self.model, density="two-line")
        self.card = Card()
        self.card.body.addWidget(self.table, 1)
        self.facts_card, self.facts = Card(), Facts()
        self.facts_card.body.addWidget(self.facts)
        self.aside_card, self.holders = Card(), Timeline()
        self.aside_card.body.addWidget(self.holders)
        self.files = FilesCard(self, "lot")
        cards = QWidget()
        column(cards, self.facts_card, self.aside_card, self.files, "stretch", gap=12)
        side = scrolled(cards)
        side.setFixedWidth(300)
        whole = row(None, self.card, side, gap=12)
        whole.setStretch(0, 1)
        self.body.addLayout(whole, 1)
        self.aside.clicked.connect(self.ask_quarantine)
        self.export_button.clicked.connect(self.export)
        self.table.opened.connect(self._open)
        self.holders.clicked.connect(self._open_holder)
        self._retranslate()
        self.refresh()

    def _retranslate(self) -> None:
        if not hasattr(self, "files"):
            return
        self.aside.setText(_("Quarantine what we have…"))
        self.export_button.setText(_("Export"))
        self.card.set_title(_("Where all of it is"))
        self.facts_card.set_title(_("This lot"))
        self.aside_card.set_title(_("Put aside"))
        self.table.setAccessibleName(_("Where all of it is"))
        self.files.retranslate()
        if self.found is not None:
            self._show(self.found)

    def refresh(self) -> None:
        """Ask again."""
        self.context.jobs.read(self, recall.lot, self.id, done=self._show, failed=self.context.notices.show_error)

    def _show(self, found: LotHead) -> None:
        self.found = found
        self.head.set_title(_("Lot {code}").format(code=paint.isolated(found.code or "—")))
        self.head.set_summary(f"{found.item} · {found.item_code}")
        if found.expires_on is not None:
            tone = expiry_tone(found.expires_on, self.context.today()) or "neutral"
            words = _("Expired {day}") if found.expires_on < self.context.today() else _("Expires {day}")
            self.head.set_chips([ChipLook(tone, words.format(day=day(found.expires_on)), icon="calendar-clock")])
        words_ = (
            (found.received, _("Received in all")), (found.ours, _("In our stores")),
            (found.with_partners, _("With partners")), (found.on_the_road, _("On the road")), (found.gone, _("Used or written off")),
        )  # fmt: skip
        for figure, (value, caption) in zip(self.figures, words_, strict=True):
            figure.set_words(number(value), caption, quiet=not value)
        self.model.set_rows(found.rows)
        value = sum(one.value_minor for one in found.rows)
        self.facts.set_pairs(
            (
                (_("Made on"), day(found.made_on) if found.made_on else ""),
                (_("Expires on"), day(found.expires_on) if found.expires_on else ""), (_("Vendor"), found.vendor),
                (_("Places"), number(len({one.place_id for one in found.rows}))), (_("Value"), money(Money(value))),
            )
        )  # fmt: skip
        self.holders.set_entries([holder_entry(one) for one in found.holders])
        self.aside_card.setVisible(bool(found.holders))
        self._warn(found)
        self.files.show_of(found.lot_id)
        free = any(
            one.place_kind == "bin" and one.status == "available" and one.quantity > one.reserved for one in found.rows
        )
        self.head.set_reason("" if free else _("Nothing of it is free in our stores"))
        self.presented.emit()

    def _warn(self, found: LotHead) -> None:
        """While some of a recalled lot is put aside, it can still be handed over: say how much, and by whom."""
        aside = sum(one.reserved for one in found.rows)
        recalled = any(one.status == "quarantined" and one.place_kind == "bin" for one in found.rows)
        self.banner.hide()
        if aside and recalled:
            words = ngettext("{n} unit of this lot is put aside and can still be handed over. Release it where it is put aside.",
                             "{n} units of this lot are put aside and can still be handed over. Release them where they are put aside.",
                             aside).format(n=number(aside))  # fmt: skip
            self.banner.show_message("warn", words)

    def _open_holder(self, key: Any) -> None:
        if self.found is not None and self.found.rows:
            open_entry(self.context, self, self.found.rows[0].variant_id, key)

    def _row(self) -> HeldRow | None:
        key = self.table.current_key()
        rows = self.found.rows if self.found is not None else ()
        return rows[key] if isinstance(key, int) and 0 <= key < len(rows) else None

    def _open(self, _key: Any) -> None:
        one = self._row()
        if one is not None and one.document_id is not None:
            open_entry(self.context, self, one.variant_id, ("document", one.document_id))

    def ask_quarantine(self) -> None:
        """Ask why, and put all of it that is free in our stores into quarantine."""
        found = self.found
        if found is None or not self.aside.isEnabled():
            return

        def send(reason: str, on: date, answer: CountAnswer | None) -> None:
            draft = RecallDraft(found.lot_id, on, reason, answer)
            self.context.jobs.write(self, quarantine_lot, draft, done=done, failed=dialog.refuse, button=dialog.act)

        def done(document: str) -> None:
            dialog.dismiss()
            words = _("{number}: what was free of the lot is in quarantine.").format(
                number=paint.isolated(screen_number(document))
            )
            self.context.notices.show_notice(
                words, action=_("Reverse…"), act=lambda: ask_reversal(self.context, self, document)
            )
            self.refresh()

        text = _("Everything of lot {code} that is free in our stores goes into quarantine, and cannot be handed over. What a "
                 "handover or a hold has put aside stays theirs until you release it.").format(code=paint.isolated(found.code))  # fmt: skip
        dialog = ReversalDialog(
            self, _("Quarantine lot {code}?").format(code=paint.isolated(found.code)), text, safe=_("Leave it"),
            today=self.context.today, done=send, danger=_("Quarantine"), day=_("From"),
        )  # fmt: skip
        dialog.open()

    def export(self) -> None:
        """Ctrl E: who has it, as Excel."""
        if self.found is not None:
            export_list(self, "lot-holders", ListQuery(search=self.found.code), button=self.export_button)

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return (Crumb(_("Inventory"), Route("inventory")), Crumb(self.head.title() or _("Lot")))

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            Command(
                "lot.quarantine",
                N_("Recall this lot: quarantine what we have of it"),
                self.ask_quarantine,
                "",
                "shield-alert",
            ),
            Command("lot.export", N_("Export to Excel"), self.export, "Ctrl+E", "file-spreadsheet"),
        )

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the useful keys."""
        return (KeyHint("↑ ↓", _("move")), KeyHint("Enter", _("open")), KeyHint("Ctrl E", _("export")))

    def focus_first(self) -> None:
        """Start in the table."""
        self.table.setFocus()
