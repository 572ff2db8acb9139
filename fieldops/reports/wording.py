"""How values, times and reasons are written in a report: one object per language and time zone.

Numbers are rounded only as far as they stay on their side of a whole number: 89.96% never reads 90.0%,
which would contradict the verdict beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from fieldops.inspection.checks import Verdict
from fieldops.inspection.counters import decided_by
from fieldops.inspection.criteria import Value
from fieldops.inspection.readings import Reason
from fieldops.messages import CATALOGUE, Text, joined, printable, say, say_recorded
from fieldops.reports.program_words import said_words
from fieldops.reports.view import VerdictView
from fieldops.structs import Struct

NOTHING = "—"
MARKS = {
    Verdict.CRIT: "■",
    Verdict.WARN: "▲",
    Verdict.UNKNOWN: "◇",
    Verdict.OK: "○",
    Verdict.INFO: "•",
    Verdict.NA: "–",
}

_LONGEST_VALUE = 400
# As `fieldops.inspection.host_dates` writes a moment.
_MOMENT = re.compile(
    r"[12][0-9]{3}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}", re.ASCII
)
_BINARY = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")
_SIGNS = {"%": "%", "C": "°C", "ms": "ms", "Mbps": "Mbps", "V": "V", "A": "A"}


def clean(text: str) -> str:
    """`text` fit for a page: no controls, no direction marks, no half characters."""
    if text.isascii() and text.isprintable():
        return text
    # A lone surrogate (JSON of a host may hold one) could not be written to a file.
    return printable(text).encode("utf-8", "replace").decode("utf-8")


def one_line(text: str) -> str:
    """`text` cleaned, on one line."""
    return " ".join(clean(text).split())


def number_text(value: float) -> str:
    """A number with thousands separators and as few decimals as are honest."""
    if float(value).is_integer():
        return f"{int(value):,}"
    text = ""
    for digits in range(2 if abs(value) < 10 else 1, 10):
        text = f"{value:,.{digits}f}"
        if not float(text.replace(",", "")).is_integer():
            break
    return text.rstrip("0").rstrip(".")


def _counted(value: object) -> object:
    """A count with its thousands set off; anything else as it is."""
    return f"{value:,}" if isinstance(value, int) and abs(value) >= 1000 else value


def size_text(size: int) -> str:
    """How big a file or an output is: no value that is judged, so one decimal is enough."""
    scaled, step = float(size), 0
    while scaled >= 1024 and step < len(_BINARY) - 1:
        scaled, step = scaled / 1024, step + 1
    return f"{f'{scaled:,.1f}'.removesuffix('.0')} {_BINARY[step]}"


def bytes_text(value: float) -> str:
    """A size in the largest binary unit that leaves at least 1."""
    scaled, step = float(value), 0
    while abs(scaled) >= 1024 and step < len(_BINARY) - 1:
        scaled, step = scaled / 1024, step + 1
    return f"{number_text(scaled)} {_BINARY[step]}"


def amount_text(value: float, unit: str | None) -> str:
    """A number with the sign of its unit, by one rule in both languages and in the terminal: a percent sign stands at its
    number, as playbooks and contracts write it (80%), every other sign behind a space (5 GiB, 30 °C, 20 ms).
    """
    if unit == "B":
        return bytes_text(value)
    sign = _SIGNS.get(unit or "", "")
    return number_text(value) + ("" if sign in ("", "%") else " ") + sign


def hash_text(digest: str) -> str:
    """A hash, complete, in groups of eight."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


