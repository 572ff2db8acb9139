"""The words of one contract that a list of equipment refers to: its sites, its categories, its language; cells read by them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from fieldops.contracts.categories import CATEGORIES, WIDER
from fieldops.contracts.model import Contract
from fieldops.contracts.model.shared import EVENTS
from fieldops.contracts.terms import timeline_of
from fieldops.errors import Unanswerable
from fieldops.spreadsheet.cells import READINGS, Cell, Doubt, is_id, serial_in, text_in
from fieldops.spreadsheet.fields import BY_NAME, INSPECTED
from fieldops.spreadsheet.headings import heading_key
from fieldops.spreadsheet.remarks import folded, halfwidth, tells_several
from fieldops.spreadsheet.serials import serial_number_in
from fieldops.structs import replaced

_EVENT_DAYS = frozenset(f"events.{event}" for event in EVENTS)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one contract: word (as `heading_key` leaves it) -> the ids it may mean.

    `site_names` and `category_names` hold for each id the word an export writes, `used` the categories that the
    contract speaks of already, `words` the usual words for categories, for a message. Chosen by the options of an import: `hosts`, the categories whose addresses become
    hosts for inspection; `numeric_serials`, whether the customer has confirmed the serial numbers in number cells.
    """

    language: str
    sites: Mapping[str, frozenset[str]]
    categories: Mapping[str, frozenset[str]]
    site_names: Mapping[str, str]
    category_names: Mapping[str, str]
    used: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    hosts: frozenset[str] = INSPECTED
    numeric_serials: bool = False
    # The last day of the contract's term: what is delivered later belongs to another.
    until: str = ""

    def value(self, field: str, cell: Cell) -> object:
        """The value of the field in a cell, None for a blank one. Raises Doubt."""
        if field == "site":
            return self.site(cell)
        if field == "category":
            return self.category(cell)
        if field == "batch":
            return self.batch(cell)
        if field in ("serial", "part.serial"):
            return serial_number_in(cell, self.numeric_serials)
        found = READINGS[BY_NAME[field].reading](cell)
        if field in _EVENT_DAYS and isinstance(found, str) and self.until and found > self.until:
            raise Doubt("sheet.day-after-term", until=self.until)
        return found

    def site(self, cell: Cell) -> str | None:
        """The site a cell names by id or by name; Doubt for one that the contract does not have."""
        written = text_in(cell)
        if written is None:
            return None
        choices = ", ".join(self.site_names.values()) or "-"
        return _only(self.sites, written, Doubt("sheet.unknown-site", choices=choices))

    def category(self, cell: Cell) -> str | None:
        """The category a cell names; Doubt for a word that neither fieldops nor the contract knows."""
        written = text_in(cell)
        if written is None:
            return None
        if tells_several(folded(written)):
            raise Doubt("sheet.range")
        doubt = Doubt(
            "sheet.unknown-category",
            used=", ".join(sorted(self.used)) or "-",
            words=self.words,
        )
        return _only(self.categories, written, doubt, _loosened(written))

    def inspecting(self, texts: Sequence[str]) -> Vocabulary:
        """The same with the categories of the --hosts options (ids or words, commas between them; none: "none").

        Raises Unanswerable for a category that neither fieldops nor the contract knows.
        """
        words = [word for text in texts for word in re.split("[,，、]", text) if word.strip()]
        found: set[str] = set()
        for word in words:
            ids = self.categories.get(heading_key(word), frozenset())
            if heading_key(word) != "none" and not ids:
                raise Unanswerable(
                    "sheet.bad-hosts-option", text=word, choices=", ".join(self.category_names)
                )
            found |= ids
        return replaced(self, hosts=frozenset(found)) if words else self

    def batch(self, cell: Cell) -> str | None:
        """The batch as an id."""
        written = serial_in(cell)
        if written is None:
            return None
        made = "-".join(re.split(r"[-_./ ]+", written.lower())).strip("-")
        if not is_id(made):
            raise Doubt("sheet.bad-batch")
        return made


def _only(known: Mapping[str, frozenset[str]], written: str, doubt: Doubt, looser: Sequence[str] = ()) -> str:
    for word in (written, *looser):
        found = known.get(heading_key(word), frozenset())
        if len(found) == 1:
            return next(iter(found))
    raise doubt


def _loosened(written: str) -> list[str]:
    """What a category is called without what a list adds to it: 服务器（2U）, 打印机类."""
    bare = re.sub(r"\([^()]*\)$", "", halfwidth(written).strip()).strip()
    return [bare, re.sub(r"(?<=.)类(?:设备)?$", "", bare)]


def vocabulary_of(contract: Contract, words: Mapping[str, str]) -> Vocabulary:
    """The words of `contract` (with the equipment of all its files), by all its terms; `words`: more of them for categories."""
    used = {asset.category for asset in contract.assets}
    for terms in timeline_of(contract).written():
        used |= {category for use in terms.contract.warranties for category in use.categories}
        used |= {category for entry in terms.contract.inspections for category in entry.categories}
    meant = {category: _meant(category, used) for category in {*CATEGORIES, *used} if category}
    categories: dict[str, tuple[str, ...]] = dict.fromkeys(sorted(set(meant.values())), ())
    for category, id in sorted(meant.items()):
        categories[id] += (category, *CATEGORIES.get(category, ()))
    sites = {site.id: (site.id, site.name.zh, site.name.en) for site in contract.sites}
    asked = {heading_key(word): frozenset({category}) for word, category in words.items()}
    by_category = {**_index(categories), **asked}
    by_site = _index(sites)
    at = 0 if contract.language == "zh-CN" else 1
    names = {id: words[at] for id, words in CATEGORIES.items()}
    return Vocabulary(
        contract.language,
        by_site,
        by_category,
        _certain(by_site, {site.id: site.name.say(contract.language) for site in contract.sites}),
        _certain(by_category, {id: names.get(id, id) for id in categories}),
        frozenset(category for category in used if category),
        tuple(dict.fromkeys(names.values())),
        until=max(str(terms.contract.term.end) for terms in timeline_of(contract).written()),
    )


def _meant(category: str, used: Collection[str | None]) -> str:
    """The category as the contract speaks of it: the wider one, unless the contract uses the narrow one itself."""
    return category if category in used else WIDER.get(category, category)


def _index(words: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for id, all_words in words.items():
        for word in all_words:
            key = heading_key(word)
            found[key] = found.get(key, frozenset()) | {id}
    # An id means itself, whatever is called by that word too.
    return {**found, **{heading_key(id): frozenset({id}) for id in words}}


def _certain(index: Mapping[str, frozenset[str]], names: Mapping[str, str]) -> dict[str, str]:
    """For each id its name, or the id where the name could mean another one or would not be read as a name."""

    def means(name: str, id: str) -> bool:
        try:
            return index.get(heading_key(text_in(Cell(name)) or "")) == frozenset({id})
        except Doubt:
            return False

    return {id: name if means(name, id) else id for id, name in names.items()}


def words_of(texts: Sequence[str]) -> dict[str, str]:
    """The --category options WORD=id as a mapping. Unanswerable for one whose id is none."""
    made: dict[str, str] = {}
    for text in texts:
        word, _, id = text.rpartition("=")
        if not word.strip() or not is_id(id.strip()):
            raise Unanswerable("sheet.bad-category-option", text=text)
        made[word.strip()] = id.strip()
    return made
