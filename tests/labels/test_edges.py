"""Edges of labels and codes: days of a century, two last days, ranges, spoiled tags, retired bins and sizes, two makers."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.catalog.commands import save_item
from inl_logistics.catalog.drafts import ItemDraft, VariantDraft
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, RulesBroken
from inl_logistics.kernel.values import Tracking
from inl_logistics.labels import codes, queries, tags
from inl_logistics.labels.commands import LabelsDraft, PrintedDraft, preview, record_print
from inl_logistics.labels.records import LabelKind
from inl_logistics.labels.resolving import meaning_of
from inl_logistics.labels.tags import SpoilDraft, Subject, give_tags, spoil_tag
from inl_logistics.paper.codes import Symbol
from inl_logistics.shipments.commands import PackageDraft, ShipmentLineDraft
from tests.builders import Post

GTIN = "09506000134352"
SSCC = "106141412345678908"


def tag(post: Post, subject: Subject) -> str:
    return post.work.write(give_tags, [subject])[subject]


@pytest.mark.parametrize(("typed", "day"), [("791231", date(2079, 12, 31)), ("800101", date(1980, 1, 1))])
def test_two_digits_of_a_year_are_of_this_century_up_to_79(typed: str, day: date) -> None:
    assert codes.day_of(typed) == day


def test_the_last_day_of_use_goes_before_the_best_one() -> None:
    both = codes.read(f"(01){GTIN}(15)270101(17)280101")
    assert both.expires_on == date(2028, 1, 1)
    assert codes.read(f"(01){GTIN}(15)270101").expires_on == date(2027, 1, 1)


def test_a_range_is_used_to_its_last_number(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tags, "RANGE", 3)
    subjects = [Subject(LabelKind.ITEM, post.item(f"A-{n}")) for n in range(3)]
    assert [tag(post, one) for one in subjects[:2]] == ["PCL0000001", "PCL0000002"]
    with pytest.raises(RulesBroken):
        tag(post, subjects[2])


def test_copies_count_towards_how_many_labels_are_printed_at_once(post: Post) -> None:
    subjects = tuple(Subject(LabelKind.UNIT, one) for one in range(2_501))
    with pytest.raises(RulesBroken) as caught:
        post.work.read(preview, LabelsDraft(subjects, "50x25", copies=2))
    assert [one.code for one in caught.value.problems] == ["labels-too-many"]


def test_a_spoiled_tag_is_not_printed_and_stands_after_the_present_one(post: Post) -> None:
    item = Subject(LabelKind.ITEM, post.item("A-1"))
    first = tag(post, item)
    post.work.write(spoil_tag, SpoilDraft(first, "torn"))
    with pytest.raises(BadInput):
        post.work.write(record_print, PrintedDraft((first,), "62x29", Symbol.QR))
    second = tag(post, item)
    assert [one.tag for one in post.work.read(queries.tag_of, item)] == [second, first]


def test_what_is_not_used_any_more_gets_no_labels(post: Post) -> None:
    sizes = (VariantDraft("S", retired=True), VariantDraft("M"))
    item = post.work.write(save_item, ItemDraft("UNI-06", "Boots", price_micros=1, variants=sizes))
    assert len(post.work.read(queries.of_item, item)) == 1

    def retire(session: Session, *, by: Actor, at: datetime) -> None:
        session.execute(text("UPDATE bin SET retired_on = '2026-01-01' WHERE code = 'Q-01'"))

    post.work.write(retire)
    bins = post.work.read(queries.of_store, post.store)
    assert [one.title for one in post.work.read(queries.labels_of, bins)] == ["A-04"]


def test_of_two_makers_the_trade_number_says_whose_serial_it_is(post: Post) -> None:
    made = post.work.write(
        save_item, ItemDraft("ARM-02", "Vest", Tracking.SERIAL, maker="Acme", other_codes=(GTIN,), price_micros=1)
    )
    variant = int(str(post.scalar("SELECT id FROM variant WHERE item_id = :i", i=made)))
    post.stocked(post.item("ARM-01", maker="Northgate"), ["S-1"])
    post.stocked(variant, ["S-1"])
    (unit,) = post.work.read(meaning_of, f"(01){GTIN}(21)S-1").units
    assert post.scalar("SELECT item_id FROM unit WHERE id = :u", u=unit) == made


@pytest.mark.parametrize("written", [SSCC, f"00{SSCC}"])
def test_a_pallet_is_found_by_its_number_with_or_without_its_identifier(post: Post, written: str) -> None:
    vest = post.item("A-1")
    order = post.order((vest, 1))
    post.ship(order, [ShipmentLineDraft(vest, 1, post.order_lines(order)[0])], [PackageDraft(written)])
    assert post.work.read(meaning_of, f"]C100{SSCC}").package_id is not None
