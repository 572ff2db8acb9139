"""The end of the progress bar: where logins wait, while they do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.progress import Progress

from fieldops.cli.output import Session
from fieldops.cli.waiting import waiting_column


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "waiting to log in at bastion, 192.0.2.9"), ("zh-CN", "等待登录 bastion, 192.0.2.9")],
)
def test_the_bar_says_at_which_servers_logins_wait_while_they_do(
    language: str, said: str, tmp_path: Path
) -> None:
    servers: list[str] = []
    column: Any = waiting_column(Session(tmp_path, language, False), lambda: servers)
    progress = Progress(column)
    progress.add_task("inspecting", total=2)
    (task,) = progress.tasks
    assert column.render(task).plain == ""
    servers += ["bastion", "192.0.2.9"]
    assert column.render(task).plain == said
    servers += ["a", "b"]
    assert column.render(task).plain.endswith("a …")
