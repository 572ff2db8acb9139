"""What is a secret in a document and what is none. A false alarm weighs as much as a missed secret."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from fieldops.actions.validation import validate
from fieldops.errors import Problem
from fieldops.messages import LANGUAGES, say_problem
from fieldops.rules.secrets import holds_password, prints_literal

HEAD = "apiVersion: fieldops/v1\nkind: Contract\nid: acme\n"


def problems(root: Path, text: str) -> list[Problem]:
    (root / "contracts").mkdir()
    (root / "contracts" / "acme.yaml").write_text(HEAD + text, "utf-8")
    return [found for found in validate(root).problems if found.code.startswith("secret.")]


def codes(root: Path, text: str) -> list[str]:
    return [found.code for found in problems(root, text)]


def scope(text: str) -> str:
    return yaml.safe_dump({"scope": [text]}, allow_unicode=True, width=10_000)


@pytest.mark.parametrize(
    "text",
    [
        "密码: abc",
        "令牌: 9f8e7d6c",
        "密码：Yunzhou@2026",
        "口令为 abc123",
        "密码是Abc_123。",
        "root 密码=123456",
        "登录密码 : hunter2，请勿外传",
        "password=hunter2",
        "PASSWORD=hunter2",
        "db_password=hunter2;user=app",
        "mysql --password=hunter2 -u root",
        "curl -H X-Auth-Token=9f8e7d6c",
        "https://example.org/?user=a&token=9f8e7d6c5b",
        "password: Hunter2024",
        "Password：p@ssword!",
        "the password is Hunter2024.",
        "The api_key is 9f8e7d6c5b4a",
        "passwd: 20260101",
        "secret_key='9f8e7d6c5b'",
    ],
)
def test_a_text_that_tells_a_password(text: str, tmp_path: Path) -> None:
    assert holds_password(text)
    assert codes(tmp_path, scope(text)) == ["secret.in-text"]


@pytest.mark.parametrize(
    "text",
    [
        "忘记密码",
        "密码 8-20 位，含数字和字母",
        "password SHA-256 hashed",
        "密码 Windows2 系统",
        "修改密码 2026-01-01",
        "root/Abc@12345",
        "忘记密码: 请联系热线",
        "密码由客户保管，使用后更换密码",
        "密码：由客户保管",
        "密码为8位以上",
        "密码: 8-20 位，含数字和字母",
        "密码: 12345678位",
        "口令: 90 天更换一次",
        "密码有效期检查",
        "密码: 2026-03-31 更换",
        "密码: ******",
        "密码: <由客户填写>",
        "密码: ${DB_PASSWORD}",
        "密码: TBD",
        "密码: SSH 密钥",
        "密码保管: password is kept safe",
        "password is kept safe",
        "password: kept safe by the customer",
        "The login name and password are kept safe",
        "Password: see the safe",
        "password: required",
        "password=...",
        "password=$PASSWORD",
        "password=$(pass show archive)",
        "password={{ secret }}",
        "password=<password>",
        "token=%s",
        "passwd: files sss",
        "if (password==stored)",
        "PasswordAuthentication=no",
        "rotate_credentials_after_use: true",
        "pwd=/var/lib",
        "passwd -S",
        "token ring network",
        "Passwords expire after 90 days",
        "reset password: https://example.org/reset",
        "secretary: Zhang3000",
        "检查空口令账户",
        "令牌环网络",
    ],
)
def test_a_text_that_tells_none(text: str, tmp_path: Path) -> None:
    assert not holds_password(text)
    assert codes(tmp_path, scope(text)) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-----BEGIN OPENSSH PRIVATE KEY-----", "secret.private-key"),
        ("-----BEGIN PRIVATE KEY-----\nMIIB", "secret.private-key"),
        ("-----BEGIN RSA PRIVATE KEY-----", "secret.private-key"),
        ("-----BEGIN PGP PRIVATE KEY BLOCK-----", "secret.private-key"),
        ("PuTTY-User-Key-File-3: ssh-ed25519", "secret.private-key"),
        ("AKIAABCDEFGHIJKLMNOP", "secret.token"),
        ("阿里云 LTAI5tAbCdEfGhIjKlMnOpQr", "secret.token"),
        ("ghp_" + "a1B2" * 9, "secret.token"),
        ("github_pat_" + "a1B2" * 10, "secret.token"),
        ("glpat-abcdefghij0123456789", "secret.token"),
        ("xoxb-1234567890-abcdef", "secret.token"),
        ("Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl", "secret.token"),
        ("https://admin:hunter2@example.org/", "secret.in-address"),
        ("postgres://app:hunter2@db/archive", "secret.in-address"),
        ("redis://:hunter2@cache:6379", "secret.in-address"),
    ],
)
def test_secrets_that_show_their_shape(text: str, code: str, tmp_path: Path) -> None:
    assert codes(tmp_path, scope(text)) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----",
        "BEGIN PRIVATE KEY 格式的文件不得外传",
        "AKIA",
        "型号 AKIAABCDEFGHIJKLMNOPQ-7",
        "ghp_short",
        "https://example.org/a:b@c",
        "https://admin@example.org/",
        "https://<user>:<password>@example.org/",
        "https://user:${PASSWORD}@example.org/",
        "https://example.org:8443/",
        "git@example.org:team/repo",
    ],
)
def test_shapes_that_are_none(text: str, tmp_path: Path) -> None:
    assert codes(tmp_path, scope(text)) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("password: hunter2", True),
        ("Pass-Word: hunter2", True),
        ("api_key: 9f8e7d6c", True),
        ("apiKey: 9f8e7d6c", True),
        ("口令: 一二三四", True),
        ("密码: 123456", True),
        ("pwd: 4711", True),
        ("passcode: hunter2", True),
        ("令牌: 一二三四", True),
        ("私钥: abcdef", True),
        ("client_secret: [abc]", False),
        ("password: ''", False),
        ("password: TBD", False),
        ("password: null", False),
        ("password: ${PASSWORD}", False),
        ("password: true", False),
        ("password_command: [pass, show, archive]", False),
        ("password_policy: complex", False),
        ("tokens: 5", False),
    ],
)
def test_fields_by_their_names(line: str, found: bool, tmp_path: Path) -> None:
    """The schema knows no such field; that it holds a secret is said besides."""
    expected = ["secret.in-field"] if found else []
    assert codes(tmp_path, f"access:\n  {line}\n") == expected


@pytest.mark.parametrize(
    ("words", "literal"),
    [
        (["echo", "hunter2"], True),
        (["/bin/echo", "-n", "hunter2"], True),
        (["printf", "hunter2"], True),
        (["printf", "%s", "hunter2"], True),
        (["sh", "-c", "echo hunter2"], True),
        (["env", "echo", "hunter2"], True),
        (["pass", "show", "archive"], False),
        (["secret-tool", "lookup", "host", "archive"], False),
        (["sh", "-c", "echo $ARCHIVE_PASSWORD"], False),
        (["printenv", "ARCHIVE_PASSWORD"], False),
        (["sh", "-c"], False),
        (["echo"], False),
        ([], False),
    ],
)
def test_commands_that_print_what_they_hold(words: list[str], literal: bool) -> None:
    assert prints_literal(words) is literal


def test_a_password_among_a_commands_arguments(tmp_path: Path) -> None:
    login = "{user: a, method: password_command, password_command: [vault, --token=9f8e7d6c5b4a]}"
    assert codes(tmp_path, f"access: {{login: {login}}}\n") == ["secret.in-text"]


def test_comments_are_read_and_texts_not_twice(tmp_path: Path) -> None:
    text = """\
