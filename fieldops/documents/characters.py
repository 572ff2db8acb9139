"""Characters that nobody sees, or that look like a space and are none: which they are, and what they are called.

Such a character makes two texts different that look the same, so that nothing that is looked for is found. Where one
is allowed, and what becomes of a text that holds one, is decided by those who read texts (YAML, spreadsheets).
"""

from __future__ import annotations

import re
import unicodedata

from fieldops.errors import Named

# Signs without width, marks that turn the direction of text, fillers, invisible operators, tags (Unicode's
# Default_Ignorable_Code_Point), and the byte order mark.
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Spaces that are not the one of the keyboard; a Braille pattern without dots looks like one.
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000"
UNSEEN = re.compile(f"[{_UNSEEN}]")
ODD_SPACE = re.compile(f"[{_SPACES}]")
STRANGE = re.compile(f"[{_UNSEEN}{_SPACES}]")
# A sign before and after these may need them: emoji (joined, or drawn in colour), and the scripts of India and Arabia.
_JOINERS = "\u200c\u200d"
_VARIANT = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")

_WIDTH = 300
# Properties whose texts machines, and people who search, compare letter by letter.
COMPARED = frozenset(
    re.findall(
        r"\S+",
        "id number phone hotline email serial serials removed_serial installed_serial part_no model models address user"
        " slot category batch site team login groups time_zone",
    )
)

_NAMES = {
    "\u00a0": "no-break-space",
    "\u00ad": "soft-hyphen",
    "\u200b": "zero-width-space",
    "\u200c": "joiner",
    "\u200d": "joiner",
    "\u200e": "direction",
    "\u200f": "direction",
    "\u061c": "direction",
    "\u2060": "word-joiner",
    "\u202f": "narrow-space",
    "\u3000": "wide-space",
    "\ufeff": "byte-order-mark",
}


def code_point(sign: str) -> str:
    """How Unicode numbers a character: U+200B."""
    return f"U+{ord(sign):04X}"


def name_of(sign: str) -> Named | str:
    """What a character is called, to be said in the reader's language; its name in Unicode where we have none."""
    if "\u202a" <= sign <= "\u202e" or "\u2066" <= sign <= "\u2069":
        return Named("character.direction")
    if sign in _NAMES:
        return Named(f"character.{_NAMES[sign]}")
    return unicodedata.name(sign, "-").lower()


def is_space(sign: str) -> bool:
    """Whether it looks like a space and is not the one of the keyboard."""
    return ODD_SPACE.match(sign) is not None


def is_needed(text: str, at: int) -> bool:
    """Whether the unseen character at `at` shapes the signs beside it: inside an emoji, in the scripts of India and Arabia."""
    sign, before = text[at], text[at - 1 : at]
    if sign in _JOINERS:
        return (
            bool(before)
            and unicodedata.category(before) in ("So", "Sk", "Mn", "Mc", "Lo")
            and not _is_han(before)
        )
    if _VARIANT.match(sign):
        return bool(before) and (unicodedata.category(before) in ("So", "Sm", "Po") or before.isdigit())
    # The flags of regions are written with tags behind a black flag.
    return "\U000e0020" <= sign <= "\U000e007f" and "\U0001f3f4" in text[max(at - 8, 0) : at]


def _is_han(sign: str) -> bool:
    return (
        "\u2e80" <= sign <= "\u9fff" or "\uf900" <= sign <= "\ufaff" or "\U00020000" <= sign <= "\U0003ffff"
    )


def without_strange(text: str) -> str:
    """The text without the characters nobody sees, with the space of the keyboard for other ones."""
    return ODD_SPACE.sub(" ", UNSEEN.sub("", text)) if STRANGE.search(text) else text


def cut(line: str) -> str:
    """A line as a hint shows it: of a long one the beginning."""
    return line if len(line) <= _WIDTH else line[:_WIDTH] + "…"
