"""The three sounds: distinct, short, and silent where nothing can play."""

from __future__ import annotations

from ui.kit.sounds import RATE, Sounds, samples


def test_three_distinct_short_sounds() -> None:
    """None is longer than half a second; each starts and ends in silence."""
    made = {samples("ok"), samples("warn"), samples("bad")}
    assert len(made) == 3
    for one in made:
        assert len(one) / 2 / RATE < 0.5
        assert one[:2] == b"\x00\x00"


def test_muted_sounds_play_nothing() -> None:
    """What was asked for is known, nothing is heard."""
    sounds = Sounds(muted=True)
    sounds.play("bad")
    assert sounds.played == ["bad"]
    assert sounds._device is None
