"""The state of a plan being written, without widgets: recipients, lines and sizes as values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from inl_logistics.requirements.choices import FacilityChoice, GoodsChoice
from inl_logistics.requirements.commands import PersonSize, RecipientDraft, RequirementDraft, RequirementLineDraft
from inl_logistics.requirements.records import Basis


@dataclass(frozen=True, slots=True)
class FormRecipient:
    """A recipient as the table shows it."""

    number: int
    facility: str
    unit: str
    headcount: int
    sized: int


@dataclass(frozen=True, slots=True)
class FormLine:
    """A line as the table shows it."""

    number: int
    item: str
    code: str
    recipient: str
    quantity: int
    basis: str
    remarks: str
    total: int = 0


@dataclass
class PlanForm:
    """Header, recipients and lines of one plan."""

    draft: RequirementDraft = field(default_factory=RequirementDraft)
    facilities: dict[int, FacilityChoice] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    goods: dict[tuple[str, int], GoodsChoice] = field(default_factory=dict)

    def recipients(self) -> list[FormRecipient]:
        """Return the recipients to show."""
        found = []
        for number, one in enumerate(self.draft.recipients, 1):
            facility = self.facilities.get(one.facility_id or 0)
            sized = len({size.person_no for size in one.sizes})
            unit = self.units.get(one.unit_id or 0, facility.unit if facility else "")
            found.append(FormRecipient(number, facility.name if facility else "", unit, one.headcount, sized))
        return found

    def lines(self) -> list[FormLine]:
        """Return the lines to show, with what each adds up to."""
        found = []
        for number, line in enumerate(self.draft.lines, 1):
            choice = self.choice_of(line)
            names = [one.facility for one in self.recipients()]
            recipient = "" if line.recipient is None else names[line.recipient - 1] or str(line.recipient)
            found.append(
                FormLine(number, choice.label if choice else "—", choice.code if choice else "", recipient,
                         line.quantity, line.basis.value, line.remarks, self._total(line))
            )  # fmt: skip
        return found

    def choice_of(self, line: RequirementLineDraft) -> GoodsChoice | None:
        """Return what a line asks for, as it was chosen."""
        if line.kit_id is not None:
            return self.goods.get(("kit", line.kit_id))
        if line.variant_id is not None:
            return self.goods.get(("variant", line.variant_id))
        return self.goods.get(("item", line.item_id or 0))

    def _total(self, line: RequirementLineDraft) -> int:
        heads = [one.headcount for one in self.draft.recipients]
        if line.recipient is not None:
            heads = heads[line.recipient - 1 : line.recipient]
        return line.quantity * (sum(heads) if line.basis is Basis.PERSON else len(heads))

    def put_recipient(self, recipient: RecipientDraft, at: int | None = None) -> None:
        """Add a recipient, or put one in the place of another; its sizes beyond the headcount are dropped."""
        fitting = tuple(size for size in recipient.sizes if size.person_no <= recipient.headcount)
        recipient = replace(recipient, sizes=fitting)
        all_ = list(self.draft.recipients)
        if at is None:
            all_.append(recipient)
        else:
            all_[at] = recipient
        self.draft = replace(self.draft, recipients=tuple(all_))

    def drop_recipient(self, at: int) -> None:
        """Take a recipient off, with the lines that are for it alone."""
        recipients = tuple(one for place, one in enumerate(self.draft.recipients) if place != at)
        lines = []
        for line in self.draft.lines:
            if line.recipient == at + 1:
                continue
            later = line.recipient is not None and line.recipient > at + 1
            lines.append(replace(line, recipient=line.recipient - 1) if later and line.recipient else line)
        self.draft = replace(self.draft, recipients=recipients, lines=tuple(lines))

    def put_line(self, line: RequirementLineDraft, at: int | None = None) -> None:
        """Add a line, or put one in the place of another."""
        all_ = list(self.draft.lines)
        if at is None:
            all_.append(line)
        else:
            all_[at] = line
        self.draft = replace(self.draft, lines=tuple(all_))

    def drop_line(self, at: int) -> None:
        """Take a line off."""
        self.draft = replace(self.draft, lines=tuple(one for place, one in enumerate(self.draft.lines) if place != at))

    def set_sizes(self, at: int, sizes: tuple[PersonSize, ...], persons: int) -> None:
        """Take over a recipient's roster; one with more persons than were said raises the headcount."""
        recipient = self.draft.recipients[at]
        self.put_recipient(replace(recipient, sizes=sizes, headcount=max(recipient.headcount, persons)), at)

    def sized_goods(self) -> tuple[list[int], list[int]]:
        """Return the kits and the items whose sizes come from the roster."""
        kits = [line.kit_id for line in self.draft.lines if line.kit_id is not None]
        items = [
            line.item_id for line in self.draft.lines if line.item_id is not None and line.variant_id is None
        ]  # fmt: skip
        return kits, items


def line_of(
    choice: GoodsChoice, quantity: int, basis: Basis, recipient: int | None, remarks: str
) -> RequirementLineDraft:
    """Return the line for what was chosen."""
    return RequirementLineDraft(
        quantity, basis, kit_id=choice.id if choice.kind == "kit" else None,
        item_id=None if choice.kind == "kit" else choice.item_id,
        variant_id=choice.id if choice.kind == "variant" else None, recipient=recipient, remarks=remarks,
    )  # fmt: skip
