"""A workspace made by `init`: the examples are all there, their editors' schemas are found, and they validate."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fieldops.actions.validation import validate
from fieldops.actions.workspaces import copy_example, example_files, make_workspace
from fieldops.documents.workspace import load_workspace, shipped_folder
from fieldops.errors import UsageError

_SCHEMA_LINE = re.compile(r"# yaml-language-server: [$]schema=(\S+)\n")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the examples."""
    folder = tmp_path_factory.mktemp("made") / "mine"
    make_workspace(folder)
    return folder


def test_every_example_is_copied_with_its_pinned_keys(made: Path) -> None:
    copied = {file.relative_to(made / "contracts").as_posix() for file in (made / "contracts").rglob("*.*")}
    assert copied == set(example_files())
    for name in (
        "archive-digitisation.yaml",
        "archive-digitisation.known_hosts",
        "service-levels/archive-support.yaml",
        "calendars/cn-office.yaml",
    ):
        assert name in copied


def test_public_holidays_are_found_without_a_copy(made: Path) -> None:
    assert not list(made.rglob("cn-20*.yaml"))
    assert load_workspace(made).need("Calendar", "cn-2026").shipped


def test_the_first_line_of_each_copy_leads_to_its_schema(made: Path) -> None:
    for file in (made / "contracts").rglob("*.yaml"):
        line = _SCHEMA_LINE.match(file.read_text("utf-8"))
        assert line is not None, file
        schema = (file.parent / line[1]).resolve()
        assert schema.is_file(), file
        assert schema.is_relative_to(made.resolve()), file


def test_the_copies_say_no_more_and_no_less_than_the_shipped_ones(made: Path) -> None:
    def told(root: Path) -> list[tuple[str, str]]:
        return [(str(problem.position), problem.code) for problem in validate(root).problems]

    assert told(made) == told(shipped_folder("contracts").parent)


def test_without_examples_there_is_no_contract(tmp_path: Path) -> None:
    make_workspace(tmp_path / "empty", examples=False)
    assert not list((tmp_path / "empty" / "contracts").iterdir())


def test_one_example_can_be_copied_into_its_folder(tmp_path: Path) -> None:
    copy_example("service-levels/archive-support.yaml", tmp_path)
    text = (tmp_path / "contracts" / "service-levels" / "archive-support.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../.fieldops/schemas/service-level.json\n")


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match=r"init\.not-empty"):
        make_workspace(tmp_path)
