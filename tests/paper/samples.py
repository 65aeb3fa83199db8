"""An invented receipt in each paper language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from inl_logistics.handovers.documents import HandoverType, Receipt, ReceiptLine
from inl_logistics.paper.model import Letterhead, LocalLetterhead, Named, Party, Seal, Translation

PRINTED_AT = datetime(2026, 11, 24, 14, 32, tzinfo=timezone(timedelta(hours=-5)))
SEAL = Seal("7F3A-91C2", "INL1:" + "ABCDEFGHIJKLMNOP0123456789$%*+-./:" * 4)
NUMBER = "PCL-HO-2026-A0212"

NAMES = {
    "vest": {
        "es": "Chaleco balístico IIIA, talla L",
        "fr": "Gilet pare-balles IIIA, taille L",
        "ar": "سترة واقية من الرصاص \u2066IIIA\u2069، مقاس \u2066L\u2069",
        "uk": "Бронежилет IIIA, розмір L",
        "pt": "Colete balístico IIIA, tamanho L",
        "prs": "واسکت ضدگلوله \u2066IIIA\u2069، اندازهٔ \u2066L\u2069",
        "ps": "د ګولۍ ضد واسکټ \u2066IIIA\u2069، اندازه \u2066L\u2069",
        "ur": "بلٹ پروف جیکٹ \u2066IIIA\u2069، سائز \u2066L\u2069",
        "ht": "Vès kont bal IIIA, gwosè L",
        "sq": "Jelek antiplumb IIIA, madhësia L",
        "sr": "Pancirni prsluk IIIA, veličina L",
    },
    "helmet": {
        "es": "Casco antidisturbios con visera",
        "fr": "Casque antiémeute à visière",
        "ar": "خوذة مكافحة الشغب مع واقي وجه",
        "uk": "Шолом протиударний із щитком",
        "pt": "Capacete antitumulto com viseira",
        "prs": "کلاه ضد شورش با محافظ روی",
        "ps": "د ګډوډۍ ضد خولۍ د مخ له ډال سره",
        "ur": "بلوہ مخالف ہیلمٹ چہرے کی ڈھال کے ساتھ",
        "ht": "Kas kont manifestasyon ak vizyè",
        "sq": "Helmetë kundër trazirave me vizor",
        "sr": "Zaštitni šlem sa vizirom",
    },
    "filter": {
        "es": "Cartucho filtrante QBRN",
        "fr": "Cartouche filtrante NRBC",
        "ar": "مرشح واقٍ للقناع",
        "uk": "Фільтр РХБЯ",
        "pt": "Filtro QBRN",
        "prs": "فلتر ماسک (ک‌ب‌ر‌ه)",
        "ps": "د ماسک فلټر (کېمیاوي)",
        "ur": "حفاظتی نقاب کا فلٹر",
        "ht": "Filt mask NRBC",
        "sq": "Filtër KBRB",
        "sr": "Filter za zaštitnu masku",
    },
}
HOSTS = {
    "en": (Named("National Prison Service"), Named("La Hondura"), Named("Capt. Luis Arriaga Peña")),
    "es": (
        Named("National Prison Service", "Servicio Penitenciario Nacional"),
        Named("Centro La Hondura"),
        Named("Cap. Luis Arriaga Peña"),
    ),
    "fr": (
        Named("National Prison Service", "Administration pénitentiaire nationale"),
        Named("Prison de l’Îlot"),
        Named("Cap. Loïc Bélanger"),
    ),
    "ar": (
        Named("General Directorate of Prisons", "المديرية العامة للسجون"),
        Named("Al-Waha Prison", "سجن الواحة"),
        Named("", "النقيب سامر الخطيب"),
    ),
    "uk": (
        Named("State Penal Service", "Державна кримінально-виконавча служба"),
        Named("", "Державна установа «Південна виправна колонія № 117 середнього рівня безпеки для засуджених»"),
        Named("", "Капітан Олена Шевчук"),
    ),
    "pt": (
        Named("Prison Service", "Serviço Penitenciário Nacional"),
        Named("Estabelecimento Prisional de São João"),
        Named("Cap. João Gonçalves Conceição"),
    ),
    "prs": (
        Named("Office of Prison Administration", "ادارهٔ تنظیم امور محابس"),
        Named("Pol-i-Charkhi", "محبس پل‌چرخی"),
        Named("Gul Agha Rahimi", "جگرن گل‌آغا رحیمی"),
    ),
    "ps": (
        Named("Office of Prison Administration", "د زندانونو د چارو د تنظیم اداره"),
        Named("Nangarhar Prison", "د ننګرهار محبس"),
        Named("Zarghuna Wardak", "تورنه زرغونه وردګ"),
    ),
    "ur": (
        Named("Prisons Department, Sindh", "محکمہ جیل خانہ جات سندھ"),
        Named("Karachi Central Prison", "سنٹرل جیل کراچی"),
        Named("Ghulam Mustafa Qureshi", "ڈپٹی سپرنٹنڈنٹ غلام مصطفیٰ قریشی"),
    ),
    "ht": (
        Named("Prison Administration", "Direksyon Administrasyon Penitansyè"),
        Named("Penitansye Nasyonal, Pòtoprens"),
        Named("Kòm. Jan-Batis Séraphin"),
    ),
    "sq": (
        Named("Kosovo Correctional Service", "Shërbimi Korrektues i Kosovës"),
        Named("Qendra Korrektuese Dubravë"),
        Named("Kap. Gëzim Çollaku"),
    ),
    "sr": (
        Named("Kosovo Correctional Service", "Kosovska korektivna služba"),
        Named("Kazneno-popravni centar Lipljan"),
        Named("Kap. Đorđe Živković"),
    ),
}


def line(name: str, english: str, quantity: int, cents: int, **more: object) -> ReceiptLine:
    """Return a line with its names in each language."""
    translations = tuple(Translation(code, text) for code, text in NAMES[name].items())
    plain = ReceiptLine(
        english, quantity, "EA", translations=translations, unit_price_micros=cents * 10_000,
        value_minor=cents * quantity,
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


LINES = (
    line("vest", "Ballistic vest IIIA, size L", 24, 41200, code="PE-1042-L",
         serials=tuple(f"BA3-2240{n}" for n in range(19, 43))),
    line("helmet", "Riot helmet with visor", 16, 28500, code="PE-2210",
         serials=tuple(f"RH-88{n}" for n in range(101, 117))),
    line("filter", "CBRN filter canister", 48, 4600, code="PE-3111", lot="F-7720", expires_on=date(2031, 6, 30)),
)  # fmt: skip


def receipt(language: str = "es", **changes: object) -> Receipt:
    """Return an issued receipt for a host that speaks the language."""
    organization, facility, person = HOSTS[language]
    made = Receipt(
        number=NUMBER,
        type=HandoverType.TITLE,
        dated_on=date(2026, 11, 24),
        letterhead=Letterhead(
            "Embassy of the United States of America · Puerto Claro",
            "Bureau of International Narcotics and Law Enforcement Affairs (INL) · Logistics",
            (LocalLetterhead("es", "Embajada de los Estados Unidos · Puerto Claro", "Oficina INL"),),
        ),
        released=Party(
            Named("U.S. Embassy Puerto Claro, INL Section"), Named("INL Logistics"), Named("Main warehouse"),
            Named("Dana Morales"), Named("INL Logistics Officer"), Named("Annex B"),
        ),
        received=Party(
            organization, Named("Emergency Response Group"), facility, person, Named("Chief of Logistics"),
            Named("Puerto Claro"),
        ),
        lines=LINES,
        place="Puerto Claro",
        agreement="LOA 2023-04, art. 6",
        amendment="No. 2",
        project="INL-24-CV-07",
        fiscal_year=2024,
        waybill="PCL-WB-2026-A0031",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def long_lines(count: int = 240, serials: int = 600) -> tuple[ReceiptLine, ...]:
    """Return many lines that share the serials evenly, some with many and some with few."""
    kinds = (("vest", "Vest"), ("helmet", "Helmet"))
    few = serials // count
    rest = serials - few * count
    made = []
    for number in range(count):
        own = few + (rest if number == 7 else 0)
        name, english = kinds[number % 2]
        made.append(
            line(name, f"{english} number {number + 1}", own, 1000,
                 serials=tuple(f"SN{number:03}-{at:05}" for at in range(own)))
        )  # fmt: skip
    return tuple(made)
