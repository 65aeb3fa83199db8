"""The post's letterhead as papers print it."""

from __future__ import annotations

from inl_logistics.paper.model import Letterhead, LocalLetterhead
from inl_logistics.settings.declared import PostProfile

BUREAU = "Bureau of International Narcotics and Law Enforcement Affairs (INL) · Logistics"
_EMBASSY = "Embassy of the United States of America"


def letterhead(profile: PostProfile) -> Letterhead:
    """Return the two lines of the letterhead, and the same in the post's language where it was entered."""
    lines = profile.letterhead or (f"{_EMBASSY} · {profile.name.removeprefix('Embassy ').strip()}", BUREAU)
    local = profile.letterhead_local
    return Letterhead(
        lines[0],
        lines[1] if len(lines) > 1 else BUREAU,
        (LocalLetterhead(profile.language, local[0], local[1] if len(local) > 1 else ""),) if local else (),
    )
