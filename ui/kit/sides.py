"""The switch between the lists of one section of the rail: Orders · Agreements, Host · Vendors · Stores.

    self.sides = SideSwitch(context, PURCHASING, "orders")
    self.start_tools.addWidget(self.sides)

The kinds of page are named here because the lists of a section belong to several features, which never know each other.
Source: product.md 8 (Where screens live).
"""

from __future__ import annotations

from inl_logistics.kernel.translation import N_, _
from ui.kit.choices import Segmented
from ui.kit.navigation import PageContext, Route

Sides = tuple[tuple[str, str], ...]

# A list is named when its screen is there.
PURCHASING: Sides = (
    ("requirements", N_("Requirements")),
    ("orders", N_("Orders")),
    ("agreements", N_("Agreements")),
)
SHIPMENTS: Sides = (("shipments", N_("Inbound")), ("outbounds", N_("Outbound")), ("transfers", N_("Transfers")))
RECEIVING: Sides = (
    ("shipments", N_("Inbound")),
    ("receivings", N_("Receivings")),
    ("discrepancies", N_("Discrepancies")),
)
CATALOG: Sides = (("catalog", N_("Items")), ("kits", N_("Kits")))
COUNTS: Sides = (("counts", N_("Counts")), ("count-accuracy", N_("Accuracy")))
PARTNERS: Sides = (
    ("partners", N_("Host")),
    ("partner-tree", N_("Tree")),
    ("vettings", N_("Vetting")),
    ("vendors", N_("Vendors")),
    ("stores", N_("Stores")),
)


class SideSwitch(Segmented):
    """Opens the other lists of the section; it always shows the list it stands on."""

    def __init__(self, context: PageContext, sides: Sides, current: str) -> None:
        super().__init__()
        self._context, self._sides, self._here = context, sides, current
        self.setAccessibleName(_("Lists of this section"))
        self.chosen.connect(self._go)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words again."""
        self.set_options([(key, _(words)) for key, words in self._sides])
        self.choose(self._here, tell=False)
        if len(self._sides) < 2:
            self.hide()  # never shown here: without a parent yet it would be a window of its own and take the focus

    def _go(self, key: str) -> None:
        if key != self._here:
            self._context.navigator.open(Route(key))
            self.choose(self._here, tell=False)
