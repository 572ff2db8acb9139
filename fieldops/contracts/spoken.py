"""Values of closed lists as people say them: by id, or by the word that readers are shown, in either language.

Whatever we print as the name of a severity, a milestone or a cause may be given back to us where one is asked for.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import TypeVar

from fieldops.contracts.wording import word
from fieldops.errors import Named
from fieldops.messages import LANGUAGES, say_value

Id = TypeVar("Id", bound=str)


def named(values: Iterable[Id], field: str = "") -> dict[Id, object]:
    """The words for fixed values of a schema (of one `field`), by value; one that has no word is itself."""
    return {value: _word(value, field) for value in values}


def _word(value: str, field: str) -> object:
    """Its word, or itself where the catalogue has none."""
    said = word(value, field)
    return value if said.codes == ("word.as-written",) else said


def meant(text: str, names: Mapping[Id, object]) -> Id | None:
    """The id that `text` is or names in either language, in capitals or not; None for none, and for a name of two.

    `names` says what each id is called: a `Named`, or a text in two languages.
    """
    found = [id for id in names if id == text]
    if not found:
        wanted = " ".join(text.split()).casefold()
        found = [id for id, name in names.items() if wanted in _spellings(name)]
    return found[0] if len(found) == 1 else None


def named_in_part(text: str, names: Mapping[Id, object]) -> Id | None:
    """The only id whose name in either language has `text` in it, such as 固态硬盘 of 960 GB 固态硬盘; None for none, or several."""
    wanted = " ".join(text.split()).casefold()
    found = [id for id in names if wanted and any(wanted in each for each in _spellings(names[id]))]
    return found[0] if len(found) == 1 else None


def _spellings(name: object) -> set[str]:
    return {say_value(name, language).casefold() for language in LANGUAGES}


def nearest_first(text: str, names: Mapping[Id, object]) -> list[Id]:
    """All ids, those first that `text` probably means: their id or name is spelled nearly like it."""
    return list(dict.fromkeys([*near(text, names), *names]))


def near(text: str, names: Mapping[Id, object]) -> list[Id]:
    """The ids that `text` probably means: their id or name is spelled nearly like it."""
    spelled: dict[str, Id] = {each: id for id, name in names.items() for each in _spellings(name)}
    spelled |= {str(id): id for id in names}
    found = difflib.get_close_matches(text.casefold(), spelled, n=3)
    return list(dict.fromkeys(spelled[each] for each in found))


def offered(text: str, names: Mapping[Id, object]) -> tuple[Named, ...] | str:
    """All of them for a hint to somebody who wrote `text`, each by its name and id; "-" when there are none."""
    found = nearest_first(text, names)
    return tuple(Named("choices.word", id=id, name=names[id]) for id in found) or "-"
