"""What happened at Puerto Claro: the invented year as data. Days count back from today.

Names of people and vendors are invented; item codes are those of the starter catalog.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goods:
    """Some of one variant; `serial` is the first serial's stem and number, `life` its days to expiry from today."""

    code: str
    size: str
    quantity: int
    price: str
    serial: str = ""
    lot: str = ""
    life: int | None = None
    bin: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """An order and its one shipment. `received` is None while it is on the road.

    `export` is what authorizes its controlled goods to leave the exporter.
    """

    title: str
    vendor: str
    ordered: int
    goods: tuple[Goods, ...]
    received: int | None
    project: str = "INL-24-CV-07"
    mode: str = "sea"
    damaged: int = 0
    short: int = 0
    over: int = 0
    reached: str = ""
    late: int = 0
    from_files: bool = False
    export: str = "License exception GOV, 15 CFR 740.11(b)"


@dataclass(frozen=True, slots=True)
class Gift:
    """A handover: to whom, when, what. `how`: signed, struck (one serial less), issued or draft; `vehicle` takes it there."""

    unit: str
    days: int
    goods: tuple[tuple[str, str, int], ...]
    how: str = "signed"
    filed: bool = True
    language: str = "es"
    vehicle: str = ""


VENDORS = ("Northgate Tactical Supply", "Meridian Duty Gear", "Halcyon Radio Works", "Ashford Medical Export")
CARRIERS = ("Meridian Line", "Corinth Air Cargo")

# (kind, name, own name, parent, service, vetting days left or None, commander)
HOST: tuple[tuple[str, str, str, str, str, int | None, str], ...] = (
    ("ministry", "Ministry of Justice", "Ministerio de Justicia", "", "other", None, ""),
    ("ministry", "Ministry of the Interior", "Ministerio del Interior", "", "other", None, ""),
    ("agency", "National Prison Service", "Servicio Penitenciario Nacional", "Ministry of Justice", "corrections", None, ""),
    ("agency", "National Border Police", "Policía Nacional de Fronteras", "Ministry of the Interior", "police", None, ""),
    ("agency", "Coast Guard", "Guardia Costera", "Ministry of the Interior", "police", None, ""),
    ("unit", "Prison Response Group", "Grupo de Respuesta Penitenciaria", "National Prison Service", "corrections", 110,
     "Luis Arriaga Peña"),
    ("unit", "Corrections Academy", "Escuela Penitenciaria", "National Prison Service", "corrections", 310, "Marta Quiroga"),
    ("unit", "Border Police Unit 4", "Unidad 4 de Fronteras", "National Border Police", "police", 15, "Raúl Ibáñez"),
    ("unit", "Coast Guard Station 2", "Estación 2 de Guardacostas", "Coast Guard", "police", 26, "Inés Valdivia"),
    ("facility", "La Hondura Center", "Centro La Hondura", "Prison Response Group", "corrections", None, ""),
    ("facility", "Academy Depot", "Depósito de la Escuela", "Corrections Academy", "corrections", None, ""),
    ("facility", "Paso Norte Post", "Puesto Paso Norte", "Border Police Unit 4", "police", None, ""),
    ("facility", "Puerto Claro Pier", "Muelle de Puerto Claro", "Coast Guard Station 2", "police", None, ""),
)  # fmt: skip
TITLES = {
    "Luis Arriaga Peña": ("Captain, chief of logistics", "Capitán, jefe de logística"),
    "Marta Quiroga": ("Director of the academy", "Directora de la escuela"),
    "Raúl Ibáñez": ("Major, unit commander", "Mayor, comandante de unidad"),
    "Inés Valdivia": ("Lieutenant, station commander", "Teniente, comandante de estación"),
}
FACILITY = {
    "Prison Response Group": "La Hondura Center",
    "Corrections Academy": "Academy Depot",
    "Border Police Unit 4": "Paso Norte Post",
    "Coast Guard Station 2": "Puerto Claro Pier",
}
STORES = (
    (
        "MAIN",
        "Main warehouse",
        ("A-04", "A-05", "A-07", "B-02", "B-03", "B-11", "C-01", "C-02", "D-01", "E-03", "Q-01"),
    ),
    ("ANX", "Annex B", ("B2", "B3", "CAGE-2")),
    ("LHS", "La Hondura store", ()),
)
MINIMUMS = {
    ("ARM-02", "L"): 40, ("ARM-02", "M"): 60, ("RIO-01", "L"): 80, ("RST-02", ""): 100, ("RST-01", "standard"): 120,
    ("RES-01", "M"): 30, ("RES-02", ""): 120, ("INT-03", ""): 150, ("COM-01", ""): 30, ("MED-03", ""): 100,
    ("RIO-02", "36in"): 40, ("PPE-01", "L"): 60,
}  # fmt: skip

