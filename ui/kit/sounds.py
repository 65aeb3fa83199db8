"""Three short sounds for scanning: taken, look at it, refused. Made in memory, played without Qt.

    sounds = Sounds(); sounds.play("ok"); sounds.set_muted(True)

`miniaudio` plays them where it is installed and a device answers; else the screen alone speaks (ui.md 14: every
sound has a visual twin). Source: product.md 8 (sounds by a small library, silent where there is no device).
"""

from __future__ import annotations

import logging
import math
import struct
import sys
from collections.abc import Generator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Literal

Sound = Literal["ok", "warn", "bad"]
RATE = 22_050
# (tone in Hz, length in s, pause after it in s): one high, two middle, one long low.
_NOTES: dict[Sound, tuple[tuple[int, float, float], ...]] = {
    "ok": ((1320, 0.07, 0.0),),
    "warn": ((880, 0.08, 0.05), (880, 0.08, 0.0)),
    "bad": ((330, 0.16, 0.03), (247, 0.26, 0.0)),
}
_LOUD = 0.35
_LOG = logging.getLogger(__name__)


@cache
def samples(sound: Sound) -> bytes:
    """Return a sound as 16-bit mono samples, its ends faded so that nothing clicks."""
    found = bytearray()
    for tone, length, pause in _NOTES[sound]:
        count = round(length * RATE)
        fade = max(1, count // 8)
        for n in range(count):
            level = min(1.0, n / fade, (count - n) / fade) * _LOUD
            found += struct.pack("<h", round(32_767 * level * math.sin(2 * math.pi * tone * n / RATE)))
        found += bytes(2 * round(pause * RATE))
    return bytes(found)


def _stream(data: bytes) -> Generator[bytes, int, None]:
    """Feed the player the frames it asks for, then silence."""
    at = 0
    wanted = yield b""
    while True:
        part = data[at : at + wanted * 2]
        at += len(part)
        wanted = yield part + bytes(wanted * 2 - len(part))


def _no_card() -> bool:
    """Tell whether a Linux machine has no sound card at all: its libraries would complain aloud."""
    return sys.platform == "linux" and not Path("/dev/snd").exists()


class Sounds:
    """Plays the sounds behind the screen; opens the device on the first one."""

    def __init__(self, *, muted: bool = False) -> None:
        self._muted = muted
        self._device: Any = None
        self._silent = find_spec("miniaudio") is None or _no_card()
        self._lock = Lock()
        self.played: list[Sound] = []

    def is_muted(self) -> bool:
        """Tell whether the person turned the sound off."""
        return self._muted

    def set_muted(self, muted: bool) -> None:
        """Turn the sound off or on."""
        self._muted = muted

    def can_play(self) -> bool:
        """Tell whether a library and, as far as known, a device are there."""
        return not self._silent

    def play(self, sound: Sound) -> None:
        """Play a sound without waiting; nothing happens where there is no device."""
        self.played.append(sound)
        if not self._muted and not self._silent:
            Thread(target=self._play, args=(sound,), daemon=True).start()

    def _play(self, sound: Sound) -> None:
        audio = import_module("miniaudio")
        with self._lock:
            try:
                if self._device is None:
                    self._device = audio.PlaybackDevice(
                        output_format=audio.SampleFormat.SIGNED16, nchannels=1, sample_rate=RATE, buffersize_msec=40
                    )
                else:
                    self._device.stop()
                stream = _stream(samples(sound))
                next(stream)
                self._device.start(stream)
            except (audio.MiniaudioError, OSError):
                # No sound card, or it went away: scanning goes on in silence.
                self._silent = True
                _LOG.info("no sound device answers")

    def close(self) -> None:
        """Give the device back."""
        with self._lock:
            if self._device is not None:
                self._device.close()
                self._device = None
