"""A renewal is written from the old contract: what goes on stays with its comments, what does not is said."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import CONTRACT, Workspace

from fieldops.actions.differences import compare_with_predecessor
from fieldops.actions.renewals import Renewed, renew_contract
from fieldops.actions.validation import validate
from fieldops.documents.yaml_text import read_yaml
from fieldops.errors import InvalidDocuments, Unanswerable
from fieldops.messages import say_value

NOW = datetime(2026, 11, 28, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[2] / "contracts"
AMENDED = """\
signed: 2025-12-20 # by both
number: X-1
inspections:
  - {id: visit, kind: inspection, playbook: linux-standard, engineers: 2, schedule: {every: 3 months, anchor: 2026-02-10}} # as signed
obligations:
  - {id: list, kind: site_visit, title: List, schedule: {every: 1 month, anchor: 2026-01-31}} # the last day
amendments:
  - id: a-1
    date: 2026-05-01
    applies_from: 2026-06-01
    rationale: more visits
    sets:
      inspections:
        # agreed in May
        - {id: visit, kind: inspection, playbook: linux-standard, engineers: 2, schedule: {every: 1 month, anchor: 2026-06-10}}
"""


def renew(workspace: Workspace, old: str = "acme", id: str = "acme-2027") -> Renewed:
    return renew_contract(workspace.root, id, old, NOW)


def left_out(renewed: Renewed) -> list[str]:
    return [say_value(each, "en") for each in renewed.left_out]


def text_of(workspace: Workspace, name: str = "acme-2027") -> str:
    return (workspace.root / f"contracts/{name}.yaml").read_text("utf-8")


def test_the_term_is_the_period_that_follows(workspace: Workspace) -> None:
    workspace.write("contracts/acme.yaml", CONTRACT)
    renewed = renew(workspace)
    assert (renewed.start.isoformat(), renewed.end.isoformat()) == ("2027-01-01", "2027-12-31")
    assert "id: acme-2027\npredecessor: acme\n" in text_of(workspace)
    assert "term: {start: 2027-01-01, end: 2027-12-31}" in text_of(workspace)


def test_a_term_that_goes_on_by_itself_is_as_long_as_it_was_agreed(workspace: Workspace) -> None:
    tacit = "end: 2025-12-31, renewal: tacit, renewal_period: 6 months, notice: 30 days}"
    workspace.write(
        "contracts/acme.yaml", CONTRACT.replace("2026-01-01", "2024-01-01").replace("end: 2026-12-31}", tacit)
    )
    renewed = renew(workspace)
    assert (renewed.start.isoformat(), renewed.end.isoformat()) == ("2027-01-01", "2028-12-31")


def test_what_was_amended_goes_on_and_history_stays_behind(workspace: Workspace) -> None:
    workspace.write("contracts/acme.yaml", CONTRACT + AMENDED)
    renewed = renew(workspace)
    text = text_of(workspace)
    assert "amendments" not in text
    assert "as signed" not in text
    assert "signed: TBD # by both\nnumber: TBD\n" in text
    assert "engineers: 2, schedule: {every: 1 month, anchor: 2027-01-10}}\n" in text
    assert left_out(renewed) == [
        "1 amendment; what they set is the text of the new contract",
        "the contract number X-1",
        "the day of signature 2025-12-20",
    ]
    assert [each.code for each in renewed.problems if each.code == "document.unfilled"] == [
        "document.unfilled"
    ] * 2


def test_a_first_day_at_the_end_of_a_month_is_moved_only_where_it_stays_there(workspace: Workspace) -> None:
    workspace.write("contracts/acme.yaml", CONTRACT + AMENDED)
    renew(workspace)
    assert "{every: 1 month, anchor: 2027-01-31}} # the last day" in text_of(workspace)
    short = CONTRACT.replace("2026-01-01, end: 2026-12-31", "2026-01-01, end: 2027-01-31")
    workspace.write("contracts/short.yaml", (short + AMENDED).replace("id: acme", "id: short"))
    renew(workspace, "short", "short-2")
    # February has no 31st: from its 28th on, the later months would lose their last days.
    assert "{every: 1 month, anchor: 2026-01-31}} # the last day" in text_of(workspace, "short-2")


@pytest.mark.parametrize(
    "id", ["archive-digitisation", "device-platform", "housing-fund-portal", "managed-service"]
)
def test_every_example_is_renewed_and_validates_once_it_is_filled_in(workspace: Workspace, id: str) -> None:
    shutil.copytree(EXAMPLES, workspace.root / "contracts", dirs_exist_ok=True)
    old = text_of(workspace, id)
    renewed = renew(workspace, id, f"{id}-2")
    for file in renewed.files:
        filled = (
            file.read_text("utf-8")
            .replace("number: TBD", "number: N-2")
            .replace("signed: TBD", "signed: 2027-12-01")
        )
        file.write_text(filled, "utf-8")
    problems = validate(workspace.root, list(renewed.files)).problems
    assert [each for each in problems if each.severity == "error"] == []
    assert (
        old.count("#") - text_of(workspace, f"{id}-2").count("#") <= 12
    )  # those of the amendments and swaps
    found = compare_with_predecessor(workspace.root, f"{id}-2", now=NOW)
    worse = {one.code for each in found.contracts for one in each.differences if one.effect == "worse"}
    assert not worse & {
        "diff.interval",
        "diff.assets.removed",
        "diff.dropped",
        "diff.removed",
        "diff.gap.predecessor",
    }


def test_swaps_in_lists_of_equipment_stay_behind(workspace: Workspace) -> None:
    shutil.copytree(EXAMPLES, workspace.root / "contracts", dirs_exist_ok=True)
    renewed = renew(workspace, "device-platform", "device-platform-2")
    assert [file.name for file in renewed.files] == [
        "device-platform-2.yaml", "device-platform-2-centre.yaml", "device-platform-2-stations.yaml",
    ]  # fmt: skip
    node, _ = read_yaml(renewed.files[1].read_bytes(), "")
    assert node is not None
    assert "swaps" not in str(node.data)
    assert "1 replaced part of the equipment; they stay with the old contract" in left_out(renewed)


@pytest.mark.parametrize(
    "written", ["contracts: [acme]", "contracts: [other, acme] # both", "contracts:\n  - acme"]
)
def test_a_store_of_spares_is_kept_for_the_new_contract_too(workspace: Workspace, written: str) -> None:
    """And the file says otherwise what it said."""
    workspace.write("contracts/acme.yaml", CONTRACT)
    workspace.write("contracts/other.yaml", CONTRACT.replace("id: acme", "id: other"))
    workspace.write(
        "contracts/parts.yaml",
        "apiVersion: fieldops/v1\nkind: PartCatalogue\nid: parts\ntitle: P\nparts: [{part_no: A, name: a, models: [m]}]\n",
    )
    store = "apiVersion: fieldops/v1\nkind: Stock\nid: store\ntitle: S\ncatalogue: parts # ours\n"
    items = "items: [{part_no: A, kept_as: spare, quantity: 1}]\n"
    workspace.write("contracts/store.yaml", f"{store}{written}\n{items}")
    renewed = renew(workspace)
    assert [say_value(each, "en") for each in renewed.stores] == [
        "contracts/store.yaml names the new contract too: the spare parts are kept for both"
    ]
    text = text_of(workspace, "store")
    node, _ = read_yaml(text.encode(), "store.yaml")
    assert node is not None
    assert isinstance(node.data, dict)
    assert node.data["contracts"][-2:] == ["acme", "acme-2027"]
    assert text.startswith(store)
    assert text.endswith(items)


def test_what_was_accepted_is_looked_at_anew(workspace: Workspace) -> None:
    accepts = "accepts: [{code: contract.host-not-pinned, reason: r, until: 2026-12-31}]\n"
    assets = "apiVersion: fieldops/v1\nkind: Assets\nid: acme-all\ncontract: acme\nassets: [{id: a1}]\n"
    workspace.write("contracts/acme.yaml", CONTRACT + accepts)
    workspace.write("contracts/acme-all.yaml", assets + accepts)
    assert "2 accepted warnings: somebody has to look anew" in left_out(renew(workspace))
    written = [file.read_text("utf-8") for file in (workspace.root / "contracts").rglob("acme-2027*.yaml")]
    assert len(written) == 2
    assert not any("accepts" in text for text in written)


def test_nothing_is_written_from_what_is_unknown_or_wrong(workspace: Workspace) -> None:
    workspace.write("contracts/acme.yaml", CONTRACT)
    for old, id, code in (
        ("nobody", "x", "reference"),
        ("acme", "acme", "new.used-id"),
        ("acme", "A b", "new.bad-id"),
    ):
        with pytest.raises(Unanswerable, match=code):
            renew(workspace, old, id)
    workspace.write("contracts/acme.yaml", CONTRACT + "signed: tomorrow\n")
    with pytest.raises(InvalidDocuments):
        renew(workspace)
    assert not (workspace.root / "contracts/acme-2027.yaml").exists()