PAST = (
    Delivery("Academy uniforms and belts", "Meridian Duty Gear", 420, (
        Goods("UNI-01", "M", 300, "31.50", bin="B-11"), Goods("UNI-02", "32R", 300, "38.00", bin="B-11"),
        Goods("UNI-06", "42", 150, "84.00", bin="B-11"), Goods("BEL-01", "M", 150, "41.00", bin="B-03"),
        Goods("PPE-01", "L", 220, "24.00", bin="B-11")), 350, mode="sea", export=""),
    Delivery("Restraints and search gear", "Northgate Tactical Supply", 400, (
        Goods("RST-01", "standard", 320, "36.00", "HC-50001", bin="B-02"), Goods("RST-02", "", 120, "42.00", "HH-70001", bin="B-02"),
        Goods("SRC-01", "", 40, "145.00", "MD-3001", bin="D-01"), Goods("RST-05", "", 2000, "1.55", lot="FX-2025-3", life=1100, bin="B-03"),
        ), 330, mode="air", short=0),
    Delivery("Radios for border posts", "Halcyon Radio Works", 380, (
        Goods("COM-01", "", 90, "620.00", "HRW-240001", bin="D-01"), Goods("COM-02", "", 120, "62.00", lot="BAT-25-11", life=620, bin="D-01"),
        Goods("COM-03", "", 12, "370.00", "CHG-0041", bin="D-01")), 300, project="INL-24-PO-02", mode="air"),
    Delivery("Response team armor", "Northgate Tactical Supply", 300, (
        Goods("ARM-02", "L", 120, "412.00", "BA3-224001", bin="A-04"), Goods("ARM-02", "M", 110, "412.00", "BA3-225001", bin="A-04"),
        Goods("ARM-02", "XL", 60, "412.00", "BA3-226001", bin="A-05"), Goods("RIO-01", "L", 160, "137.00", "RH-88001", bin="A-07"),
        Goods("RIO-02", "36in", 75, "135.00", "RS-4101", bin="B2")), 210, mode="sea", damaged=2, short=3),
    Delivery("Medical and irritant sprays", "Ashford Medical Export", 250, (
        Goods("MED-03", "", 400, "29.00", lot="TQ-118", life=1220, bin="E-03"), Goods("MED-01", "", 120, "78.00", lot="IF-2207", life=760, bin="E-03"),
        Goods("INT-03", "", 380, "14.00", lot="2411B", life=37, bin="CAGE-2"), Goods("INT-04", "", 60, "47.00", lot="0831K", life=640, bin="CAGE-2"),
        Goods("MED-05", "", 24, "1250.00", "AED-F20401", bin="E-03")), 180, mode="air", over=1),
    Delivery("Respirators and filters", "Northgate Tactical Supply", 200, (
        Goods("RES-01", "M", 90, "280.00", "GM-61001", bin="C-01"), Goods("RES-02", "", 200, "46.00", lot="F-7719", life=68, bin="C-02"),
        Goods("RES-02", "", 300, "46.00", lot="F-7720", life=1650, bin="C-02")), 95, mode="sea"),
)  # fmt: skip
NOW = (
    Delivery("Body armor, 120 sets", "Northgate Tactical Supply", 104, (
        Goods("ARM-02", "L", 60, "412.00", "BA3-227001"), Goods("ARM-02", "M", 40, "412.00", "BA3-228001"),
        Goods("ARM-02", "XL", 20, "412.00", "BA3-229001"), Goods("RIO-01", "L", 120, "137.00", "RH-89001"),
        Goods("ARM-06", "L", 60, "59.00"), Goods("ARM-04", "M", 120, "180.00", "TP-40001")), None, mode="sea",
        reached="arrived", late=6),
    Delivery("Hand-held radios, 60", "Halcyon Radio Works", 90, (
        Goods("COM-01", "", 60, "620.00", "HRW-250001"), Goods("COM-02", "", 60, "62.00", lot="BAT-26-08", life=900)), None,
        project="INL-24-PO-02", mode="air", reached="departed", late=3),
    Delivery("Riot shields and pads", "Meridian Duty Gear", 40, (
        Goods("RIO-02", "48in", 50, "142.00", "RS-5001"), Goods("RIO-06", "", 80, "27.00")), None, mode="sea", reached="ready", from_files=True),
)  # fmt: skip

GIFTS = (
    Gift("Corrections Academy", 335, (("UNI-01", "M", 90), ("UNI-02", "32R", 90), ("UNI-06", "42", 40), ("BEL-01", "M", 40))),
    Gift("Coast Guard Station 2", 315, (("RST-01", "standard", 40), ("SRC-01", "", 6))),
    Gift("Border Police Unit 4", 290, (("COM-01", "", 25), ("COM-02", "", 25), ("COM-03", "", 3))),
    Gift("Prison Response Group", 262, (("RST-01", "standard", 60), ("RST-05", "", 400))),
    Gift("Border Police Unit 4", 232, (("COM-01", "", 12), ("RST-02", "", 30))),
    Gift("Prison Response Group", 200, (("ARM-02", "L", 24), ("ARM-02", "M", 20), ("RIO-01", "L", 36))),
    Gift("Corrections Academy", 172, (("UNI-01", "M", 60), ("PPE-01", "L", 60), ("MED-03", "", 60))),
    Gift("Coast Guard Station 2", 145, (("MED-05", "", 6), ("MED-01", "", 20), ("COM-01", "", 10))),
    Gift("Prison Response Group", 112, (("ARM-02", "L", 30), ("RIO-02", "36in", 20), ("INT-04", "", 12))),
    Gift("Border Police Unit 4", 82, (("ARM-02", "M", 24), ("MED-03", "", 80), ("RST-02", "", 40))),
    Gift("Prison Response Group", 55, (("RES-01", "M", 40), ("RES-02", "", 80), ("MED-01", "", 20))),
    Gift("Corrections Academy", 34, (("BEL-01", "M", 50), ("UNI-06", "42", 50))),
    Gift("Coast Guard Station 2", 20, (("ARM-02", "XL", 12), ("COM-01", "", 8)), "struck", vehicle="MIA-1042"),
    Gift("Prison Response Group", 12, (("RIO-01", "L", 20), ("INT-04", "", 12)), filed=False),
    Gift("Border Police Unit 4", 7, (("COM-01", "", 6), ("COM-02", "", 12)), "issued", vehicle="MIA-2210"),
    Gift("Prison Response Group", 0, (("ARM-02", "L", 24), ("RIO-01", "L", 16), ("RES-02", "", 48), ("MED-05", "", 4),
                                       ("MED-03", "", 60)), "draft"),
)  # fmt: skip
