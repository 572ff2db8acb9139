"""Two engineers sign on two machines: archives go from store to store, and in both the run is final."""

from __future__ import annotations

import json
import shutil
import subprocess
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from fieldops.actions.settings import open_store
from fieldops.records.codecs import encode
from fieldops.records.log import run_stream
from fieldops.structs import replaced
from tests.cli import test_sign
from tests.cli.test_sign import Signed
from tests.conftest import Ran, Workspace
from tests.records.test_manifest import started

agent = test_sign.agent


@pytest.fixture
def here(workspace: Workspace, tmp_path: Path) -> Signed:
    return Signed(workspace, tmp_path)


def other(here: Signed, name: str = "other") -> Workspace:
    """The same documents on another machine, with a store of its own that has seen other things."""
    root = here.folder / name
    shutil.copytree(here.workspace.root, root, ignore=shutil.ignore_patterns(".fieldops"))
    there = Workspace(root)
    here.team()
    shutil.copy(here.workspace.root / "contracts/team.yaml", root / "contracts/team.yaml")
    assert there.run("health", "acme", "--playbook", "test").code == 0
    return there


def export(workspace: Workspace, file: Path, *more: str) -> Path:
    ran = workspace.run("run", "export", "latest", "--kind", "inspection", str(file), *more)
    assert ran.code == 0, ran.err
    return file


def taken(ran: Ran) -> list[str]:
    assert ran.code == 0, ran.err
    return [each.removeprefix("run.") for each in ran.json["taken"]]


def take(workspace: Workspace, file: Path) -> Ran:
    return workspace.run("run", "import", str(file), "-o", "json")


def test_two_engineers_sign_on_two_machines_and_it_is_final_on_both(here: Signed, agent: None) -> None:
    """One key is ed25519, the other RSA; both are in a real agent."""
    for key in here.keys.values():
        subprocess.run(["ssh-add", "-q", str(key)], check=True)
    there = other(here)
    run = here.inspect()
    here.conclude()
    assert here.workspace.run("sign", run, "--as", "zhang", "--agent").code == 0
    sent = export(here.workspace, here.folder / "half.zip")
    assert taken(take(there, sent)) == ["started", "host.finished", "finished", "concluded", "signed"]
    assert "signed by one of two" in there.run("verify", run).out
    assert there.run("sign", run, "--as", "li", "--agent").code == 0
    back = export(there, here.folder / "final.zip")
    ran = here.workspace.run("run", "import", str(back))
    assert (ran.code, "1 event taken in: final, signed by two" in ran.err) == (0, True), ran.err
    for workspace in (here.workspace, there):
        assert workspace.run("verify", run).code == 0
        # The colleague's signature names how far the colleague's store went.
        whole = workspace.run("records", "verify", "--all", "-o", "json")
        assert (whole.code, whole.json["contradictions"]) == (0, []), whole.err
        assert whole.json["checkpoints"]["signed_elsewhere"] == 1
        shown = workspace.run("run", "show", run, "-o", "json").json
        assert shown["signing"]["state"] == "final"
        assert workspace.run("verify", str(back)).code == 0
    output = [each.run("run", "output", run, "h1", "name").out for each in (here.workspace, there)]
    assert output == ["this-machine\n"] * 2


def test_importing_twice_changes_nothing(here: Signed) -> None:
    there = other(here)
    run = here.inspect()
    here.conclude()
    here.sign("zhang")
    sent = export(here.workspace, here.folder / "run.zip")
    take(there, sent)
    head = there.run("records", "verify", "--all").out
    again = take(there, sent)
    assert (taken(again), again.json["left_out"]) == ([], [])
    assert there.run("records", "verify", "--all").out == head
    ran = here.workspace.run("run", "import", str(sent), language="zh-CN")
    assert (ran.code, "没有新内容" in ran.err) == (0, True)
    assert run in ran.err


def test_a_draft_is_taken_where_a_colleague_signed_for_the_archive(here: Signed) -> None:
    there = other(here)
    here.inspect()
    draft = export(here.workspace, here.folder / "draft.zip")
    refused = take(there, draft)
    assert (refused.code, "nobody of the team signed for this run" in refused.err) == (4, True)
    sealed = export(
        here.workspace, here.folder / "sealed.zip", "--as", "zhang", "--key", str(here.keys["zhang"])
    )
    assert taken(take(there, sealed)) == ["started", "host.finished", "finished"]
    concluded = there.run(
        "run", "conclude", "latest", "--kind", "inspection", "--by", "li", "--assessment", "Well."
    )
    assert concluded.code == 0, concluded.err


