"""A tag is given once, to one thing, for ever; and every place with a scanner understands it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from inl_logistics.counts import scanning
from inl_logistics.counts.scanning import Meaning
from inl_logistics.inventory.scanning import scanned
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, RulesBroken
from inl_logistics.kernel.values import Tracking
from inl_logistics.labels import tags
from inl_logistics.labels.records import LabelKind
from inl_logistics.labels.resolving import meaning_of
from inl_logistics.labels.tags import SpoilDraft, Subject, give_tags, spoil_tag
from inl_logistics.receiving.commands import ScanDraft, StartDraft, scan, start
from inl_logistics.search.sources import scan_target, tagged
from inl_logistics.shipments.commands import PackageDraft, ShipmentLineDraft
from tests.builders import TODAY, Post
from tests.builders_counts import begun, shelf

GTIN = "09506000134352"


def unit_id(post: Post, serial: str) -> int:
    return int(str(post.scalar("SELECT id FROM unit WHERE serial = :s", s=serial)))


def tag(post: Post, kind: LabelKind, ident: int, lot_id: int = 0) -> str:
    subject = Subject(kind, ident, lot_id)
    return post.work.write(give_tags, [subject])[subject]


def test_each_thing_has_one_tag_and_keeps_it(post: Post) -> None:
    vest = post.item("PE-1042")
    post.stocked(vest, ["V-1", "V-2"])
    units = [Subject(LabelKind.UNIT, unit_id(post, one)) for one in ("V-1", "V-2")]
    first = post.work.write(give_tags, units)
    assert list(first.values()) == ["PCL0000001", "PCL0000002"]
    again = post.work.write(give_tags, [*units, Subject(LabelKind.ITEM, vest)])
    assert again[units[1]] == "PCL0000002"
    assert again[Subject(LabelKind.ITEM, vest)] == "PCL0000003"


def test_a_spoiled_tag_is_never_given_again(post: Post) -> None:
    vest = post.item("PE-1042")
    post.stocked(vest, ["V-1"])
    unit = unit_id(post, "V-1")
    first = tag(post, LabelKind.UNIT, unit)
    with pytest.raises(RulesBroken):
        post.work.write(spoil_tag, SpoilDraft(first, " "))
    post.work.write(spoil_tag, SpoilDraft(first.lower(), "torn off"))
    with pytest.raises(BadInput) as caught:
        post.work.read(meaning_of, first)
    assert caught.value.code == "tag-is-spoiled"
    assert tag(post, LabelKind.UNIT, unit) == "PCL0000002"
    with pytest.raises(RulesBroken):
        post.work.write(spoil_tag, SpoilDraft(first, "again"))
    assert post.scalar("SELECT count(*) FROM trail WHERE action = 'labels.spoil'") == 1


@pytest.mark.parametrize("statement", ["DELETE FROM tag", "UPDATE tag SET subject_id = 99", "UPDATE tag SET tag = 'X'"])
def test_the_table_itself_refuses(post: Post, statement: str) -> None:
    tag(post, LabelKind.ITEM, post.item("PE-1042"))

    def act(session: Session, *, by: Actor, at: object) -> None:
        session.execute(text(statement))

    with pytest.raises(IntegrityError):
        post.work.write(act)


def test_another_laptop_gives_from_its_own_range(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    item = post.item("PE-1042")

    def as_series(session: Session, series: str, *, by: Actor, at: object) -> None:
        session.execute(text("UPDATE device SET series = :s"), {"s": series})

    post.work.write(as_series, "C")
    assert tag(post, LabelKind.ITEM, item) == "PCL0500000"
    monkeypatch.setattr(tags, "RANGE", 1)
    post.work.write(as_series, "AZ")
    with pytest.raises(RulesBroken) as caught:
        tag(post, LabelKind.ITEM, post.item("PE-1043"))
    assert caught.value.problems[0].code == "tags-used-up"


def test_a_carton_that_is_gone_leaves_its_tag_unused(post: Post) -> None:
    gloves = post.item("PE-4020", tracking=Tracking.QUANTITY)
    order = post.order((gloves, 10))
    line = ShipmentLineDraft(gloves, 10, post.order_lines(order)[0])
    post.ship(order, [line], [PackageDraft("C-1")])
    package = int(str(post.scalar("SELECT id FROM package")))
    given = tag(post, LabelKind.CARTON, package)

    def remove(session: Session, *, by: Actor, at: object) -> None:
        session.execute(text("DELETE FROM package"))
        session.execute(text("INSERT INTO package (id, shipment_id, kind, code, folded, note, size_mm, seal, position)"
                             " SELECT :p, id, 'carton', 'C-9', 'C9', '', '', '', 0 FROM shipment"), {"p": package})  # fmt: skip

    post.work.write(remove)
    with pytest.raises(BadInput):
        post.work.read(meaning_of, given)


def test_what_a_tag_opens(post: Post) -> None:
    vest, spray = post.item("PE-1042"), post.item("CA-1", tracking=Tracking.LOT)
    post.stocked(vest, ["V-1"])
    post.stocked_quantity(spray, 20, lot="2411B", expires_on=TODAY + timedelta(days=300))
    lot = int(str(post.scalar("SELECT id FROM lot WHERE code = '2411B'")))
    unit = unit_id(post, "V-1")
    bin_id = int(str(post.scalar("SELECT id FROM bin WHERE code = 'A-04'")))
    found = {
        kind: post.work.read(scan_target, tag(post, kind, ident, lot_id))
        for kind, ident, lot_id in (
            (LabelKind.UNIT, unit, 0), (LabelKind.ITEM, spray, lot), (LabelKind.BIN, bin_id, 0),
        )
    }  # fmt: skip
    assert [(one.kind, one.key) for one in found.values() if one] == [("unit", unit), ("item", spray), ("bin", bin_id)]
    by_lot = post.work.read(scanned, tag(post, LabelKind.ITEM, spray, lot))
    assert [(one.kind, one.variant_id, one.lot) for one in by_lot] == [("item", spray, "2411B")]
    hits = post.work.read(tagged, tag(post, LabelKind.UNIT, unit))
    assert [(one.title, one.note) for one in hits] == [("V-1 · PE-1042", "PCL0000001")]
    assert post.work.read(tagged, "PCL9999999") == []


def test_a_count_takes_tags_of_units_bins_and_lots(post: Post) -> None:
    shelf(post)
    count = begun(post)
    count.scan(tag(post, LabelKind.UNIT, unit_id(post, "H-1")))
    assert post.scalar("SELECT count(*) FROM counting_scan WHERE outcome = 'counted' AND text = 'H-1'") == 1
    gloves = int(
        str(post.scalar("SELECT v.id FROM variant v JOIN item i ON i.id = v.item_id WHERE i.tracking <> 'serial'"))
    )
    place = int(str(post.scalar("SELECT place_id FROM counting_scan")))
    draft = scanning.ScanDraft(count.id, tag(post, LabelKind.ITEM, gloves), place)
    assert post.work.write(scanning.scan, draft).meaning is Meaning.HOW_MANY


def coded(post: Post, variant: int, code: str) -> None:
    def add(session: Session, *, by: Actor, at: object) -> None:
        session.execute(
            text("INSERT INTO item_code (item_id, variant_id, code, folded) SELECT item_id, id, :c, lower(:c)"
                 " FROM variant WHERE id = :v"), {"c": code, "v": variant},
        )  # fmt: skip

    post.work.write(add)


def test_a_makers_code_fills_lot_and_expiry_where_it_is_received(post: Post) -> None:
    spray = post.item("CA-1", tracking=Tracking.LOT)
    coded(post, spray, GTIN.lstrip("0"))
    order = post.order((spray, 10))
    shipment = post.ship(order, [ShipmentLineDraft(spray, 10, post.order_lines(order)[0])])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    found = post.work.write(scan, ScanDraft(receiving, f"]d201{GTIN}17280331" + "10L-77\x1d3010"))
    assert (found.outcome, found.counted) == ("good", 10)
    assert post.scalar("SELECT lot || expires_on FROM scan") == "L-772028-03-31"


def test_a_makers_code_with_a_serial_counts_that_unit(post: Post) -> None:
    vest = post.item("PE-1042")
    coded(post, vest, GTIN)
    order = post.order((vest, 2))
    shipment = post.ship(order, [ShipmentLineDraft(vest, 2, post.order_lines(order)[0])])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    found = post.work.write(scan, ScanDraft(receiving, f"(01){GTIN}(21)V-9"))
    assert (found.outcome, found.text, found.counted) == ("good", "V-9", 1)
    with pytest.raises(BadInput) as caught:
        post.work.write(scan, ScanDraft(receiving, f"(01){GTIN}"))
    assert caught.value.code == "scan-needs-serial"


def test_a_carton_tag_is_the_carton_while_receiving(post: Post) -> None:
    gloves = post.item("PE-4020", tracking=Tracking.QUANTITY)
    order = post.order((gloves, 10))
    line = ShipmentLineDraft(gloves, 10, post.order_lines(order)[0])
    shipment = post.ship(order, [line], [PackageDraft("C-1")])
    carton = tag(post, LabelKind.CARTON, int(str(post.scalar("SELECT id FROM package"))))
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    with pytest.raises(BadInput) as caught:
        post.work.write(scan, ScanDraft(receiving, carton))
    assert (caught.value.code, caught.value.params["carton"]) == ("carton-needs-mode", "C-1")
    target = post.work.read(scan_target, carton)
    assert target is not None
    assert (target.kind, target.key) == ("shipment", shipment)


def test_a_plain_serial_that_reads_like_gs1_stays_that_serial(post: Post) -> None:
    vest = post.item("PE-1042")
    odd = f"01{GTIN}10A"
    post.stocked(vest, [odd, "PCL0000009"])
    assert [one.serial for one in post.work.read(scanned, odd)] == [odd]
    assert [one.serial for one in post.work.read(scanned, "PCL0000009")] == ["PCL0000009"]
    assert post.work.read(meaning_of, f"]d2{odd}").variants == ()


def test_an_expired_day_is_read_whole(post: Post) -> None:
    assert post.work.read(meaning_of, f"(01){GTIN}(17)270200").expires_on == date(2027, 2, 28)
