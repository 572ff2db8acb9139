"""Sentences about the session of a run: what is on record of who was on which host, by which way, and when."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "session.of-run": Sentence(
        "Session of run {run}: {people}, from {begun} until {ended}",
        "运行 {run} 的会话：{people}，{begun} 至 {ended}",
    ),
    "session.host": Sentence("host", "主机"),
    "session.account": Sentence("account", "账号"),
    "session.way": Sentence("way", "途径"),
    "session.from": Sentence("from", "开始"),
    "session.until": Sentence("until", "结束"),
    "session.commands": Sentence("probes", "采集项数"),
    "session.left": Sentence("left running", "遗留进程"),
    "session.not-on-record": Sentence("not on record", "无记录"),
}
