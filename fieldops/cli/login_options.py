"""The options by which whoever begins says how to log in: shared by the commands that do. What they mean: `fieldops.contracts.logins`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from fieldops.contracts.logins import LoginOptions

_USER = click.option(
    "-u",
    "--user",
    metavar="NAME",
    help="The account to log in to the hosts with, instead of the contract's; jump hosts keep theirs.",
)
_ASK_PASSWORD = click.option(
    "-k",
    "--ask-pass",
    "ask_password",
    is_flag=True,
    help="Ask for the password of the account on the hosts, once for each login.",
)
_ASK_SUDO = click.option(
    "-K",
    "--ask-become-pass",
    "ask_sudo",
    is_flag=True,
    help="Ask for sudo's password, once for each login; it is sent only in answer to sudo's question.",
)
LOGIN_OPTIONS = (_USER, _ASK_PASSWORD, _ASK_SUDO)


def login_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command these options."""
    for option in reversed(LOGIN_OPTIONS):
        command = option(command)
    return command


def packed(options: dict[str, Any]) -> dict[str, Any]:
    """The options of a command with those of logins as one value, `logins`."""
    logins = logins_of(options.pop("user"), options.pop("ask_password"), options.pop("ask_sudo"))
    return {**options, "logins": logins}


def logins_of(user: str | None, ask_password: bool, ask_sudo: bool) -> LoginOptions:
    """What the options say. Raises UsageError for a name that is none."""
    from fieldops.contracts.logins import LoginOptions, is_user
    from fieldops.errors import UsageError

    if user is not None and not is_user(user):
        raise UsageError("logins.bad-user", user=user)
    return LoginOptions(ask_sudo, user, ask_password)
