"""Which commands network devices are ever sent: the list stands in code, no document can make it longer.

`display` and `show` only tell, but not all of what they tell may leave a customer's device: those that print the
configuration (with its passwords and keys) are not on the list, nor those that keep a device busy for minutes.
How a session sends them is `fieldops.inspection.devices`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# The systems, as `host.platform` names them, and the word with which their telling commands begin.
VERBS = {"vrp": "display", "comware": "display", "ios": "show"}
# What turns the pager off, for this session alone (command references of each maker: user view, not saved).
PAGER_OFF = {
    "vrp": "screen-length 0 temporary",
    "comware": "screen-length disable",
    "ios": "terminal length 0",
}
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9/.:_-]{0,62}", re.ASCII)
_MOST_WORDS = 8
# Second words that are not sent, also when they are shortened as devices allow; behind each what is told all the same.
_UNSENT: dict[str, dict[str, frozenset[str]]] = {
    "display": {
        "current-configuration": frozenset(),
        "saved-configuration": frozenset({"time"}),
        "configuration": frozenset(),
        "this": frozenset(),
        "diagnostic-information": frozenset(),
    },
    "show": {
        "running-config": frozenset(),
        "startup-config": frozenset(),
        "configuration": frozenset(),
        "archive": frozenset(),
        "tech-support": frozenset(),
    },
}


def is_allowed(platform: str, command: str) -> bool:
    """Whether a device of that system may be sent this command: by what turns off its pager, or by one that only tells.

    Words of letters, digits and ``/ . : _ -`` with one space between: no pipe, no redirection, no ``?``, no control
    character can be in it.
    """
    if command == PAGER_OFF.get(platform):
        return True
    words = command.split(" ")
    verb = VERBS.get(platform)
    if verb is None or words[0] != verb or not 2 <= len(words) <= _MOST_WORDS:
        return False
    if not all(_WORD.fullmatch(word) for word in words):
        return False
    told = {unsent: more for unsent, more in _UNSENT[verb].items() if _is_short_for(words[1], unsent)}
    return all(words[2:] and words[2] in more for more in told.values())


def _is_short_for(word: str, whole: str) -> bool:
    """Whether a device could take `word` for `whole`: it takes any beginning of it, in either case."""
    return whole.startswith(word.lower())


def device_words(commands: Iterable[str]) -> frozenset[str]:
    """What a contract may name to deny these commands: each as it stands, its first word, its first two."""
    found: set[str] = set()
    for command in commands:
        words = command.split(" ")
        found |= {command, words[0], " ".join(words[:2])}
    return frozenset(found)