class Wording(Struct, frozen=True):
    """The report's language and the contract's time zone."""

    language: str
    zone: ZoneInfo

    def say(self, name: str, **values: object) -> str:
        """The report's own sentence `name`; its whole numbers are counts, and written as all of the report's are."""
        return say(f"report.{name}", self.language, {key: _counted(value) for key, value in values.items()})

    def listed(self, names: Iterable[str]) -> str:
        """Names in a row."""
        return (", " if self.language == "en" else "、").join(names)

    def together(self, *sentences: str) -> str:
        """Whole sentences one after the other."""
        return (" " if self.language == "en" else "").join(sentences)

    def sentences(self, parts: Iterable[str]) -> str:
        """Parts of a sentence one after the other."""
        return joined(parts, self.language)

    def behind(self, name: str) -> str:
        """A name that the sentence goes on behind: in Chinese with a space where it ends in a Latin letter or a digit."""
        return f"{name} " if self.language != "en" and name[-1:].isascii() and name[-1:].isalnum() else name

    def numbers(self, rows: Sequence[int]) -> str:
        """The numbers of some rows, which ascend: each of few, else the first and the last, where all between are meant."""
        whole = len(rows) == rows[-1] - rows[0] + 1
        if len(rows) < 3 or not whole:
            return self.listed(map(str, rows))
        return self.say("range", first=rows[0], last=rows[-1])

    def few(self, names: Sequence[str], most: int) -> str:
        """Names of hosts in a row; of many the first ones, and how many more there are."""
        if len(names) <= most:
            return self.listed(names)
        return self.say("more-hosts", names=self.behind(self.listed(names[:most])), n=len(names) - most)

    def text(self, text: Text | None) -> str:
        """A text of a document in the language, or a dash."""
        return NOTHING if text is None else clean(text.say(self.language))

    def reason(self, code: str, values: Mapping[str, object]) -> str:
        """The sentence of a recorded reason, for customers: never its hint, which is for engineers.

        Where the sentence itself is for engineers, the catalogue has another one. An old record's forgotten code stays
        a code.
        """
        own = f"report.customer.{code}"
        if isinstance(said := values.get("said"), str):
            values = {**values, "said": said_words(one_line(said), self.language)}
        told, _ = say_recorded(own if own in CATALOGUE else code, self.language, values)
        return _shortened(self, one_line(told))

    def judged(self, value: Value | None, unit: str | None, reason: Reason | None) -> tuple[str, str]:
        """A judged value as people read it, and what is said of it: a value that has a word is that word, and of a counter
        stands what its verdict is about.
        """
        note = self.reason(reason.code, reason.values) if reason is not None else ""
        if reason is not None and reason.code == "reading.word":
            return note, ""
        word = reason.values.get("word") if reason is not None else None
        if isinstance(word, Mapping):
            return one_line(str(word["zh" if self.language == "zh-CN" else "en"])), note
        if reason is not None and (decided := decided_by(None, reason)) is not None:
            # Something there is must not read as nothing: a share is rounded before it is judged.
            share = f"< {self.value(0.1, unit)}" if decided == 0 else self.value(decided, unit)
            return self.say("since-look", value=share, when=str(reason.values.get("when"))[:10]), note
        return "" if value is None and note else self.value(value, unit), note

    def row(self, item: str, reason: Reason | None) -> str:
        """What readers call a row of a check: in words where the check has some, else by the probe's own name."""
        named = reason.values.get("named") if reason is not None else None
        if not isinstance(named, Mapping):
            return item
        return one_line(str(named["zh" if self.language == "zh-CN" else "en"]))

    def verdict(self, code: Verdict) -> VerdictView:
        """The verdict with its word, shape and meaning."""
        word = say(f"verdict.{code}", self.language)
        return VerdictView(code, MARKS[code], word[:1].upper() + word[1:], self.say(f"meaning.{code}"))

    def value(self, value: object, unit: str | None) -> str:
        """A value with its unit as people write it."""
        if value is None:
            return NOTHING
        if not isinstance(value, int | float) or isinstance(value, bool):
            text = one_line(str(value))
            # A date of a probe: recorded with its own offset, and read beside the report's other times.
            moment = _moment(text)
            if moment is not None:
                return f"{self.time(moment)} UTC" if self.zone.key == "UTC" else self.time(moment)
            return _shortened(self, text) or NOTHING
        return self.duration(value) if unit == "s" else amount_text(value, unit)

    def duration(self, seconds: float) -> str:
        """Seconds as days, hours and minutes; seconds only below an hour."""
        if abs(seconds) < 60:
            return self.say("seconds", n=number_text(round(seconds, 2)))
        rest, parts = int(abs(seconds)), []
        for name, size in (("days", 86400), ("hours", 3600), ("minutes", 60), ("seconds", 1)):
            count, rest = divmod(rest, size)
            if count and not (name == "seconds" and abs(seconds) >= 3600):
                parts.append(self.say(name, n=f"{count:,}"))
        return ("-" if seconds < 0 else "") + " ".join(parts)

    def local(self, moment: datetime) -> datetime:
        """A time in the contract's time zone."""
        return moment.astimezone(self.zone)

    def time(self, moment: datetime | None) -> str:
        """Date and time of day, or a dash."""
        return NOTHING if moment is None else f"{self.local(moment):%Y-%m-%d %H:%M:%S}"

    def day(self, moment: datetime) -> str:
        """The date alone."""
        local = self.local(moment)
        return say("report.date", self.language, {"year": local.year, "month": local.month, "day": local.day})

    def zone_text(self, moment: datetime) -> str:
        """The time zone's name with its offset at that moment."""
        offset = self.local(moment).utcoffset() or timedelta()
        minutes = int(offset.total_seconds() // 60)
        sign = "-" if minutes < 0 else "+"
        return f"{self.zone.key} (UTC{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d})"


def _moment(text: str) -> datetime | None:
    """The moment that a value is, as a probe's date is recorded; None for any other text."""
    try:
        return datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        return None


def _shortened(wording: Wording, text: str) -> str:
    # The whole text is in the evidence; in a table it would bury what matters.
    if len(text) <= _LONGEST_VALUE:
        return text
    return f"{text[:_LONGEST_VALUE]}… {wording.say('shortened', n=f'{len(text):,}')}"
