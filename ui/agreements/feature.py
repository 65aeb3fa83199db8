"""What agreements give to the window; the section belongs to purchasing."""

from __future__ import annotations

from ui.agreements.detail import AgreementPage
from ui.agreements.page import AgreementsPage
from ui.kit.navigation import Feature, PageKind

FEATURE = Feature(
    pages=(
        PageKind("agreements", "purchasing", AgreementsPage),
        PageKind("agreement", "purchasing", AgreementPage),
    ),
)
