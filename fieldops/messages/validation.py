"""Sentences about validating: what a change can have broken, and what git has to say about it."""

from fieldops.messages.sentence import Sentence

SENTENCES = {
    "validate.unaffected": Sentence(
        "nothing that changed since {revision} can have broken a document",
        "自 {revision} 以来的变更不影响任何文档",
    ),
    "git.missing": Sentence(
        "git was not found, so revision '{revision}' cannot be looked up",
        "没有找到 git，无法查找版本 {revision}",
        "install git, or validate the whole workspace without --changed-since",
        "请安装 git，或不带 --changed-since 校验整个工作区",
    ),
    "git.no-repository": Sentence(
        "{path} cannot be read as part of a git repository: {detail}",
        "无法将 {path} 作为 git 仓库的一部分读取：{detail}",
        "name a workspace inside a clone with -C, or work without revisions",
        "请用 -C 指定克隆仓库内的工作区，或不使用版本参数",
    ),
    "git.not-a-repository": Sentence(
        "not a git repository: neither this folder nor one above it has a .git",
        "该目录及其上级目录都没有 .git",
    ),
    "git.not-owner": Sentence(
        "it belongs to another user (see git's safe.directory)",
        "该仓库属于其他用户（见 git 的 safe.directory 设置）",
    ),
    "git.unknown-revision": Sentence(
        "there is no commit '{revision}' in this clone",
        "本地克隆中没有提交 {revision}",
        "name a commit, branch or tag that 'git log' shows; a CI job must fetch the history first (see docs/ci.md)",
        "请使用 git log 能显示的提交、分支或标签；CI 任务需先获取历史记录（见 docs/ci.md）",
    ),
    "git.failed": Sentence(
        "'git {command}' failed: {detail}",
        "git {command} 执行失败：{detail}",
        "run the command by hand and look at what git says",
        "请手工运行该命令，查看 git 的输出",
    ),
}
