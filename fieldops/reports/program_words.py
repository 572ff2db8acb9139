"""What programs of a host said, for a customer: in the reader's language where we know the words, else marked as the system's own.

The words are those of sudo(8) (1.8, 1.9) and of shells.
"""

from __future__ import annotations

import re

from fieldops.messages import say

# By the name of the sentence that says it: "report.said.NAME".
_KNOWN = {
    "password": re.compile(r"sudo: a (?:terminal is required to read the |)password(?: is required)?.*", re.ASCII),
    "no-terminal": re.compile(
        r"sudo: (?:no tty present and no askpass program specified|sorry, you must have a tty to run sudo)", re.ASCII
    ),
    "not-in-sudoers": re.compile(r"(?:Sorry, user )?\S+ is not (?:in the sudoers file|allowed to (?:run|execute)).*", re.ASCII),
    "no-sudo": re.compile(r"(?:sh: |bash: )?(?:line )?[0-9: ]*sudo: (?:command )?not found", re.ASCII),
}  # fmt: skip


def said_words(said: str, language: str) -> str:
    """The words in the language, or as they were, marked as the system's own."""
    line = said.strip()
    for name, known in _KNOWN.items():
        if known.fullmatch(line):
            return say(f"report.said.{name}", language)
    return say("report.said", language, {"words": line}) if line else line
