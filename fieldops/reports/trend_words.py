"""How a trend is said: the days that are left, how fast it grows, on how many points that stands."""

from __future__ import annotations

from fieldops.messages import say
from fieldops.records.trends import Left, Trend
from fieldops.reports.wording import amount_text

# Two years: beyond them a straight line through what was seen says nothing.
FAR = 730.0
_MONTH = 30


def days_left(left: Left, language: str) -> str:
    """The days until a limit, and in brackets within which days it is reached."""
    if left.reached:
        return say("trend.reached", language)
    if left.days > FAR:
        return say("trend.far", language)
    values = {"days": round(left.days), "least": round(left.earliest), "most": round(left.latest)}
    return say("trend.days" if left.latest <= FAR else "trend.days-open", language, values)


def value_words(trend: Trend, language: str) -> str:
    """The newest value, with its day."""
    value = trend.last.value
    assert isinstance(value, int | float)  # nothing else grows
    return say(
        "trend.value", language, {"value": amount_text(value, trend.last.unit), "day": f"{trend.at:%Y-%m-%d}"}
    )


def rise_words(trend: Trend, language: str) -> str:
    """How much it rises or falls in thirty days; empty where that is not known."""
    if trend.per_day is None:
        return ""
    month = trend.per_day * _MONTH
    return f"{'+' if month >= 0 else '-'}{amount_text(round(abs(month), 2), trend.last.unit)}"


def points_words(trend: Trend, language: str) -> str:
    """On how many points it stands since when, how sure the interval is, and why nothing can be said."""
    values = {"points": trend.points, "since": f"{trend.first:%Y-%m-%d}"}
    said = [say("trend.points", language, values)]
    if trend.confidence is not None:
        said.append(say("trend.confidence", language, {"percent": int(trend.confidence * 100)}))
    if trend.outcome != "fills":
        said.append(say(f"trend.why-{trend.outcome}", language))
    if trend.restart is not None:
        said.append(say(f"trend.restart-{trend.restart}", language))
    return (", " if language == "en" else "，").join(said)
