"""What `doctor` says of hosts that the system's ssh reaches; nobody is asked and nothing is connected."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Workspace, require

from fieldops.actions.openssh_findings import openssh_findings
from fieldops.errors import Named
from fieldops.messages import say
from fieldops.transport.openssh import OpenSsh

DAY = date(2026, 11, 28)


@pytest.fixture
def way(tmp_path: Path) -> OpenSsh:
    (tmp_path / "ssh_config").write_text("", "utf-8")
    return OpenSsh(require("ssh"), str(tmp_path / "ssh_config"))


def _workspace(folder: Path, host: dict[str, Any], login: dict[str, Any]) -> Workspace:
    workspace = Workspace(folder / "ws")
    near = {"address": "192.0.2.7", "transport": "ssh"}
    far = {"address": "192.0.2.8", "transport": "openssh", **host}
    workspace.contract([{"id": "near", "host": near}, {"id": "far", "host": far}], login)
    return workspace


def test_each_host_of_openssh_is_told_in_both_languages(tmp_path: Path, way: OpenSsh) -> None:
    (tmp_path / "visits").write_text("", "utf-8")
    login = {"user": "ops", "method": "key_file", "key_file": str(tmp_path / "visits")}
    old = {"allow": ["ssh-rsa"], "reason": "firmware 2.1", "until": "2027-01-31"}
    workspace = _workspace(tmp_path, {"old_algorithms": old}, login)
    (found,) = openssh_findings(workspace.root, way, DAY)
    assert found.state == "ok"
    assert str(tmp_path) not in str(found.values)
    assert say(found.code, "en", found.values) == (
        "Contract acme: far by this machine's ssh: ops at 192.0.2.8:22, directly, with visits; algorithms added: ssh-rsa"
    )
    assert say(found.code, "zh-CN", found.values) == (
        "合同 acme：far 由本机 ssh 连接：账号 ops，地址 192.0.2.8:22，直连，密钥 visits；另外启用的算法：ssh-rsa"
    )
    # What was accepted until a day keeps an inspection from beginning after it.
    (later,) = openssh_findings(workspace.root, way, date(2027, 2, 1))
    assert (later.state, later.code) == ("warning", "doctor.openssh-fails")
    assert "firmware 2.1" in say(later.code, "en", later.values)


@pytest.mark.parametrize(
    ("login", "code"),
    [
        ({"user": "ops", "method": "key_file", "key_file": "none"}, "credentials.key-file-missing"),
        (
            {"user": "ops", "method": "password_command", "password_command": ["false"]},
            "credentials.openssh-key",
        ),
    ],
)
def test_a_login_that_ssh_cannot_use_is_a_warning(
    tmp_path: Path, way: OpenSsh, login: dict[str, Any], code: str
) -> None:
    (found,) = openssh_findings(_workspace(tmp_path, {}, login).root, way, DAY)
    assert (found.state, found.code) == ("warning", "doctor.openssh-fails")
    why = found.values["why"]
    assert isinstance(why, Named)
    detail = why.values["detail"]
    assert isinstance(detail, Named)
    assert detail.codes == (code,)
