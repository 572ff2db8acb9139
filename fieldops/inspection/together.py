"""Several playbooks put together into one: areas by id, checks in the order given, each check with its playbook.

Lives here: what the whole is called, and what keeps playbooks apart. Does not live here: which playbooks a contract
names (`fieldops.contracts`), and what of the whole runs on a host (`plan`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fieldops.documents.typed import Text
from fieldops.errors import Unanswerable
from fieldops.inspection.playbook import Area, Playbook
from fieldops.structs import replaced

# No id has it: what is made of several ids by it can be mistaken for none.
AND = "+"


def together(playbooks: Sequence[Playbook]) -> Playbook:
    """One playbook with all areas and checks of these (one at least), in their order; a single one stays as it is.

    An area that several have is one chapter, by the title of the first. Raises Unanswerable where two have a check of
    one id: findings are followed by it, and nobody could tell whose they are.
    """
    first, *others = playbooks
    if not others:
        return first
    _insist_on_apart(playbooks)
    return replaced(
        first,
        id=AND.join(each.id for each in playbooks),
        title=_joined([each.title for each in playbooks], "、", ", "),
        areas=tuple(_areas(playbooks)),
        checks=tuple(check for each in playbooks for check in each.checks),
        method=_method(playbooks),
        manual=tuple(item for each in playbooks for item in each.manual),
    )


def _insist_on_apart(playbooks: Iterable[Playbook]) -> None:
    owners: dict[str, str] = {}
    for playbook in playbooks:
        for id in playbook.names:
            if (other := owners.setdefault(id, playbook.id)) != playbook.id:
                raise Unanswerable("inspect.check-twice", check=id, first=other, second=playbook.id)


def _areas(playbooks: Iterable[Playbook]) -> Iterable[Area]:
    found: dict[str, Area] = {}
    for playbook in playbooks:
        for area in playbook.areas:
            found.setdefault(area.id, area)
    return found.values()


def _method(playbooks: Iterable[Playbook]) -> Text | None:
    methods = list(dict.fromkeys(each.method for each in playbooks if each.method is not None))
    return _joined(methods, "", " ") if methods else None


def _joined(texts: Sequence[Text], zh: str, en: str) -> Text:
    said = {language: [each.say(language) for each in texts] for language in ("zh-CN", "en")}
    return Text(zh.join(said["zh-CN"]), en.join(said["en"]))
