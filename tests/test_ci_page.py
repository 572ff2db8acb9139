"""The files that docs/ci.md tells a CI maintainer to copy: what they run does what the page says.

What installs or posts is recorded instead. The Chinese page has the same blocks (tests/test_guides.py)."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from conftest import CONTRACT, TEAM
from forked import shared_forker
from repository import Repository

ROOT = Path(__file__).parents[1]
BLOCKS = re.findall(r"```(yaml|groovy|sh)\n(.*?)```", (ROOT / "docs" / "ci.md").read_text("utf-8"), re.DOTALL)
SETTINGS = "apiVersion: fieldops/v1\nkind: Settings\n"
WRONG = CONTRACT.replace("end: 2026-12-31", "end: 2025-12-31")
LONGER = CONTRACT.replace("end: 2026-12-31", "end: 2027-12-31")


def block(language: str, mark: str) -> str:
    """The one block of the page that says this."""
    (found,) = (text for kind, text in BLOCKS if kind == language and mark in text)
    return found


def parsed(mark: str) -> Any:
    return yaml.load(block("yaml", mark), Loader=yaml.BaseLoader)


class Runner:
    """A CI service: a clone, what it sets in the environment, and a record of what was installed and posted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._program = shared_forker().program(folder / "ours")
        self.repository = Repository(folder / "clone")
        self.repository.workspace.write("contracts/team.yaml", TEAM)
        self.repository.workspace.write(".gitignore", "/.ci/\n")
        for name in ("pip", "gh", "curl", "python3"):
            for bin in (folder / "bin", folder / "clone" / ".ci" / "bin"):
                self._recorded(bin / name)
        (folder / "clone" / ".ci" / "bin" / "fieldops").symlink_to(self._program)

    def _recorded(self, program: Path) -> None:
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f'#!/bin/sh\necho "{program.name} $*" >> "{self._folder / "calls"}"\n', "utf-8")
        program.chmod(0o755)

    def commit(self, contract: str) -> str:
        self.repository.workspace.write("contracts/acme.yaml", contract)
        return self.repository.commit()

    def run(self, script: str, *shell: str, **variables: str) -> int:
        """The exit code of a script as GitHub and GitLab run one (`bash -e`, with pipefail), or as the given shell."""
        path = f"{self._folder / 'bin'}:{self._program.parent}:{os.environ['PATH']}"
        environment = {**os.environ, **variables, "PATH": path}
        command = [*(shell or ("bash", "-eo", "pipefail", "-c")), script]
        return subprocess.run(command, cwd=self.repository.top, env=environment, timeout=300).returncode

    @property
    def calls(self) -> str:
        return (self._folder / "calls").read_text("utf-8")

    def file(self, name: str) -> str:
        return (self.repository.top / name).read_text("utf-8")