def test_a_changed_archive_is_refused_and_nothing_is_taken(here: Signed) -> None:
    there = other(here)
    here.inspect()
    here.conclude()
    here.sign("zhang")
    file = export(here.workspace, here.folder / "run.zip")
    before = there.run("records", "verify", "--all").out
    whole = file.read_bytes()
    at = whole.index(b'"host.finished"', whole.index(b"record.jsonl{"))
    file.write_bytes(whole[:at] + b"'" + whole[at + 1 :])
    ran = there.run("run", "import", str(file))
    assert (ran.code, "record.jsonl: its bytes are not those that were packed" in ran.err) == (1, True)
    assert "nothing was taken in" in ran.err
    assert there.run("records", "verify", "--all").out == before


def test_an_archive_written_anew_is_refused(here: Signed) -> None:
    """Another result, and everything that follows from it computed again, by somebody who has no key."""
    from fieldops.records.archive import RECORD, SUMS, recorded_files, sums_of
    from fieldops.records.chain import leaf_of, link_of
    from fieldops.records.received import read_record
    from fieldops.records.signing import signing_of
    from fieldops.records.zips import packed

    there = other(here)
    here.inspect()
    here.conclude()
    here.sign("zhang")
    file = export(here.workspace, here.folder / "run.zip")
    with ZipFile(file) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    lines = [json.loads(line) for line in files[RECORD].splitlines()]
    link = lines[0]["start"]["link"]
    for line in lines:
        if "body" in line:
            line["body"] = line["body"].replace('"ms":', '"ms":9')
            line["leaf"] = leaf_of(line["stream"], line["type"], line["version"], line["body"])
            link = line["link"] = link_of(link, line["leaf"])
        elif "leaves" in line:
            for leaf in line["leaves"]:
                link = link_of(link, leaf)
    lines[0]["head"]["link"] = link
    files[RECORD] = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
    record = read_record(files[RECORD])
    signing = signing_of(record.events, None)
    assert signing is not None
    files |= recorded_files(record.events, signing, record.export.blob)
    del files[SUMS]
    file.write_bytes(packed({**files, SUMS: sums_of(files)}))
    told = there.run("verify", str(file))
    assert (told.code, "the record is not what was signed" in told.out) == (1, True), told.out
    assert take(there, file).code == 4
    contradicting = take(here.workspace, file)
    assert (contradicting.code, "is another one here" in contradicting.err) == (4, True)


def test_the_run_of_a_contract_that_is_not_here_is_refused(here: Signed) -> None:
    there, elsewhere = other(here), other(here, "elsewhere")
    here.inspect()
    here.conclude()
    here.sign("zhang")
    file = export(here.workspace, here.folder / "run.zip")
    contract = there.root / "contracts/acme.yaml"
    text = contract.read_text("utf-8")
    contract.write_text(text.replace("customer: {name: Acme}", "customer: {name: Zenith}"), "utf-8")
    ran = take(there, file)
    assert (ran.code, "contract acme with Acme" in ran.err, "Zenith" in ran.err) == (4, True, True), ran.err
    (elsewhere.root / "contracts/acme.yaml").unlink()
    assert take(elsewhere, file).code in (2, 4)


def test_two_conclusions_of_one_version_do_not_go_together(here: Signed) -> None:
    there = other(here)
    here.inspect()
    sealed = export(
        here.workspace, here.folder / "run.zip", "--as", "zhang", "--key", str(here.keys["zhang"])
    )
    take(there, sealed)
    here.conclude()
    here.sign("zhang")
    for command in (
        ("run", "conclude", "latest", "--kind", "inspection", "--by", "li", "--assessment", "Badly."),
        ("sign", "latest", "--kind", "inspection", "--as", "li", "--key", str(here.keys["li"])),
    ):
        assert there.run(*command).code == 0
    ran = take(here.workspace, export(there, here.folder / "other.zip"))
    assert (ran.code, "version 1 of the conclusion is another one here" in ran.err) == (4, True)


def test_the_run_of_another_customers_contract_of_that_name_is_refused(here: Signed) -> None:
    """Two workspaces may have called theirs the same: the archive's is another customer's."""
    there = other(here)
    here.inspect()
    here.conclude()
    here.sign("zhang")
    sent = export(here.workspace, here.folder / "run.zip")
    contract = there.root / "contracts/acme.yaml"
    text = contract.read_text("utf-8")
    (line,) = [each for each in text.splitlines() if each.startswith("customer:")]
    contract.write_text(text.replace(line, "customer: {name: Somebody Else}"), "utf-8")
    refused = take(there, sent)
    assert (refused.code, "Somebody Else" in refused.err) == (4, True), refused.err
    assert [each["kind"] for each in there.run("run", "list", "-o", "json").json["runs"]] == ["health_check"]


def test_a_run_that_was_cut_off_cannot_be_concluded(here: Signed) -> None:
    begun = replaced(started(), engineers=("zhang", "li"))
    with closing(open_store(here.workspace.root)) as log:
        log.append(run_stream(begun.run), [encode(begun)], 0, ())
    ran = here.workspace.run("run", "conclude", begun.run, "--by", "zhang", "--assessment", "Well.")
    assert (ran.code, "was cut off" in ran.err) == (4, True), ran.err
