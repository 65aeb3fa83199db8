"""Files that speak in aliases and vendors' part numbers find the catalog's items by them. Source: issue item 1."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from inl_logistics.catalog.commands import save_item
from inl_logistics.catalog.drafts import ItemDraft, PartNumber, VariantDraft
from inl_logistics.imports.commands import run
from inl_logistics.kernel.values import Tracking
from inl_logistics.partners.commands import PartnerDraft, save_partner
from inl_logistics.partners.records import PartnerKind
from tests.builders import Post
from tests.imports.samples import checked, csv_file


def ordered(post: Post) -> list[tuple[str, str, int]]:
    """Return code, size and quantity of what was ordered."""

    def asked(session: object) -> list[tuple[str, str, int]]:
        rows = session.execute(  # type: ignore[attr-defined]
            text(
                "SELECT i.code, v.size, l.quantity FROM order_line l JOIN variant v ON v.id = l.variant_id"
                " JOIN item i ON i.id = v.item_id ORDER BY l.id"
            )
        )
        return [tuple(row) for row in rows]

    return post.work.read(asked)


def item(post: Post, code: str, *numbers: PartNumber, sizes: tuple[str, ...] = ("",), alias: str = "") -> int:
    """Make an item with its other codes."""
    return post.work.write(
        save_item,
        ItemDraft(
            code, code, Tracking.QUANTITY, price_micros=1_000_000, other_codes=(alias,) if alias else (),
            part_numbers=numbers, variants=tuple(VariantDraft(one) for one in sizes),
        ),
    )  # fmt: skip


def vendor(post: Post, name: str) -> int:
    """Make a vendor."""
    return post.work.write(save_partner, PartnerDraft(PartnerKind.VENDOR, name))


def test_an_alias_and_a_part_number_of_one_size_mean_the_item(post: Post, tmp_path: Path) -> None:
    acme = vendor(post, "Acme Supply")
    item(post, "RIO-01", PartNumber(acme, "AC-900-L", "L"), sizes=("M", "L"), alias="HELMET")
    rows = (
        "Order,Vendor,Item code,Description,Qty\nP-1,Acme Supply,ac-900-l,Helmet,5\nP-1,Acme Supply,Helmet,Helmet,2\n"
    )
    done = post.work.write(run, checked("orders", csv_file(tmp_path, rows)))
    assert "item" not in done.created
    assert ordered(post) == [("RIO-01", "L", 5), ("RIO-01", "", 2)]


def test_the_vendor_of_the_file_says_what_its_number_means(post: Post, tmp_path: Path) -> None:
    first, second = vendor(post, "Acme Supply"), vendor(post, "Borealis")
    item(post, "RIO-01", PartNumber(first, "100"))
    item(post, "RIO-02", PartNumber(second, "100"))
    rows = "Order,Vendor,Item code,Description,Qty\nP-1,Borealis,100,Shield,5\n"
    post.work.write(run, checked("orders", csv_file(tmp_path, rows)))
    assert ordered(post) == [("RIO-02", "", 5)]


def test_a_number_that_two_other_vendors_use_differently_is_not_guessed(post: Post, tmp_path: Path) -> None:
    first, second = vendor(post, "Acme Supply"), vendor(post, "Borealis")
    item(post, "RIO-01", PartNumber(first, "100"))
    item(post, "RIO-02", PartNumber(second, "100"))
    rows = "Order,Vendor,Item code,Description,Qty\nP-1,Cobalt,100,Shield,5\n"
    done = post.work.write(run, checked("orders", csv_file(tmp_path, rows)))
    assert done.created["item"] == 1
    assert ordered(post) == [("100", "", 5)]


def test_a_size_that_the_code_names_is_ordered(post: Post, tmp_path: Path) -> None:
    item(post, "RIO-01", sizes=("M", "L"))
    rows = "Order,Vendor,Item code,Description,Qty\nP-1,Acme,RIO-01-L,Helmet,5\n"
    post.work.write(run, checked("orders", csv_file(tmp_path, rows)))
    assert ordered(post) == [("RIO-01", "L", 5)]
