"""What requirements give to the window; the section belongs to purchasing."""

from __future__ import annotations

from ui.kit.navigation import Feature, PageKind
from ui.requirements.detail import RequirementPage
from ui.requirements.editor import RequirementEditor
from ui.requirements.page import RequirementsPage

FEATURE = Feature(
    pages=(
        PageKind("requirements", "purchasing", RequirementsPage),
        PageKind("requirement", "purchasing", RequirementPage),
        PageKind("requirement-draft", "purchasing", RequirementEditor),
    ),
)
