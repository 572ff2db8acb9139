"""Sentences about validating: what a change can have broken, and what git has to say about it."""

from fieldops.messages.sentence import Sentence

SENTENCES = {
    "validate.unaffected": Sentence(
        "nothing that changed since {revision} can have broken a document",
        "自 {revision} 以来的变更不影响任何文档",
    ),
    "validate.strict-fails": Sentence(
        "{summary}; --strict: warnings fail",
        "{summary}；指定了 --strict，有警告即不通过",
    ),
    "validate.accepted-until": Sentence("accepted until {until}: {reason}", "接受至 {until}：{reason}"),
    "word.accepted": Sentence("accepted", "已接受"),
    "accepts.not-a-warning": Sentence(
        "'{code}' cannot be accepted: only warnings can, errors must be mended",
        "{code} 不能接受：只有警告可以接受，错误必须改正",
        "remove the entry; 'fieldops explain {code}' says how to mend what it tells of",
        "请删除该条；如何改正见 fieldops explain {code}",
    ),
    "accepts.expired": Sentence(
        "'{warned}' was accepted until {until}; {count} {count:warning counts|warnings count} again",
        "{warned} 只接受到 {until}，现有 {count} 处重新警告",
        "mend what the warning tells of, or look at it anew and write a later day and the reason",
        "请处理所警告的问题；确需继续接受的，核对后写明新的期限和理由",
    ),
    "accepts.unused": Sentence(
        "there is no warning '{warned}' here, so this entry accepts nothing",
        "这里没有 {warned} 警告，该条不起作用",
        "remove the entry",
        "请删除该条",
    ),
    "validate.gone": Sentence(
        "contract {id} was there at {revision} ({path}) and is read no longer",
        "{revision} 时还有合同 {id}（{path}），现在已读取不到",
    ),
    "git.missing": Sentence(
        "git was not found, so revision '{revision}' cannot be looked up",
        "没有找到 git，无法查找版本 {revision}",
        "install git, or validate the whole workspace without --changed-since",
        "请安装 git，或不带 --changed-since 校验整个工作区",
    ),
    "git.missing-for": Sentence(
        "git was not found, so {option} cannot be answered",
        "没有找到 git，无法使用 {option}",
        "install git, or leave the option out",
        "请安装 git，或不带该选项",
    ),
    "validate.nothing-tracked": Sentence(
        "git tracks none of the files in {root}",
        "{root} 中的文件都没有纳入 git",
        "add them with git add, or leave --tracked out",
        "请先用 git add 加入，或不带 --tracked",
    ),
    "validate.untracked": Sentence(
        "files that git does not track, so that no clone has them, were left out: {paths}",
        "以下文件未纳入 git，克隆仓库里没有，因此未校验：{paths}",
        "add what belongs to the contracts with git add",
        "属于合同的文件请用 git add 加入",
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
        "name a commit, branch or tag that 'git log' shows (branches here: {choices}); a CI job must fetch the history first (see"
        " docs/ci.md)",
        "请使用 git log 能显示的提交、分支或标签（这里的分支：{choices}）；CI 任务需先获取历史记录（见 docs/ci.md）",
    ),
    "git.empty-revision": Sentence(
        "the revision is empty",
        "版本参数是空的",
        "the command or variable that should name it gave nothing: 'git merge-base' says nothing where two branches have no common "
        "history, or where the clone is shallow; fetch all of it (fetch-depth: 0, GIT_DEPTH: 0), see docs/ci.md",
        "应给出版本的命令或变量没有输出：两个分支没有共同历史，或克隆时只取了部分历史，git merge-base 都不会有输出；请获取完整历史"
        "（fetch-depth: 0、GIT_DEPTH: 0），见 docs/zh-CN/ci.md",
    ),
    "git.no-commit-before": Sentence(
        "'{revision}' is what CI services give where nothing was before, as for the first push of a branch: it is no commit",
        "{revision} 表示“之前没有提交”（如分支首次推送），并不是一个提交",
        'validate the whole workspace then, without --changed-since, or name the branch that it left: "$(git merge-base origin/main HEAD)"',
        '这时请不带 --changed-since 校验整个工作区，或写分支的起点："$(git merge-base origin/main HEAD)"',
    ),
    "git.workspace-moved": Sentence(
        "this workspace was at {path} at {revision}: it is compared with what was there",
        "{revision} 时该工作区位于 {path}，以那里的内容进行比较",
    ),
    "git.submodule-unread": Sentence(
        "what the submodule {path} had at {revision} cannot be read here: it is not checked out, or without that commit",
        "无法读取子模块 {path} 在 {revision} 时的内容：子模块未检出，或其中没有当时的提交",
    ),
    "validate.unused": Sentence(
        "no contract names what is written in {paths}, so it has no effect",
        "以下文件没有被任何合同引用，其中的约定不起作用：{paths}",
        "name it in the contract it is meant for (warranties, service_level, emergency), or delete the file",
        "请在相应合同的 warranties、service_level 或 emergency 中写上它，用不到的请删除",
    ),
    "validate.no-contract": Sentence(
        "there is no contract in this workspace, so none was checked",
        "该工作区没有合同，因此没有校验任何合同",
    ),
    "git.failed": Sentence(
        "'git {command}' failed: {detail}",
        "git {command} 执行失败：{detail}",
        "run the command by hand and look at what git says",
        "请手工运行该命令，查看 git 的输出",
    ),
    "validate.other-workspace": Sentence(
        "{path} lies in another workspace, {other}",
        "{path} 属于另一个工作区 {other}",
        "validate it there: fieldops -C {other} validate",
        "请在该工作区校验：fieldops -C {other} validate",
    ),
    "validate.path-from-top": Sentence(
        "there is no '{path}' in the current folder, but in the workspace",
        "当前目录下没有 {path}，但工作区中有",
        "write {meant}",
        "请写成 {meant}",
    ),
}
