"""A workspace made by `init`: the examples are all there, their editors' schemas are found, and they validate."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from fieldops.actions.validation import validate
from fieldops.actions.workspaces import Contents, copy_example, example_files, make_workspace, starter_files
from fieldops.documents.links import LeadsOut
from fieldops.documents.workspace import load_workspace, shipped_folder
from fieldops.documents.yaml_text import read_yaml
from fieldops.errors import UsageError

TODAY = date(2026, 2, 28)

_SCHEMA_LINE = re.compile(r"# yaml-language-server: [$]schema=(\S+)\n")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the examples."""
    folder = tmp_path_factory.mktemp("made") / "mine"
    make_workspace(folder, Contents.EXAMPLES, "en", TODAY)
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
    make_workspace(tmp_path / "empty", Contents.NOTHING, "en", TODAY)
    assert not (tmp_path / "empty" / "contracts").exists()


def test_one_example_can_be_copied_into_its_folder(tmp_path: Path) -> None:
    copy_example("service-levels/archive-support.yaml", tmp_path)
    text = (tmp_path / "contracts" / "service-levels" / "archive-support.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../.fieldops/schemas/service-level.json\n")


@pytest.fixture(params=["en", "zh-CN"])
def small(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A workspace with the small contract, in each language."""
    make_workspace(tmp_path / "small", Contents.STARTER, request.param, TODAY)
    return tmp_path / "small"


def test_the_small_contract_has_nothing_wrong_with_it_and_nothing_doubtful(small: Path) -> None:
    result = validate(small)
    assert (result.problems, result.files) == ((), 5)


def test_the_small_contract_is_short_and_begins_today(small: Path) -> None:
    lines = (small / "contracts" / "first.yaml").read_text("utf-8").splitlines()
    said = [line for line in lines if not line.lstrip().startswith("#")]
    assert len(said) <= 17
    assert "term: {start: 2026-02-28, end: 2027-02-27, renewal: never}" in said


def test_the_small_contract_says_the_same_in_both_languages(tmp_path: Path) -> None:
    for language in ("en", "zh-CN"):
        make_workspace(tmp_path / language, Contents.STARTER, language, TODAY)
    for name in [f"contracts/{each}" for each in starter_files()]:
        english, chinese = (read(tmp_path / language / name) for language in ("en", "zh-CN"))
        assert meaning(english) == meaning(chinese), name


def read(file: Path) -> object:
    node, problems = read_yaml(file.read_bytes(), file.name)
    assert node is not None
    assert problems == []
    return node.data


def meaning(data: object) -> object:
    """The data without what is worded: titles, names, and the language itself."""
    if isinstance(data, dict):
        worded = ("title", "name", "language")
        return {key: None if key in worded else meaning(value) for key, value in data.items()}
    return [meaning(each) for each in data] if isinstance(data, list) else data


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match=r"init\.not-empty"):
        make_workspace(tmp_path, Contents.STARTER, "en", TODAY)
    assert files(tmp_path) == {"file": b"mine"}


def test_what_a_clone_holds_stays_as_it_is_and_is_named(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    mine = {"README.md": "mine", "fieldops.yaml": "apiVersion: fieldops/v1\nkind: Settings\nlanguage: en\n"}
    for name, text in mine.items():
        (tmp_path / name).write_text(text, "utf-8")
    made = make_workspace(tmp_path, Contents.STARTER, "en", TODAY)
    assert made.left == ("fieldops.yaml",)
    assert "contracts/first.yaml" in made.written
    assert {name: (tmp_path / name).read_text("utf-8") for name in mine} == mine
    assert validate(tmp_path).problems == ()


def test_records_stay_out_of_a_repository_that_ignores_something_else(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_bytes(b"*.tmp")
    made = make_workspace(tmp_path, Contents.STARTER, "en", TODAY)
    assert made.added_to == (".gitignore",)
    text = (tmp_path / ".gitignore").read_text("utf-8")
    assert text.startswith("*.tmp\n")
    assert ".fieldops/*\n" in text
    assert make_workspace(tmp_path, Contents.STARTER, "en", TODAY).added_to == ()
    assert (tmp_path / ".gitignore").read_text("utf-8") == text


def test_where_there_are_contracts_no_other_is_added(tmp_path: Path) -> None:
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "mine.yaml").write_text("kind: Contract\n", "utf-8")
    made = make_workspace(tmp_path, Contents.STARTER, "en", TODAY)
    assert [name for name in made.written if name.startswith("contracts/")] == []
    assert made.contracts is False


def test_made_twice_is_as_made_once(small: Path) -> None:
    before = files(small)
    made = make_workspace(small, Contents.STARTER, "en", date(2027, 1, 1))
    assert made.written == ()
    assert files(small) == before


def test_schemas_of_an_older_version_are_brought_up_to_date(small: Path) -> None:
    schema = small / ".fieldops" / "schemas" / "contract.json"
    now = schema.read_bytes()
    schema.write_text("{}", "utf-8")
    made = make_workspace(small, Contents.STARTER, "en", TODAY)
    assert made.written == (".fieldops/schemas/contract.json",)
    assert schema.read_bytes() == now


def test_nothing_is_written_through_a_link_out_of_the_folder(tmp_path: Path) -> None:
    clone, elsewhere = tmp_path / "clone", tmp_path / "elsewhere"
    (clone / ".git").mkdir(parents=True)
    elsewhere.mkdir()
    (clone / "contracts").symlink_to(elsewhere)
    with pytest.raises(LeadsOut):
        make_workspace(clone, Contents.STARTER, "en", TODAY)
    assert list(elsewhere.iterdir()) == []