# password=hunter2
scope:
  - |
    # token=9f8e7d6c5b
    x
  - 'x # token=9f8e7d6c5b'
  - y # 密码: hunter2
  # 忘记密码
"""
    found = problems(tmp_path, text)
    assert [(one.code, one.position.line, one.position.column) for one in found] == [
        ("secret.in-comment", 4, 1),
        ("secret.in-text", 6, 5),
        ("secret.in-text", 9, 5),
        ("secret.in-comment", 10, 7),
    ]


def test_an_escape_hides_nothing(tmp_path: Path) -> None:
    assert codes(tmp_path, 'scope: ["\\u0070assword=hunter2"]\n') == ["secret.in-text"]


def test_no_message_repeats_a_secret(tmp_path: Path) -> None:
    text = (
        "# password=hunter2\naccess: {password: hunter2}\ntitle: 密码=hunter2\n"
        "scope: ['ftp://a:hunter2@b', 'hunter2 AKIAABCDEFGHIJKLMNOP']\n"
    )
    found = problems(tmp_path, text)
    assert len(found) == 5
    for problem in found:
        for language in LANGUAGES:
            said = " ".join(part or "" for part in say_problem(problem, language))
            assert "hunter2" not in said
            assert "AKIA" not in said


def test_every_kind_is_read_and_what_ships_holds_none() -> None:
    root = Path(__file__).parents[2]
    found = validate(root, [root / "contracts", root / "playbooks"]).problems
    assert [str(one.position) for one in found if one.code.startswith("secret.")] == []
