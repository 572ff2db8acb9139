"""References across files: assets, batches and categories in files of their own, the choices of a hint."""

from __future__ import annotations

from pathlib import Path

from test_manual import ENTRIES, NOW, codes, entry_of

from fieldops.actions.validation import validate
from fieldops.documents.choices import nearest
from fieldops.errors import Named
from fieldops.messages import LANGUAGES, say_problem

NAMED = """\
acceptances:
  - {event: delivery, date: 2026-01-10, batch: first}
  - {event: final_acceptance, date: 2026-02-10, assets: [db]}
inspections: [{id: daily, kind: health_check, playbook: linux-standard, categories: [server]}]
sites: [{id: hq, name: 总部}]
---
kind: Assets
assets: [{id: db, batch: first, category: server, site: SITE, host: {address: 192.0.2.1, transport: local}}]
"""


def test_equipment_in_a_file_of_its_own_is_the_contracts(tmp_path: Path) -> None:
    assert codes(NAMED.replace("SITE", "hq"), tmp_path) == {}


def test_a_file_of_assets_names_the_sites_of_its_contract(tmp_path: Path) -> None:
    found = codes(NAMED.replace("SITE", "annex"), tmp_path)
    assert list(found) == ["contract.unknown-site"]
    assert found["contract.unknown-site"][0].startswith("contracts/1-assets-assets.yaml:")


def test_choices_begin_with_what_was_probably_meant() -> None:
    assert nearest("team-eas", ["archive", "team-west", "team-east"]) == Named(
        "choices.near", near="team-east", others=", team-west, archive"
    )
    assert nearest("x", []) == "-"
    many = [f"contract-{number}" for number in range(2000)]
    near = nearest("contract-1999", many)
    assert isinstance(near, Named)
    assert str(near.values["others"]).split(", ")[-1] == "…"


def test_every_problem_of_the_manual_can_be_said(tmp_path: Path) -> None:
    """Values are there for every name in the sentence and in the hint."""
    said = set()
    for file in ENTRIES:
        codes(entry_of(file)["bad"], tmp_path / file.stem)
        for problem in validate(tmp_path / file.stem, now=NOW).problems:
            said.add(problem.code)
            for language in LANGUAGES:
                sentence, hint = say_problem(problem, language)[-2:]
                assert sentence
                assert hint != ""
    assert {file.stem for file in ENTRIES} <= said
