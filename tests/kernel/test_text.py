"""How serials are compared. Source: product.md 4 (Serials)."""

from __future__ import annotations

import pytest

from inl_logistics.kernel.text import serial_key, serial_lookalike, serial_order


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("00123", "00123"),
        (" ab-0 01 ", "AB001"),
        ("ab–٠٠٢", "AB002"),
        ("1E05", "1E05"),
        ("O0I1", "O0I1"),
        ("a\u200e1", "A1"),
    ],
)
def test_the_key_folds_case_spaces_dashes_and_digits_and_nothing_else(typed: str, key: str) -> None:
    assert serial_key(typed) == key


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("00123", "123", True), ("AO1", "A0I", True), ("0", "000", True), ("A1", "A2", False), ("120", "12", False)],
)
def test_what_only_looks_alike_has_another_key(one: str, other: str, alike: bool) -> None:
    assert serial_key(one) != serial_key(other)
    assert (serial_lookalike(one) == serial_lookalike(other)) is alike


def test_numbers_in_serials_count_as_numbers() -> None:
    mixed = ["HC-10", "hc-9", "BA3-224056", "BA3-224055", "0099", "100", "A-2-11", "A-2-2"]
    assert sorted(mixed, key=serial_order) == [
        "0099", "100", "A-2-2", "A-2-11", "BA3-224055", "BA3-224056", "hc-9", "HC-10",
    ]  # fmt: skip
