"""Which assets a part of a contract is for, where it names groups, categories or assets. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from fieldops.contracts.model import PlaybookUse, VariableSetting

# What is for assets in one of the groups, of one of the categories, and among these; none of a kind means any.
Choice = PlaybookUse | VariableSetting


def is_for_all(choice: Choice) -> bool:
    """Whether it leaves no asset out."""
    return not (choice.groups or choice.categories or choice.assets)


def is_chosen(choice: Choice, id: str, category: str | None, groups: Iterable[str]) -> bool:
    """Whether it is for the asset of that id and category, whose host is in these groups."""
    return (
        (not choice.groups or not set(choice.groups).isdisjoint(groups))
        and (not choice.categories or category in choice.categories)
        and (not choice.assets or id in choice.assets)
    )
