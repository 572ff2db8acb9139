"""Sentences about what names a contract has and which days: rules across fields and files."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    # --- names -------------------------------------------------------------------------------------
    "contract.manager-without-role": Sentence(
        "'{id}' does not have the role account_manager in the team '{team}'",
        "{id} 在团队 {team} 中不是客户经理（没有 account_manager 角色）",
        "give the person this role in the team, or name another account manager",
        "请在团队中为其添加该角色，或指定其他客户经理",
    ),
    "contract.unknown-site": Sentence(
        "the contract has no site '{id}'",
        "合同中没有服务地点 {id}",
        "known: {choices}; or add the place to 'sites'",
        "已有：{choices}；也可在 sites 中添加该地点",
    ),
    "contract.unknown-asset": Sentence(
        "the contract has no asset '{id}'",
        "合同中没有资产 {id}",
        "known: {choices}; assets stand in the contract or in its Assets files",
        "已有：{choices}；资产写在合同或其 Assets 文件中",
    ),
    "contract.unknown-batch": Sentence(
        "no asset of the contract is of the batch '{id}'",
        "合同中没有资产属于批次 {id}",
        "known: {choices}; write 'batch: {id}' at the assets that were delivered with it",
        "已有：{choices}；请在该批次的资产上写 batch: {id}",
    ),
    "contract.empty-category": Sentence(
        "no asset of the contract is of the category '{category}', so this has no effect",
        "合同中没有类别为 {category} 的资产，此条对任何资产都不适用",
        "known: {choices}",
        "已有：{choices}",
    ),
    "contract.empty-group": Sentence(
        "no host of the contract is in the group '{group}', so this has no effect",
        "合同中没有主机属于分组 {group}，此处写的该分组不起作用",
        "groups: {choices}",
        "现有分组：{choices}",
    ),
    # --- days --------------------------------------------------------------------------------------
    "contract.signed-after-start": Sentence(
        "signed on {signed}, after the service began on {start}",
        "签订日期 {signed} 晚于服务首日 {start}",
        "check both dates; until it was signed nothing was promised in writing",
        "请核对两个日期；签订之前没有书面承诺",
    ),
    "contract.begins-before-event": Sentence(
        "service begins with {event}, which was on {day}, after the first day {start}",
        "服务以{event}为开始标志，而{event}在 {day}，晚于服务首日 {start}",
        "write 'start: {day}', or check the date under 'acceptances'",
        "请写 start: {day}，或核对 acceptances 中的日期",
    ),
    "contract.begins-without-event": Sentence(
        "service begins with {event}, and no date stands for it under 'acceptances'",
        "服务以{event}为开始标志，但 acceptances 中没有它的日期",
        "add it with its date when it has taken place",
        "请在该事件发生后补充其日期",
    ),
    "contract.renewal-contradicts": Sentence(
        "'renewal: never' and 'renewal_always_offered: true' contradict each other",
        "renewal: never 与 renewal_always_offered: true 相互矛盾",
        "write 'renewal: express' when a new contract is always offered",
        "若到期后始终愿意续签，请写 renewal: express",
    ),
    "contract.notice-too-long": Sentence(
        "notice of {notice} is longer than the term from {start} to {end}; it could never be given in time",
        "通知期 {notice} 超过整个服务期（{start} 至 {end}），不可能按时通知",
        "shorten the notice or check the term",
        "请缩短通知期或核对服务期",
    ),
    "contract.notice-late": Sentence(
        "the notice of {given} came after the last day for it, {notice}: service goes on until {end}",
        "{given} 的不续约通知晚于通知截止日 {notice}：服务顺延至 {end}",
        "check the day; where both sides agreed to end it earlier, write an amendment with the new term",
        "请核对日期；如双方同意提前终止，请以变更协议写明新的服务期",
    ),
    "contract.scans-not-kept": Sentence(
        "both sides sign on paper, and it is not agreed how long the scans are kept",
        "约定双方在纸质单据上签字确认，却未约定扫描件保存多久",
        "add service_sheets or review_records to 'retention', or a signing key of the customer's contact",
        "请在 retention 中补充 service_sheets 或 review_records，或登记客户联系人的签字公钥",
    ),
    "contract.notice-without-effect": Sentence(
        "the notice of {given} ends nothing: {why}",
        "{given} 的不续约通知不产生效果：{why}",
        "correct the day, or remove the entry; anything else that ends a contract is an amendment of its term",
        "请更正日期或删除该条；以其他方式终止合同的，请以变更协议修改服务期",
    ),
    "notice.not-tacit": Sentence("the term is not renewed by itself", "该服务期不自动延续"),
    "notice.agreed-since": Sentence(
        "an amendment has set the term anew since", "此后变更协议已重新约定服务期"
    ),
    "notice.ended-already": Sentence("an earlier notice has ended it", "此前的通知已终止该合同"),
    "contract.amendment-outside-term": Sentence(
        "the amendment applies from {day}, outside the term from {start} to {end}",
        "变更协议自 {day} 生效，不在服务期 {start} 至 {end} 之内",
        "correct the day, or let the amendment set a new term",
        "请更正日期，或在变更协议中写明新的服务期",
    ),
    "contract.amendment-before-contract": Sentence(
        "the amendment is dated {day}, before the contract was signed on {signed}",
        "变更协议签订于 {day}，早于合同签订日期 {signed}",
        "one of the two dates is wrong; applies_from, not date, may lie in the past",
        "两个日期必有一个有误；可追溯的是 applies_from，而不是 date",
    ),
    "contract.amendments-collide": Sentence(
        "'{section}' is set anew from {day} by two amendments of the same date; the other is on line {line}",
        "两份同日签订的变更协议都自 {day} 起替换 {section}，另一处在第 {line} 行",
        "join the two, or correct their dates: nobody can tell which one holds",
        "请合并或更正日期，否则无法确定以哪份为准",
    ),
    "contract.deadline-in-past": Sentence(
        "the new deadline {due} is before the day on which it was agreed, {agreed}",
        "新时限 {due} 早于约定之日 {agreed}",
        "check both dates",
        "请核对两个日期",
    ),
    "contract.predecessor-overlaps": Sentence(
        "'{id}' runs until {end}, this contract begins on {start}: for some days both hold",
        "{id} 的服务期到 {end}，本合同自 {start} 开始，部分日期两份合同同时有效",
        "let one end the day before the other begins, or leave 'predecessor' out",
        "请使前一份在后一份开始的前一天结束，或去掉 predecessor",
    ),
    "contract.predecessor-goes-on": Sentence(
        "'{id}' renews itself after {end}: when this contract begins on {start}, both hold",
        "{id} 于 {end} 期满后自动延续，本合同自 {start} 开始后两份合同同时有效",
        "write the notice that ends '{id}' under its 'notices', or amend its term",
        "请在 {id} 的 notices 中填写不续约通知，或以变更协议修改其服务期",
    ),
    "contract.predecessor-gap": Sentence(
        "'{id}' ended on {end}, this contract begins on {start}: for some days neither holds",
        "{id} 的服务期到 {end}，本合同自 {start} 开始，中间有空档",
        "check both terms; requests between the two are not covered",
        "请核对两份服务期；空档期内的请求没有合同依据",
    ),
    "contract.predecessor-cycle": Sentence(
        "through '{id}' this contract continues itself",
        "经由 {id}，本合同成为自身的延续",
        "name the contract that came before, or remove 'predecessor' from the first one",
        "请填写真正的前一份合同，或删除第一份合同的 predecessor",
    ),
}
