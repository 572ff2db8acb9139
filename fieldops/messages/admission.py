"""Sentences about beginning an inspection or a health check: what stands against it, and what was overridden."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "admission.not-begun": Sentence(
        "the contract {contract} begins on {start}; {day} is before that",
        "合同 {contract} 自 {start} 起生效，{day} 尚未生效",
        "wait until then; in an emergency: --override REASON",
        "请在生效后执行；紧急情况可用 --override 说明原因后执行",
    ),
    "admission.ended": Sentence(
        "the service of the contract {contract} ended on {end}; {day} is after that",
        "合同 {contract} 的服务期已于 {end} 结束，{day} 已超出服务期",
        "write the new term as an amendment; in an emergency: --override REASON",
        "请以变更协议写明新的服务期；紧急情况可用 --override 说明原因后执行",
    ),
    "admission.consent-unsaid": Sentence(
        "the contract {contract} does not say how the customer consents to sessions",
        "合同 {contract} 未约定客户如何授权访问",
        "write access.consent: standing or per_visit; in an emergency: --override REASON",
        "请写明 access.consent：standing 或 per_visit；紧急情况可用 --override 说明原因后执行",
    ),
    "admission.no-consent": Sentence(
        "no consent of the customer to a session with this playbook is on record for now or later (contract {contract})",
        "没有客户对使用该方案访问系统的有效授权记录（合同 {contract}）",
        "ask {choices}, then: fieldops schedule consent VISIT --by NAME (visits: fieldops schedule list); in an emergency: --override REASON",
        "请征得 {choices} 同意后登记：fieldops schedule consent 事项 --by 姓名（事项见 fieldops schedule list）；紧急情况可用 --override 说明原因后执行",
    ),
    "admission.closed": Sentence(
        "{now} is outside the times at which the contract {contract} and the customer's consent allow sessions; the next one begins {opens}",
        "{now} 不在合同 {contract} 约定且客户授权的访问时段内；下一时段自 {opens} 起",
        "wait until then; in an emergency: --override REASON",
        "请等到该时段再执行；紧急情况可用 --override 说明原因后执行",
    ),
    "admission.closed-for-long": Sentence(
        "no access window of the contract {contract} and no consent of the customer allows a session within a year",
        "合同 {contract} 一年内没有约定且获授权的访问时段",
        "look at access.windows and the consents; in an emergency: --override REASON",
        "请检查 access.windows 和授权记录；紧急情况可用 --override 说明原因后执行",
    ),
    "admission.too-few": Sentence(
        "the contract asks for {needed} {needed:engineer|engineers} at this inspection, {found} given",
        "合同约定该巡检由 {needed} 名工程师执行，实际 {found} 名",
        "name all of them with --engineer; in an emergency: --override REASON",
        "请用 --engineer 写明全部人员；紧急情况可用 --override 说明原因后执行",
    ),
    "admission.unqualified": Sentence(
        "'{person}' does not hold on {day} what the contract asks of whoever inspects: {qualifications}",
        "{person} 在 {day} 不具备合同要求的巡检资质：{qualifications}",
        "name somebody who holds it, or write the certificate in the team's file; in an emergency: --override REASON",
        "请改由具备资质的人员执行，或在团队文件中登记证书；紧急情况可用 --override 说明原因后执行",
    ),
    "inspect.busy": Sentence(
        "another process on this machine is inspecting for {contract}; nothing was begun",
        "本机另一进程正在对合同 {contract} 进行巡检或检查，本次未开始",
        "wait until it has ended; 'fieldops run list' shows what was recorded",
        "请等待其结束后再试；可用 fieldops run list 查看已登记的记录",
    ),
    "admission.blank-reason": Sentence(
        "--override needs a reason that somebody else understands later",
        "--override 须写明可供事后查阅的原因",
        "write it in quotes: --override 'outage, the customer asked by phone'",
        "请用引号写明：--override '系统故障，客户电话要求'",
    ),
    "admission.overridden": Sentence("overridden ({reason}): {what}", "例外执行（{reason}）：{what}"),
}
