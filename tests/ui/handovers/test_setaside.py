"""Who let a rule be set aside, in words: alone, for themselves, seen by a second person."""

from __future__ import annotations

import re
from dataclasses import replace

from inl_logistics.approvals.queries import SetAside
from tests.builders import TODAY
from ui.handovers.setaside import approval_words, rules_words


def test_each_kind_of_approval_is_told_apart() -> None:
    given = SetAside(("vetting-expired",), "Cable 26 PCL 104", "Ana Ruiz", TODAY, False, "")
    own = replace(given, self_approved=True)
    found = [approval_words(one) for one in (given, own, replace(own, cosigned_by="Luis Vega"))]
    assert [re.sub("[\u2068\u2069]", "", one) for one in found] == [
        "Approved by Ana Ruiz on 24 Nov 2026",
        "Approved by Ana Ruiz on 24 Nov 2026 for themselves, a co-signature is missing",
        "Approved by Ana Ruiz on 24 Nov 2026, co-signed by Luis Vega",
    ]


def test_a_rule_set_aside_twice_is_named_once() -> None:
    assert rules_words(("vetting-expired", "policy-hold", "vetting-expired")) == "Vetting expired · Policy hold"