@pytest.fixture
def ci(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


def github(ci: Runner, steps: Sequence[dict[str, Any]], event: str, base: str) -> list[int]:
    """The exit codes of the steps that are run for this event, up to the first that fails."""
    codes: list[int] = []
    for step in steps:
        asks = re.search(r"github.event_name == '(\w+)'", step.get("if", ""))
        if "run" not in step or (asks and asks[1] != event) or any(codes):
            continue
        wanted = {"${{ github.event.pull_request.base.sha }}": base}
        variables = {name: wanted.get(value, value) for name, value in step.get("env", {}).items()}
        codes.append(ci.run(step["run"], **variables))
    return codes


@pytest.mark.parametrize("event", ["push", "pull_request"])
@pytest.mark.parametrize(("contract", "code"), [(LONGER, 0), (WRONG, 1)])
def test_github_fails_where_a_contract_is_wrong(ci: Runner, event: str, contract: str, code: int) -> None:
    base = ci.commit(CONTRACT)
    ci.commit(contract)
    steps = parsed("fetch-depth: 0          # --changed-since")["jobs"]["contracts"]["steps"]
    assert github(ci, steps, event, base) == [0, code]


def test_github_uploads_a_whole_log_also_of_what_is_wrong(ci: Runner) -> None:
    base = ci.commit(WRONG)
    steps = parsed("upload-sarif")
    assert github(ci, steps, "push", base) == [1]
    assert json.loads(ci.file("fieldops.sarif"))["runs"][0]["results"]
    assert steps[1]["if"] == "${{ !cancelled() }}"
    assert steps[1]["with"]["sarif_file"] == "fieldops.sarif"


@pytest.mark.parametrize(("contract", "code"), [(CONTRACT, 0), (WRONG, 1)])
def test_gitlab_fails_where_a_contract_is_wrong_and_has_both_reports(
    ci: Runner, contract: str, code: int, capfd: pytest.CaptureFixture[str]
) -> None:
    ci.commit(contract)
    job = parsed("codequality: codequality.json")["contracts"]
    assert {"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'} in job["rules"]
    assert ci.run("\n".join(job["script"])) == code
    # The log of a job that failed says why by itself.
    assert ("contracts/acme.yaml:" in capfd.readouterr().out) is bool(code)
    reports = job["artifacts"]["reports"]
    assert bool(json.loads(ci.file(reports["codequality"]))) is bool(code)
    assert len(ElementTree.fromstring(ci.file(reports["junit"])).findall(".//failure")) == code


@pytest.mark.parametrize(("contract", "code"), [(LONGER, 0), (WRONG, 1)])
def test_gitlab_fails_where_a_merge_request_breaks_something(ci: Runner, contract: str, code: int) -> None:
    base = ci.commit(CONTRACT)
    ci.commit(contract)
    job = parsed("changed:")["changed"]
    assert job["variables"] == {"GIT_DEPTH": "0"}
    assert ci.run("\n".join(job["script"]), CI_MERGE_REQUEST_DIFF_BASE_SHA=base) == code


@pytest.mark.parametrize(("contract", "code"), [(LONGER, 0), (WRONG, 1)])
def test_the_loop_looks_at_every_workspace_and_fails_for_any(ci: Runner, contract: str, code: int) -> None:
    for name, text in (("a", contract), ("b", CONTRACT)):
        for file, body in (("acme.yaml", text), ("team.yaml", TEAM)):
            ci.repository.workspace.write(f"customers/{name}/contracts/{file}", body)
        ci.repository.workspace.write(f"customers/{name}/fieldops.yaml", SETTINGS)
    (script,) = (text for kind, text in BLOCKS if kind == "sh" and "for settings in" in text)
    assert ci.run(script) == code


@pytest.mark.parametrize("contract", [CONTRACT, LONGER])
def test_what_a_change_means_is_posted_on_github(ci: Runner, contract: str) -> None:
    base = ci.commit(CONTRACT)
    ci.commit(contract)
    codes = github(ci, parsed("gh pr comment")["meaning"]["steps"], "pull_request", base)
    assert codes == [0, 0, 0]
    assert "gh pr comment" in ci.calls
    assert "--body-file diff.md" in ci.calls
    assert ("2027-12-31" in ci.file("diff.md")) is (contract == LONGER)


@pytest.mark.parametrize("contract", [CONTRACT, LONGER])
def test_what_a_change_means_is_posted_on_gitlab(ci: Runner, contract: str) -> None:
    base = ci.commit(CONTRACT)
    ci.commit(contract)
    job = parsed("FIELDOPS_COMMENT_TOKEN")["meaning"]
    assert ci.run("\n".join(job["script"]), CI_MERGE_REQUEST_DIFF_BASE_SHA=base) == 0
    assert "--data-urlencode body@diff.md" in ci.calls
    assert ("2027-12-31" in ci.file("diff.md")) is (contract == LONGER)


@pytest.mark.parametrize("mark", ["gh pr comment", "FIELDOPS_COMMENT_TOKEN"])
def test_nothing_is_posted_where_the_comparison_failed(ci: Runner, mark: str) -> None:
    ci.commit(CONTRACT)
    job = parsed(mark)["meaning"]
    scripts = job["script"] if "script" in job else [step["run"] for step in job["steps"] if "run" in step]
    unknown = "0" * 40
    assert ci.run("\n".join(scripts), BASE=unknown, CI_MERGE_REQUEST_DIFF_BASE_SHA=unknown) != 0
    assert "pip install" in ci.calls
    assert "gh " not in ci.calls
    assert "curl" not in ci.calls


@pytest.mark.parametrize(("contract", "failures"), [(CONTRACT, 0), (WRONG, 1)])
def test_jenkins_has_a_report_of_what_is_wrong(ci: Runner, contract: str, failures: int) -> None:
    ci.commit(contract)
    pipeline = block("groovy", "pipeline {")
    steps = re.findall(r"\bsh '(.*?)'(?:\s|$)", pipeline)
    assert [ci.run(step, "sh", "-e", "-c") for step in steps] == [0, 0]
    (report,) = re.findall(r"junit '(.*?)'", pipeline)
    assert len(ElementTree.fromstring(ci.file(report)).findall(".//failure")) == failures


def test_every_install_is_ours_at_a_tag(ci: Runner) -> None:
    said = "\n".join(text for kind, text in BLOCKS if kind != "sh")
    assert set(re.findall(r"pip install (.*?)'?$", said, re.MULTILINE)) == {
        '"git+https://example.com/fieldops.git@v0.1.0"'
    }


def test_the_hook_of_the_page_is_one_that_the_repository_has(ci: Runner) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (wanted,) = parsed("fieldops-validate")["repos"]
    (hook,) = (hook for hook in hooks if hook["id"] == wanted["hooks"][0]["id"])
    for contract, code in ((CONTRACT, 0), (WRONG, 1)):
        ci.commit(contract)
        assert ci.run(hook["entry"]) == code
    # Whatever a file is renamed to: the hook sees the new name only.
    names = (
        "contracts/acme.yaml",
        "customers/a/fieldops.yaml",
        "acme.YAML",
        "customers/a/contracts/b/acme.old",
    )
    assert all(re.search(hook["files"], file) for file in names)
    assert not re.search(hook["files"], "docs/readme.md")
