"""Prices in words, and choices that mean something of their own at one property.

The words for all other choices are those of `fieldops.messages.words`. ``value.PROPERTY.CHOICE`` goes before
``value.CHOICE``. Said inside the sentences of `fieldops contract diff`.
"""

from fieldops.messages.sentence import Sentence


def _words(table: str) -> dict[str, Sentence]:
    """One sentence per line: code | English | 中文."""
    rows = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    return {f"value.{code}": Sentence(en, zh) for code, en, zh in rows}


WORDS: dict[str, Sentence] = {
    **_words(
        """
        not-said | nothing | 无
        yes | yes | 是
        no-such | no | 否
        not-known | not known yet | 尚未确定
        best-effort | as soon as possible | 尽快
        percent | {count}% | {count}%
        price.free | free of charge | 免费
        price.at_cost | at cost | 按成本收费
        price.discount | at {percent}% off the list price | 按标准价减免 {percent}%
        price.preferential | at a preferential price | 优惠价另议
        price.list_price | at the list price | 按标准价收费
        """
    ),
    **_words(
        """
        clock.always | 24×7 | 7×24 小时
        clock.service_hours | service hours only | 仅服务时间
        hours.always | 24×7 | 7×24 小时
        milestone.answer | pick-up of the call | 接听
        milestone.pass_on | hand-over to a technician | 转交技术人员
        milestone.remote | remote work | 远程处理
        milestone.plan | plan of the solution | 给出方案
        milestone.decide | decision to repair or replace | 确定维修或更换
        milestone.depart | departure of the engineers | 工程师出发
        milestone.onsite | arrival on site | 到达现场
        milestone.report | report | 提交报告
        consent.standing | standing consent | 长期授权
        consent.per_visit | consent before each session | 每次征得同意
        discloses.nothing | nothing is disclosed | 不披露任何信息
        order.remote | remotely | 远程处理
        order.onsite | on site | 现场处理
        order.expert_panel | by a panel of experts | 专家会诊
        overdue_action.workaround | a temporary replacement | 提供临时替代
        overdue_action.expert_panel | a panel of experts | 组织专家会诊
        remedy_when.not_remotely_fixable | when it cannot be fixed remotely | 无法远程解决时
        remedy_when.returned_to_factory | while the unit is at the factory | 返厂维修期间
        remedy_when.key_equipment | for key equipment | 关键设备
        remedy_when.no_solution_in_time | when there is no solution in time | 未按时解决时
        cause.unknown | cause not known | 原因不明
        cause.installation | wrong installation | 安装不当
        cause.consumable | expected wear of consumables | 耗材正常损耗
        causes.installation | wrong installation | 安装不当
        causes.consumable | expected wear of consumables | 耗材正常损耗
        cause_means.normal | it failed although it was used as intended, such as a disk after two years | 按说明正常使用，自己坏了，如硬盘用了两年后损坏
        cause_means.defect | faulty material or make, or it never did what was promised | 材料、制造有缺陷，或达不到约定的性能
        cause_means.installation | the service company installed or configured it wrongly | 服务方装错、接错、配置错
        cause_means.misuse | used otherwise than the manual says | 没按说明使用，如超负荷、误操作
        cause_means.human_damage | dropped, hit, opened by force, water poured on it | 摔、撞、硬拆、泼水等人为造成
        cause_means.external | power, lightning, temperature, other companies' systems | 供电、雷击、温湿度、第三方系统等外部原因
        cause_means.consumable | worn out as expected: toner, lamps, batteries | 耗材到了寿命，如墨粉、灯泡、电池
        cause_means.unauthorised_change | changed or repaired by others without consent | 未经同意由他人改动或维修
        cause_means.force_majeure | earthquake, flood, war | 地震、洪水、战争等
        cause_means.unknown | not known yet: every cause is looked at | 还不清楚：各种原因都判一遍
        same_city.not | in another city | 异地
        receipt.no | it does not come back | 不返还
        when.remotely_fixable | if it can be fixed remotely | 可远程修复
        when.not_remotely_fixable | if it cannot be fixed remotely | 无法远程修复
        when.same_city | in the same city | 同城
        when.other_city | in another city | 异地
        when.in_service_hours | in service hours | 服务时间内
        when.outside_service_hours | outside service hours | 服务时间外
        when.technical_question | for technical questions | 技术问题
        when.hardware | for hardware | 硬件
        when.returned_to_factory | when returned to the factory | 返厂维修期间
        when.key_equipment | for key equipment | 关键设备
        when.no_solution_in_time | when there is no solution in time | 未按时解决
        when.engineer_unavailable | when the engineer is not available | 工程师无法到位
        when.milestone_missed | when a time is missed | 超过时限
        when.still_unclear | when it is still unclear | 仍未明确
        when.customer_complains | when the customer complains | 客户投诉
        when.signature_refused | when the customer refuses to sign | 客户拒签
        when.sheet_rejected | when a sheet is rejected and escalated | 服务单审核未通过并升级
        """
    ),
}
