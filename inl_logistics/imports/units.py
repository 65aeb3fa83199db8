"""Units of issue: the two-letter codes of the supply system and the words people write for them.

Source: federal unit-of-issue codes as used in ../data (GSA extract, LESO files); domain.md 4 (EA, PR, SE …).
"""

from __future__ import annotations

from inl_logistics.kernel.text import clean, fold

_WORDS = {
    "AM": "ampoule|ampul", "AT": "assortment|surtido|assortiment", "AY": "assembly|assy|ensamble|ensemble",
    "BD": "bundle|atado", "BE": "bale|bala", "BF": "board foot", "BG": "bag|bolsa|sac|saco", "BK": "book|libro",
    "BL": "barrel|barril", "BO": "bolt", "BR": "bar|barra", "BT": "bottle|btl|botella|frasco|bouteille|flacon|garrafa",
    "BX": "box|boxes|caja|cajas|boite|caixa", "CA": "cartridge|cartucho", "CB": "carboy", "CD": "cubic yard",
    "CF": "cubic foot", "CE": "cone", "CK": "cake", "CL": "coil|rollo de alambre", "CN": "can|lata|bidon",
    "CO": "container|contenedor|conteneur", "CT": "carton|ctn|cartons", "CU": "curie", "CY": "cylinder|cilindro",
    "CZ": "cubic meter|m3|metro cubico|metre cube", "DR": "drum|tambor|fut", "DZ": "dozen|doz|docena|douzaine|duzia",
    "EA": "each|ea|unit|units|piece|pieces|pc|pcs|unidad|unidades|und|uni|un|u|pieza|piezas|pza|pzas|pz|piece unitaire|"
    "unite|unites|pieces unites|unidade|peca|pecas|no|nos|one|stk|c u|cada uno|cada una",
    "FT": "foot|feet|pie|pies|pied", "FV": "five", "FY": "fifty", "GL": "gallon|gal|galon", "GP": "group|grupo",
    "GR": "gross|gruesa", "HD": "hundred|ciento|centena|cent", "HK": "hank", "IN": "inch|pulgada|pouce",
    "JR": "jar|tarro", "KT": "kit|kits|juego completo|trousse", "LB": "pound|lb|lbs|libra", "LG": "length",
    "LI": "liter|litre|l|litro", "LO": "lot|lote", "MC": "thousand cubic feet", "ME": "meal|racion",
    "MR": "meter|metre|m|metro|metros|metres", "MX": "thousand|millar|mille", "OT": "outfit|conjunto",
    "OZ": "ounce|oz|onza", "PD": "pad", "PG": "package|pkg|paquete|paquet|packet|pacote", "PK": "pack|packs|pk",
    "PM": "plate|placa", "PR": "pair|pairs|pr|par|pares|paire|paires", "PT": "pint|pinta", "PZ": "packet pz",
    "QT": "quart", "RA": "ration", "RL": "reel|carrete", "RM": "ream|resma|rame", "RO": "roll|rolls|rollo|rouleau|rolo",
    "SD": "skid", "SE": "set|sets|juego|juegos|jeu|jogo|conjunto set", "SF": "square foot", "SH": "sheet|hoja|feuille",
    "SK": "skein", "SL": "spool|bobina", "SO": "shot", "SP": "strip", "SX": "stick", "SY": "square yard",
    "TD": "twenty four", "TE": "ten", "TF": "twenty five", "TN": "ton|tonelada|tonne", "TO": "troy ounce",
    "TS": "thirty six", "TU": "tube|tubo", "VI": "vial|frasco ampolla", "XX": "dollars for services",
    "YD": "yard|yarda", "BC": "block", "BB": "bobbin", "EN": "envelope|sobre", "GM": "gram|gramo", "KG": "kilogram|kg|kilo",
    "MM": "millimeter", "CM": "centimeter", "PC": "piece pc",
}  # fmt: skip

NOT_SAID = frozenset({"", "unknown", "n/a", "na", "null", "none", "-", "unk", "desconocido", "inconnu"})

CODE_OF: dict[str, str] = {code.lower(): code for code in _WORDS} | {
    word: code for code, words in _WORDS.items() for word in words.split("|")
}
CODE_OF["pc"] = "EA"
CODE_OF["un"] = "EA"


def unit_code(text: str) -> tuple[str, bool]:
    """Return the code of a written unit and whether it is known; unknown words are kept as they are.

    The empty text means the file does not say.
    """
    plain = fold(text).strip(" .")
    if plain in NOT_SAID:
        return "", True
    code = CODE_OF.get(plain) or CODE_OF.get(plain.rstrip("s")) or CODE_OF.get(plain.replace(".", "").replace("/", " "))
    if code:
        return code, True
    kept = clean(text)
    return (kept.upper(), True) if len(kept) == 2 and kept.isalpha() else (kept, False)
