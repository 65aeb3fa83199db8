"""The Unicode Bidirectional Algorithm: which characters of a paragraph run right to left, and their order.

Pure functions over text. The paper kit needs its own because reportlab's direction is wrong
(architecture.md 5); the levels are tested against the Unicode conformance files.
Source: Unicode Standard Annex #9, revision 46 (the rule numbers below).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

REMOVED = -1  # level of a character that rule X9 takes out

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
_MAX_DEPTH = 125
_MAX_BRACKETS = 63

_OPEN = "([{༺༼᚛⁅⁽₍⌈⌊\u2329❨❪❬❮❰❲❴⟅⟦⟨⟪⟬⟮⦃⦅⦇⦉⦋⦍⦏⦑⦓⦕⦗⧘⧚⧼⸢⸤⸦⸨⹕⹗⹙⹛〈《「『【〔〖〘〚﹙﹛﹝（［｛｟｢"
_CLOSE = ")]}༻༽᚜⁆⁾₎⌉⌋\u232a❩❫❭❯❱❳❵⟆⟧⟩⟫⟭⟯⦄⦆⦈⦊⦌⦐⦎⦒⦔⦖⦘⧙⧛⧽⸣⸥⸧⸩⹖⹘⹚⹜〉》」』】〕〗〙〛﹚﹜﹞）］｝｠｣"
# U+2329 and U+232A are the same brackets as U+3008 and U+3009 (BD16, canonical equivalents).
_SAME = {"\u2329": "\u3008", "\u232a": "\u3009"}
_CLOSER_OF = {opening: _SAME.get(closing, closing) for opening, closing in zip(_OPEN, _CLOSE, strict=True)}
_CLOSERS = frozenset(_CLOSE)

# Classes of code points that are not assigned yet. Source: DerivedBidiClass.txt, @missing lines.
_UNASSIGNED = (
    ((0x0590, 0x05FF), "R"), ((0x0600, 0x07BF), "AL"), ((0x07C0, 0x085F), "R"), ((0x0860, 0x08FF), "AL"),
    ((0x20A0, 0x20CF), "ET"), ((0xFB1D, 0xFB4F), "R"), ((0xFB50, 0xFDCF), "AL"), ((0xFDF0, 0xFDFF), "AL"),
    ((0xFE70, 0xFEFF), "AL"), ((0x10D00, 0x10D3F), "AL"), ((0x10EC0, 0x10EFF), "AL"),
    ((0x10F30, 0x10F6F), "AL"), ((0x1EC70, 0x1ECBF), "AL"), ((0x1ED00, 0x1ED4F), "AL"),
    ((0x1EE00, 0x1EEFF), "AL"), ((0x10800, 0x10FFF), "R"), ((0x1E800, 0x1EFFF), "R"),
)  # fmt: skip

_STRONG = frozenset({"L", "R", "AL"})
_ISOLATES = frozenset({"LRI", "RLI", "FSI"})
_EXPLICIT = frozenset({"LRE", "RLE", "LRO", "RLO"})
_TAKEN_OUT = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "BN"})
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "FSI", "LRI", "RLI", "PDI"})
_TRAILING = frozenset({"WS", "FSI", "LRI", "RLI", "PDI"}) | _TAKEN_OUT
_TURNS = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI", "PDI", "PDF", "B"})


@lru_cache(maxsize=4096)
def bidi_class(char: str) -> str:
    """Return the Bidi_Class of one character."""
    found = unicodedata.bidirectional(char)
    if found:
        return found
    code = ord(char)
    for (first, last), kind in _UNASSIGNED:
        if first <= code <= last:
            return kind
    return "BN" if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF or 0xE0000 <= code <= 0xE0FFF else "L"


def levels(text: str, base: int | None = None) -> tuple[int, list[int]]:
    """Return the paragraph's level and the level of each character (REMOVED where rule X9 takes it out).

    `base` is 0 or 1, or None to find it from the first strong character. The text is one paragraph.
    """
    if base == 0 and text.isascii():
        return 0, [0] * len(text)
    classes = [bidi_class(char) for char in text]
    if base == 0 and _TURNS.isdisjoint(classes):
        return 0, [REMOVED if kind == "BN" else 0 for kind in classes]
    return resolve(classes, text, base)


def resolve(classes: Sequence[str], text: str, base: int | None) -> tuple[int, list[int]]:
    """Resolve levels from classes; `text` gives the brackets and may be empty where there are none."""
    matches = _matching_isolates(classes)
    paragraph = _first_strong(classes, matches, 0, len(classes)) if base is None else base
    found, kinds = _explicit(classes, matches, paragraph)
    for sequence, level, opening, closing in _sequences(classes, found, matches, paragraph):
        run = [kinds[i] for i in sequence]
        _weak(run, opening)
        if text:
            _brackets(run, [text[i] for i in sequence], [classes[i] for i in sequence], level, opening)
        _neutral(run, level, opening, closing)
        for i, kind in zip(sequence, run, strict=True):
            found[i] = level + _raise(kind, level)
    return paragraph, _reset_trailing(classes, found, paragraph)


def visual_order(level_of: Sequence[int]) -> list[int]:
    """Return the indices of one line's runs or characters from left to right (L2). No REMOVED in it."""
    order = list(range(len(level_of)))
    if not order:
        return order
    odd = [level for level in level_of if level % 2]
    for level in range(max(level_of), (min(odd) if odd else max(level_of) + 1) - 1, -1):
        start = 0
        while start < len(order):
            if level_of[order[start]] < level:
                start += 1
                continue
            end = start
            while end < len(order) and level_of[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end
    return order


def _matching_isolates(classes: Sequence[str]) -> dict[int, int]:
    """Pair isolate initiators with their PDI, both ways (BD9)."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for i, kind in enumerate(classes):
        if kind in _ISOLATES:
            stack.append(i)
        elif kind == "PDI" and stack:
            opener = stack.pop()
            pairs[opener], pairs[i] = i, opener
        elif kind == "B":
            stack.clear()
    return pairs


def _first_strong(classes: Sequence[str], matches: dict[int, int], start: int, end: int) -> int:
    """Find the level from the first strong character outside isolates (P2, P3)."""
    i = start
    while i < end:
        kind = classes[i]
        if kind in _STRONG:
            return 0 if kind == "L" else 1
        if kind in _ISOLATES:
            i = matches.get(i, end)
        i += 1
    return 0


def _explicit(classes: Sequence[str], matches: dict[int, int], base: int) -> tuple[list[int], list[str]]:
    """Apply embeddings, overrides and isolates (X1 to X8)."""
    found, kinds = [base] * len(classes), list(classes)
    status = _Status(base)
    for i, kind in enumerate(classes):
        if kind in _ISOLATES:
            found[i], kinds[i] = status.level, status.override or kind
            turn = kind
            if kind == "FSI":
                turn = "RLI" if _first_strong(classes, matches, i + 1, matches.get(i, len(classes))) else "LRI"
            status.isolate(odd=turn == "RLI")
        elif kind in _EXPLICIT:
            found[i] = REMOVED
            status.embed(odd=kind in {"RLE", "RLO"}, override={"RLO": "R", "LRO": "L"}.get(kind, ""))
        elif kind == "PDI":
            status.end_isolate()
            found[i], kinds[i] = status.level, status.override or kind
        elif kind == "PDF":
            found[i] = REMOVED
            status.end_embedding()
        elif kind == "B":
            found[i] = base
            status = _Status(base)
        elif kind == "BN":
            found[i] = REMOVED
        else:
            found[i], kinds[i] = status.level, status.override or kind
    return found, kinds


class _Status:
    """The directional status stack and its three counters (X1)."""

    __slots__ = ("_over_embeddings", "_over_isolates", "_stack", "_valid_isolates", "level", "override")

    def __init__(self, base: int) -> None:
        self._stack: list[tuple[int, str, bool]] = [(base, "", False)]
        self._over_isolates = self._over_embeddings = self._valid_isolates = 0
        self.level, self.override = base, ""

    def isolate(self, *, odd: bool) -> None:
        """Open an isolate (X5a to X5c)."""
        deeper = self._next_level(odd=odd)
        if deeper is not None:
            self._valid_isolates += 1
            self._push((deeper, "", True))
        else:
            self._over_isolates += 1

    def embed(self, *, odd: bool, override: str) -> None:
        """Open an embedding or override (X2 to X5)."""
        deeper = self._next_level(odd=odd)
        if deeper is not None:
            self._push((deeper, override, False))
        elif not self._over_isolates:
            self._over_embeddings += 1

    def end_isolate(self) -> None:
        """Close the last isolate with all that was embedded in it (X6a)."""
        if self._over_isolates:
            self._over_isolates -= 1
        elif self._valid_isolates:
            self._over_embeddings = 0
            while not self._stack[-1][2]:
                self._stack.pop()
            self._pop()
            self._valid_isolates -= 1

    def end_embedding(self) -> None:
        """Close the last embedding or override, never an isolate (X7)."""
        if self._over_isolates:
            return
        if self._over_embeddings:
            self._over_embeddings -= 1
        elif not self._stack[-1][2] and len(self._stack) > 1:
            self._pop()

    def _next_level(self, *, odd: bool) -> int | None:
        """Return the next deeper level, or None where the depth is used up."""
        deeper = (self.level + 1) | 1 if odd else (self.level + 2) & ~1
        return deeper if deeper <= _MAX_DEPTH and not self._over_isolates and not self._over_embeddings else None

    def _push(self, entry: tuple[int, str, bool]) -> None:
        self._stack.append(entry)
        self.level, self.override, _ = entry

    def _pop(self) -> None:
        self._stack.pop()
        self.level, self.override, _ = self._stack[-1]


def _sequences(
    classes: Sequence[str], found: list[int], matches: dict[int, int], base: int
) -> list[tuple[list[int], int, str, str]]:
    """Split into isolating run sequences, each with its level, sos and eos (X10, BD13)."""
    kept = [i for i, level in enumerate(found) if level != REMOVED]
    runs: list[list[int]] = []
    for i in kept:
        if runs and found[runs[-1][-1]] == found[i]:
            runs[-1].append(i)
        else:
            runs.append([i])
    first_of = {run[0]: number for number, run in enumerate(runs)}
    place = {i: n for n, i in enumerate(kept)}
    result: list[tuple[list[int], int, str, str]] = []
    for run in runs:
        if classes[run[0]] == "PDI" and run[0] in matches:
            continue  # continues the sequence of its isolate initiator
        sequence = list(run)
        while classes[sequence[-1]] in _ISOLATES and sequence[-1] in matches:
            sequence += runs[first_of[matches[sequence[-1]]]]
        level = found[sequence[0]]
        before = place[sequence[0]] - 1
        after = place[sequence[-1]] + 1
        level_before = found[kept[before]] if before >= 0 else base
        open_ended = classes[sequence[-1]] in _ISOLATES and sequence[-1] not in matches
        level_after = base if open_ended or after >= len(kept) else found[kept[after]]
        result.append((sequence, level, _side(level, level_before), _side(level, level_after)))
    return result


def _side(level: int, other: int) -> str:
    return "R" if max(level, other) % 2 else "L"


def _weak(run: list[str], opening: str) -> None:
    """Resolve weak types in place (W1 to W7)."""
    previous = opening
    strong = opening
    for i, kind in enumerate(run):
        if kind == "NSM":  # W1
            kind = run[i] = "ON" if previous in _ISOLATES or previous == "PDI" else previous
        previous = kind
        if kind == "EN" and strong == "AL":  # W2
            run[i] = "AN"
        elif kind in _STRONG:
            strong = kind
    for i, kind in enumerate(run):
        if kind == "AL":  # W3
            run[i] = "R"
        elif kind in {"ES", "CS"} and 0 < i < len(run) - 1:  # W4
            left, right = run[i - 1], run[i + 1]
            if left == right and (left == "EN" or (left == "AN" and kind == "CS")):
                run[i] = left
    _terminators(run)
    strong = opening
    for i, kind in enumerate(run):
        if kind == "EN" and strong == "L":  # W7
            run[i] = "L"
        elif kind in {"L", "R"}:
            strong = kind


def _terminators(run: list[str]) -> None:
    """Join terminators to numbers (W5); other separators and terminators become neutral (W6)."""
    i = 0
    while i < len(run):
        if run[i] == "ET":
            end = i
            while end < len(run) and run[end] == "ET":
                end += 1
            near = (i > 0 and run[i - 1] == "EN") or (end < len(run) and run[end] == "EN")
            run[i:end] = ["EN" if near else "ON"] * (end - i)
            i = end
        else:
            if run[i] in {"ES", "CS"}:
                run[i] = "ON"
            i += 1


def _brackets(run: list[str], chars: list[str], original: list[str], level: int, opening: str) -> None:
    """Give paired brackets the direction of what they hold (N0)."""
    own = "R" if level % 2 else "L"
    for start, end in _bracket_pairs(run, chars):
        inside = {_strong_side(run[i]) for i in range(start + 1, end)}
        if own in inside:
            side = own
        elif inside - {""}:
            before = next((s for i in range(start - 1, -1, -1) if (s := _strong_side(run[i]))), opening)
            side = before if before != own else own
        else:
            continue
        for at in (start, end):
            run[at] = side
            after = at + 1
            while after < len(run) and original[after] == "NSM":
                run[after] = side
                after += 1


def _bracket_pairs(run: list[str], chars: list[str]) -> list[tuple[int, int]]:
    """Find bracket pairs of one sequence, by where they open (BD16)."""
    pairs: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for i, char in enumerate(chars):
        if run[i] != "ON":
            continue
        closer = _CLOSER_OF.get(char)
        if closer is not None:
            if len(stack) == _MAX_BRACKETS:
                return []
            stack.append((closer, i))
        elif char in _CLOSERS:
            same = _SAME.get(char, char)
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == same:
                    pairs.append((stack[depth][1], i))
                    del stack[depth:]
                    break
    return sorted(pairs)


def _strong_side(kind: str) -> str:
    if kind == "L":
        return "L"
    return "R" if kind in {"R", "EN", "AN"} else ""


def _neutral(run: list[str], level: int, opening: str, closing: str) -> None:
    """Resolve neutrals from what stands around them (N1, N2)."""
    own = "R" if level % 2 else "L"
    i = 0
    while i < len(run):
        if run[i] not in _NEUTRAL:
            i += 1
            continue
        end = i
        while end < len(run) and run[end] in _NEUTRAL:
            end += 1
        left = _strong_side(run[i - 1]) if i else opening
        right = _strong_side(run[end]) if end < len(run) else closing
        run[i:end] = [left if left == right else own] * (end - i)
        i = end


def _raise(kind: str, level: int) -> int:
    """Return by how much a resolved type lifts its level (I1, I2)."""
    if level % 2:
        return 0 if kind == "R" else 1
    return {"L": 0, "R": 1}.get(kind, 2)


def _reset_trailing(classes: Sequence[str], found: list[int], base: int) -> list[int]:
    """Give separators and the white space before them the paragraph's level (L1)."""
    ends = True
    for i in range(len(classes) - 1, -1, -1):
        kind = classes[i]
        if kind in {"B", "S"}:
            found[i] = base
            ends = True
        elif ends and kind in _TRAILING:
            if found[i] != REMOVED:
                found[i] = base
        else:
            ends = False
    return found
