"""The package tree as a value: what may lie in what, and where the goods go. Source: domain.md 2.4."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.shipments import arranging
from inl_logistics.shipments.arranging import PackedLine, Packing, volume_cm3
from inl_logistics.shipments.drafts import PackageDraft, PackedQuantity, PackedSerial
from inl_logistics.shipments.records import PackageKind

CONTAINER, PALLET, CARTON = PackageKind.CONTAINER, PackageKind.PALLET, PackageKind.CARTON


def tree() -> Packing:
    """A container with two pallets; three cartons on the first; ten vests, four of them in the first carton."""
    packages = (
        PackageDraft("MSKU 1", CONTAINER), PackageDraft("PALLET 1", PALLET, "MSKU 1"),
        PackageDraft("CTN 001", CARTON, "PALLET 1", weight_g=40_000), PackageDraft("CTN 002", CARTON, "PALLET 1"),
        PackageDraft("CTN 003", CARTON, "PALLET 1"), PackageDraft("PALLET 2", PALLET, "MSKU 1"),
    )  # fmt: skip
    serials = tuple(PackedSerial(f"V-{n}", "CTN 001" if n < 4 else "") for n in range(10))
    return Packing(packages, (PackedLine(7, 10, (PackedQuantity("CTN 001", 4),), serials),))


def shape(packing: Packing) -> list[str]:
    """Write the tree as code<parent."""
    return [f"{one.code}<{one.parent}" if one.parent else one.code for one in packing.packages]


def refused(act: Callable[[], object]) -> str:
    """Return the code of the reason against it."""
    with pytest.raises(RulesBroken) as caught:
        act()
    return caught.value.problems[0].code


def test_a_carton_moves_with_its_contents_and_never_holds_what_is_larger() -> None:
    moved = arranging.move(tree(), "CTN 001", "PALLET 2")
    assert shape(moved)[-2:] == ["PALLET 2<MSKU 1", "CTN 001<PALLET 2"]
    assert moved.lines == tree().lines
    assert refused(lambda: arranging.move(tree(), "PALLET 2", "CTN 001")) == "package-cannot-hold"
    assert refused(lambda: arranging.move(tree(), "MSKU 1", "PALLET 1")) == "package-inside-itself"
    assert refused(lambda: arranging.move(tree(), "CTN 009", "PALLET 1")) == "package-gone"


def test_up_and_down_stay_among_neighbors() -> None:
    assert [one.code for one in arranging.shift(tree(), "CTN 003", -1).packages][2:5] == [
        "CTN 001",
        "CTN 003",
        "CTN 002",
    ]
    assert shape(arranging.shift(tree(), "PALLET 2", -1))[1] == "PALLET 2<MSKU 1"
    assert arranging.shift(tree(), "CTN 001", -1) == tree()


def test_indent_finds_a_holder_and_outdent_leaves_it() -> None:
    out = arranging.outdent(tree(), "CTN 001")
    assert "CTN 001<MSKU 1" in shape(out)
    assert shape(arranging.indent(out, "CTN 001")) != shape(out)
    assert refused(lambda: arranging.indent(tree(), "CTN 002")) == "package-no-holder"
    assert arranging.outdent(tree(), "MSKU 1") == tree()


def test_a_new_package_continues_the_numbers_and_lies_where_it_can() -> None:
    made, code = arranging.add(tree(), CARTON, "CTN 001")
    assert code == "CTN 004"
    assert "CTN 004<PALLET 1" in shape(made)
    assert arranging.add(Packing(), PALLET)[1] == "PALLET 1"
    assert arranging.add(tree(), CONTAINER, "PALLET 1")[0].package("MSKU 2").parent == ""


def test_deleting_gives_goods_back_and_keeps_what_lay_inside() -> None:
    gone = arranging.remove(tree(), "CTN 001")
    assert gone.lines[0].loose() == 10
    assert {one.package for one in gone.lines[0].serials} == {""}
    assert "CTN 001<MSKU 1" in shape(arranging.remove(tree(), "PALLET 1"))


def test_units_and_chosen_serials_go_into_a_carton() -> None:
    packed = arranging.put(tree(), 7, 3, "CTN 002")
    assert packed.lines[0].inside("CTN 002") == 3
    assert [one.serial for one in packed.lines[0].serials if one.package == "CTN 002"] == ["V-4", "V-5", "V-6"]
    assert refused(lambda: arranging.put(packed, 7, 4, "CTN 003")) == "packed-more-than-loose"
    chosen = arranging.put_serials(packed, 7, ["V-0", "V-9"], "CTN 003")
    assert [chosen.lines[0].inside(f"CTN 00{n}") for n in (1, 2, 3)] == [3, 3, 2]
    assert refused(lambda: arranging.put_serials(packed, 7, ["X"], "CTN 003")) == "serial-not-on-line"
    assert arranging.take_out(chosen, 7, "CTN 003").lines[0].loose() == 4


def test_splitting_halves_each_line_and_the_weight() -> None:
    halved, code = arranging.split(tree(), "CTN 001")
    assert code == "CTN 004"
    assert [halved.lines[0].inside(one) for one in ("CTN 001", "CTN 004")] == [2, 2]
    assert [halved.package(one).weight_g for one in ("CTN 001", "CTN 004")] == [20_000, 20_000]
    assert refused(lambda: arranging.split(tree(), "CTN 002")) == "package-not-divisible"


def test_renaming_takes_contents_along_and_two_labels_are_never_alike() -> None:
    named = arranging.change(tree(), "CTN 001", PackageDraft("BOX 9", CARTON, "PALLET 1", size_mm="600x400x350"))
    assert named.lines[0].inside("BOX 9") == 4
    assert volume_cm3(named.package("BOX 9")) == 84_000
    assert volume_cm3(PackageDraft("X", volume_cm3=5)) == 5
    assert volume_cm3(PackageDraft("X", size_mm="large")) is None
    assert refused(lambda: arranging.change(tree(), "CTN 001", PackageDraft("ctn 002"))) == "package-code-twice"
    assert refused(lambda: arranging.change(tree(), "CTN 001", PackageDraft(" "))) == "package-code-empty"


def test_everything_wrong_is_named_at_once() -> None:
    lines = (PackedLine(1, 2, (PackedQuantity("CTN 1", 3), PackedQuantity("CTN 9", 1))),)
    wrong = Packing((PackageDraft("CTN 1", CARTON, "NONE"), PackageDraft("CTN 1")), lines)
    assert [one.code for one in arranging.problems(wrong)] == [
        "package-gone", "package-code-twice", "packed-more-than-line", "package-gone",
    ]  # fmt: skip
