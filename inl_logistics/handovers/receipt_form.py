"""How a receipt is laid out: the parts of the paper kit filled from the frozen receipt.

Apart from `documents` because printing needs the heavy libraries and the snapshot does not.
Source: ui.md 15, product.md 8 (Receipt), domain.md 2.9.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inl_logistics.handovers.documents import LineKind, Receipt, ReceiptLine, TakenBack
from inl_logistics.kernel.problems import BadInput
from inl_logistics.paper.blocks import BOLD, Cell, joined, key_band, notice, parties, two_columns
from inl_logistics.paper.figures import amount, per_unit, unit_price
from inl_logistics.paper.fonts import Family, Weight
from inl_logistics.paper.form import SignedForm
from inl_logistics.paper.frame import CopyName, Frame, text_version
from inl_logistics.paper.languages import Language, Words
from inl_logistics.paper.model import (
    Mark,
    OwnClauses,
    PaperSize,
    Seal,
    Signature,
    Signer,
    SignerRole,
    translated,
)
from inl_logistics.paper.page import GRAY, SMALL, Block, Sheet, gap
from inl_logistics.paper.pdf import Document
from inl_logistics.paper.signing import SignatureBox, signatures
from inl_logistics.paper.table import Column, Row, Table, total_row
from inl_logistics.paper.text import Line, Style, line, paragraph, value
from inl_logistics.settings.clauses import keys_for

_NAME = Style(8.2, Weight.SEMIBOLD)
_LOCAL = Style(7.4, gray=GRAY)
_CODE = Style(6.6, Weight.REGULAR, Family.MONO, gray=GRAY)
_CELL = Style(7.5)
_FIGURE = Style(7.8, tabular=True)
_QUANTITY = Style(8.4, Weight.SEMIBOLD, tabular=True)
_LOT = Style(7.5, Weight.SEMIBOLD)
_NUMBER = Style(7.8)
_TOTAL = Style(9.4, Weight.SEMIBOLD, tabular=True)


def write_receipts(
    receipts: Sequence[tuple[Receipt, Seal | None]],
    *,
    printed_at: datetime,
    language: str,
    paper: PaperSize,
    copies: Sequence[int] | None,
    values: bool,
    mark: Mark,
    reprint: int,
    signatures: tuple[Signature, ...],
    taken_back: TakenBack | None = None,
) -> bytes:
    """Write receipts into one PDF."""
    words = Words.of(language)
    numbers = ", ".join(receipt.number or words.english.label("draft") for receipt, _ in receipts[:3])
    title = f"{words.english.label('handover_receipt')} {numbers}"
    document = Document(title=title, language=words.code, printed_at=printed_at)
    for receipt, seal in receipts:
        frame = _frame(receipt, words, paper, printed_at)
        frame.mark, frame.reprint, frame.seal = mark, reprint, seal
        wanted = range(1, len(receipt.copies) + 1) if copies is None else copies
        made = _Receipt(receipt, words, values, frame.sheet.inner, signatures, taken_back)
        made.form(frame).write(document, tuple(wanted))
    return document.finish()


def _frame(receipt: Receipt, words: Words, paper: PaperSize, printed_at: datetime) -> Frame:
    own, english = _own_clauses(receipt, words.code), _own_clauses(receipt, "en")
    reviewed = own.reviewed if own else words.local is None or words.local.reviewed
    version = text_version(
        words, own.version if own else receipt.clauses_version, reviewed=reviewed,
        english=english.version if english else "",
    )  # fmt: skip
    copies = tuple(
        CopyName(number, words.english.label(f"copy_{copy}"), words.local.label(f"copy_{copy}") if words.local else "")
        for number, copy in enumerate(receipt.copies, 1)
    )
    form = f"{receipt.form}, version {receipt.form_version}"
    return Frame(
        words, Sheet.of(paper), "handover_receipt", receipt.number, form, printed_at, copies, text_version=version
    )


def _own_clauses(receipt: Receipt, language: str) -> OwnClauses | None:
    return next((own for own in receipt.own_clauses if own.language == language), None)


@dataclass(frozen=True, slots=True)
class _Receipt:
    receipt: Receipt
    words: Words
    values: bool
    width: float
    signatures: tuple[Signature, ...]
    taken_back: TakenBack | None = None

    def form(self, frame: Frame) -> SignedForm:
        receipt, words, width = self.receipt, self.words, self.width
        table = Table(self._columns(), words, width)
        top = (
            frame.opening(receipt.letterhead), *self._taken_back(),
            key_band(self._band(), words, width), gap(4.2),
            parties(receipt.released, receipt.received, words, width), gap(4.2),
        )  # fmt: skip
        return SignedForm(
            frame, top, table, tuple(self._rows(table)), self._total(table), receipt.remarks,
            self._conditions(), self._signing(), self._short, self._conditions(8.6),
        )  # fmt: skip

    def _taken_back(self) -> tuple[Block, ...]:
        """Say above everything else that the receipt was taken back, and by which papers."""
        if self.taken_back is None:
            return ()
        key = "reversed_by" if self.taken_back.whole else "reversed_partly_by"
        said = self.words.label(key, numbers=", ".join(self.taken_back.numbers))
        return gap(3.0), notice(said, self.words, self.width), gap(4.2)

    def _band(self) -> list[list[Cell]]:
        receipt, words = self.receipt, self.words
        kind, kind_local = words.label("type_make_good" if receipt.completes else f"type_{receipt.type}")
        day, day_local = words.day(receipt.dated_on)
        place = f"{receipt.place}, {day}" if receipt.place else day
        first = [
            Cell("receipt_no", receipt.number or "—", weight=1.25, large=True),
            Cell("type", kind, kind_local, weight=1.15),
            Cell("place_and_date" if receipt.place else "date", place, day_local, weight=1.6),
        ]
        project = receipt.project
        if receipt.fiscal_year:
            project = f"{project} · FY {receipt.fiscal_year}" if project else f"FY {receipt.fiscal_year}"
        others = [
            Cell("agreement", receipt.agreement or "—"),
            Cell("amendment", receipt.amendment),
            Cell("project", project or "—"),
            Cell("waybill", receipt.waybill),
            Cell("requirement", receipt.requirement),
            Cell("refers_to", receipt.refers_to),
        ]
        shown = [cell for cell in others if cell.value]
        split = 4 if len(shown) <= 4 else 3
        return [first, shown[:split], shown[split:]]

    def _columns(self) -> list[Column]:
        label = self.words.label
        columns = [
            Column(label("no"), 22.0, 0.5),
            Column(label("item")),
            Column(label("serial_lot"), 86.0),
            Column(label("condition"), 45.0),
            Column(label("quantity"), 34.0, 1.0),
            Column(label("unit_of_issue"), 42.0),
        ]
        if self.values:
            columns.append(Column(label("unit_value"), 52.0, 1.0))
            columns.append(Column(label("total_value", currency=self.receipt.currency), 59.0, 1.0))
        return columns

    def _rows(self, table: Table) -> list[Row]:
        rows: list[Row] = []
        late = [each for each in self.receipt.lines if each.kind is LineKind.SHORTAGE]
        number = part = 0
        for each in self.receipt.lines:
            if each.kind is LineKind.SHORTAGE:
                continue
            if each.kind is LineKind.COMPONENT:
                part += 1
                rows.append(self._row(table, each, f"{number}.{part}"))
            else:
                number, part = number + 1, 0
                rows.append(self._row(table, each, str(number)))
        if late:
            english, local = self.words.label("to_follow")
            banner = paragraph(f"{english} · {local}" if local else english, BOLD, self.width - 60, self.words.code)
            rows.append(Row((), banner=banner))
            rows += [self._row(table, each, f"S{at}") for at, each in enumerate(late, 1)]
        return rows

    def _row(self, table: Table, each: ReceiptLine, number: str) -> Row:
        words, rtl = self.words, self.words.rtl
        unit, unit_local = words.unit(each.unit, each.quantity)
        condition, condition_local = words.condition(each.condition)
        item, item_local, beside = self._item(table, each)
        source, source_local = self._source(table, each)
        cells = [
            (line(number, _NUMBER if each.kind is not LineKind.COMPONENT else SMALL),),
            item, source,
            self._both(condition, condition_local, table.room(3)),
            (line(f"{each.quantity:,}", _QUANTITY),),
            self._both(unit, unit_local, table.room(5)),
        ]  # fmt: skip
        if self.values:
            currency = self.receipt.currency
            price, total = each.unit_price_micros, each.value_minor
            cells.append((line(unit_price(price, currency), _FIGURE),) if price is not None else ())
            cells.append((line(amount(total, currency), _FIGURE),) if total is not None else ())
        seconds = [(1, item_local), (2, source_local)]
        if rtl:
            seconds += [
                (3, paragraph(condition_local, _LOCAL, table.room(3), words.code, rtl=True)),
                (5, paragraph(unit_local, _LOCAL, table.room(5), words.code, rtl=True)),
            ]
        local = tuple((at, lines) for at, lines in seconds if lines)
        indent = 9.0 if each.kind is LineKind.COMPONENT else 0.0
        return Row(
            tuple(cells), (each.serials,) if each.serials else (), indent, local=local, number=number, beside=beside
        )

    def _both(self, english: str, local: str, room: float) -> tuple[Line, ...]:
        """Set English with the other language below it; a right-to-left one is aligned apart."""
        lines = paragraph(english, _CELL, room)
        if local and not self.words.rtl:
            lines += paragraph(local, _LOCAL, room, self.words.code)
        return lines

    def _item(self, table: Table, each: ReceiptLine) -> tuple[tuple[Line, ...], tuple[Line, ...], tuple[Line, ...]]:
        room = table.room(1) - (9.0 if each.kind is LineKind.COMPONENT else 0.0)
        style = _NAME if each.kind is not LineKind.COMPONENT else Style(7.6, Weight.MEDIUM)
        lines = paragraph(each.description, style, room, rtl=None)
        beside: tuple[Line, ...] = ()
        if each.code:
            code = line(each.code, _CODE)
            if lines[-1].width + 5 + code.width <= room:
                beside = (code,)
            else:
                lines += paragraph(each.code, _CODE, room)
        local = translated(each.translations, self.words.code) if self.words.local else ""
        right: tuple[Line, ...] = ()
        if local and self.words.rtl:
            right = paragraph(local, _LOCAL, room, self.words.code, rtl=True)
        elif local:
            lines += paragraph(local, _LOCAL, room, self.words.code)
        if each.refurbished:
            lines += joined(self.words.label("refurbished"), SMALL, room, self.words)
        if each.remarks:
            lines += paragraph(each.remarks, SMALL, room, rtl=None)
        return lines, right, beside

    def _source(self, table: Table, each: ReceiptLine) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
        """Return the lot, its expiry and how many serials stand below."""
        words, room = self.words, table.room(2)
        pairs: list[tuple[tuple[str, str], Style]] = []
        if each.lot:
            pairs.append(((words.english.label("lot", lot=each.lot), ""), _LOT))
        if each.expires_on:
            english = words.english.label("expires", date=words.english.day(each.expires_on))
            local = ""
            if words.local and words.local.repeat_dates:
                local = words.local.label("expires", date=words.local.day(each.expires_on))
            elif words.local:
                mark = words.english.label("expires", date="").strip()
                english = f"{mark} · {words.local.label('expires', date=words.english.day(each.expires_on))}"
            pairs.append(((english, local), SMALL))
        if each.serials:
            count = len(each.serials)
            key = "serial_below" if count == 1 else "serials_below"
            pairs.append((words.label(key, count=count) if count > 1 else words.label(key), _CELL))
        lines: tuple[Line, ...] = ()
        right: tuple[Line, ...] = ()
        for (english, local), style in pairs:
            lines += paragraph(english, style, room)
            if local and words.rtl:
                right += paragraph(local, _LOCAL, room, words.code, rtl=True)
            elif local:
                lines += paragraph(local, SMALL, room, words.code)
        return lines, right

    def _total(self, table: Table) -> Block:
        words, receipt = self.words, self.receipt
        counted = [each for each in receipt.lines if each.kind is not LineKind.SHORTAGE]
        lines, serials = len(counted), sum(len(each.serials) for each in counted)
        # A kit counts by its parts, as in the code and on the screen; the kit itself is a heading of theirs.
        pieces = ((each.unit, each.quantity) for each in counted if each.kind is not LineKind.KIT)
        english, local = per_unit(pieces, words)
        counts = [_counted(words, "line", lines)]
        if serials:
            counts.append(_counted(words, "serial", serials))
        room = self.width - 92 - (140 if self.values else 30)
        first = " · ".join([one for one, _ in counts] + [english])
        second = " · ".join([other for _, other in counts if other] + [local]) if local else ""
        middle = paragraph(first, Style(7.6, tabular=True), room)
        if second:
            middle += paragraph(second, _LOCAL, room, words.code, rtl=words.rtl)
        title_en, title_local = words.label("total")
        title: tuple[Line, ...] = (line(title_en, _TOTAL),)
        if title_local:
            beside = line(
                f"{title_en} {title_local}" if words.rtl else title_local, Style(8.0, Weight.SEMIBOLD), words.code
            )
            title = (beside,) if words.rtl else (*title, beside)
        right: tuple[Line, ...] = ()
        if self.values:
            whole = sum(each.value_minor or 0 for each in counted)
            right = (line(f"{receipt.currency} {amount(whole, receipt.currency)}", _TOTAL),)
        return total_row(self.width, table.lefts[1], title, middle, right)

    def _conditions(self, size: float = 6.9) -> Block:
        words = self.words
        english = _clauses(self.receipt, words.english, alone=words.local is None)
        local = _clauses(self.receipt, words.local) if words.local else []
        key = "conditions"
        title_en, title_local = words.upper("certification")
        more_en, more_local = words.upper(key)
        title = (
            f"{title_en} · {more_en}",
            f"{title_local or title_en} · {more_local or more_en}" if words.local else "",
        )
        return two_columns(title, english, local, words, self.width, numbered=True, size=size)

    def _short(self, page: int) -> Block:
        words = self.words
        english = words.english.label("certification_text", page=page)
        local = words.local.label("certification_text", page=page) if words.local else ""
        title, title_local = words.upper("certification")
        return two_columns(
            (title, title_local or (title if local else "")), [english], [local] if local else [], words, self.width,
            numbered=False,
        )  # fmt: skip

    def _signing(self) -> Block:
        receipt = self.receipt
        signers = list(receipt.signers)
        for role, party in ((SignerRole.RECEIVED, receipt.received), (SignerRole.DELIVERED, receipt.released)):
            if not any(signer.role is role for signer in signers):
                signers.insert(0, Signer(role, party.representative, party.title))
        signers.sort(key=lambda signer: _SIGNING_ORDER.index(signer.role) if signer.role in _SIGNING_ORDER else 9)
        boxes: list[SignatureBox] = []
        seen: dict[SignerRole, int] = {}
        for signer in signers:
            at = seen[signer.role] = seen.get(signer.role, -1) + 1
            given = next((s for s in self.signatures if s.role is signer.role and s.index == at), None)
            boxes.append(SignatureBox(signer, given))
        return signatures(boxes, self.words, self.width)


_SIGNING_ORDER = (
    SignerRole.DELIVERED, SignerRole.RECEIVED, SignerRole.CUSTODIAN, SignerRole.WITNESS, SignerRole.INTERPRETER,
)  # fmt: skip


def _counted(words: Words, key: str, count: int) -> tuple[str, str]:
    return words.label(key) if count == 1 else words.label(f"{key}s", count=count)


def _clauses(receipt: Receipt, language: Language, *, alone: bool = False) -> list[str]:
    """Return the conditions in one language, the post's own where it has edited them.

    A paper in one language alone needs no clause on which of two prevails.
    """
    own = _own_clauses(receipt, language.code)
    last: tuple[str, ...] = () if alone else ("prevails",)
    if own is not None:
        texts = [*own.clauses, *([own.prevails] if own.prevails and not alone else [])]
    else:
        version = language.clauses.get(receipt.clauses_version)
        if version is None:
            raise BadInput("clauses-unknown", language=language.code, version=receipt.clauses_version)
        texts = [version[key] for key in (*keys_for(receipt.type), *last)]
    agreement = receipt.agreement or "—"
    shown = {"agreement": agreement, "days": str(receipt.report_loss_within_days)}
    for key, text in shown.items():
        placed = value(text) if language.rtl and text.isascii() else text
        texts = [each.replace(f"{{{key}}}", placed) for each in texts]
    return texts
