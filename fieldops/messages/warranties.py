"""Sentences about warranties in contracts."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "warranty.cause-covered-and-excluded": Sentence(
        "the cause '{cause}' is covered and excluded at once",
        "原因“{cause}”既写为覆盖，又写为除外",
        "keep it in 'causes' or in 'exclusions'",
        "请只在 causes 或 exclusions 中保留一处",
    ),
    "warranty.cause-unsaid": Sentence(
        "{cause} is neither covered nor excluded: the customer has to pay for it",
        "{cause}既不在 causes 中，也不在 exclusions 中：发生时不予质保，费用由客户承担",
        "add {id} to 'causes', or say in 'exclusions' who pays then",
        "请在 causes 中加上 {id}；确实不保的，请在 exclusions 中写明费用由谁承担",
    ),
    "warranty.exclusion-doubled": Sentence(
        "the cause '{cause}' is excluded in line {line} already",
        "原因“{cause}”已在第 {line} 行列为除外",
        "make one exclusion of the two",
        "请合并为一条",
    ),
    "warranty.exclusion-without-price": Sentence(
        "nobody can say who pays when the cause is '{cause}'",
        "原因为“{cause}”时由谁付费没有约定",
        "add labour, parts and travel with a price, such as {{price: list_price}}",
        "请补充 labour、parts、travel 的价格，如 {{price: list_price}}",
    ),
    "warranty.nothing-borne": Sentence(
        "parts, labour and travel are all 0: the service company bears nothing",
        "备件、人工、差旅均为 0，服务方不承担任何费用",
        "write the percentages that the service company bears; what the customer pays afterwards is 'after_warranty'",
        "请填写服务方承担的百分比；质保期满后的收费写在 after_warranty 中",
    ),
    "warranty.month-end-unused": Sentence(
        "'month_end' has no effect with this period rule and period",
        "按此届满日算法和期间，month_end 不起作用",
        "remove it; it counts only for periods of months or years with day_before_anniversary",
        "请删除；仅 day_before_anniversary 且期间以月或年计时有效",
    ),
    "warranty.swap-minimum-too-long": Sentence(
        "a new part would be covered for {minimum}, longer than the warranty itself with {period}",
        "更换上的部件至少质保 {minimum}，比质保期 {period} 还长",
        "check the minimum against the signed paper; policy 'restart' gives the whole period anew",
        "请与纸质合同核对 minimum；若重新起算，policy 写 restart",
    ),
    "warranty.discount-without-effect": Sentence(
        "a discount of {percent} percent is none: the price is the list price or nothing",
        "折扣 {percent}% 没有意义：等于标准价或免费",
        "write 'price: list_price' for 0, 'price: free' for 100, or the discount that was agreed",
        "0 请写 price: list_price，100 请写 price: free，或填写约定的折扣",
    ),
    "warranty.rollover-without-calendar": Sentence(
        "the warranty '{terms}' moves its last day over holidays, but the contract names no calendar",
        "质保条款“{terms}”约定节假日顺延，但合同没有指定工作日历",
        "add 'calendar' to the contract, such as cn-office",
        "请在合同中补充 calendar，如 cn-office",
    ),
    "warranty.no-key-equipment": Sentence(
        "the warranty '{terms}' promises a remedy for key equipment, but no asset is marked as such",
        "质保条款“{terms}”对关键设备有承诺，但没有资产标为关键设备",
        "add 'key_equipment: true' to the assets that are meant",
        "请在相应资产上补充 key_equipment: true",
    ),
    "warranty.none-for-asset": Sentence(
        "no warranty of the contract holds for {count} {count:asset|assets} of this category (first: '{id}')",
        "合同中没有适用于该类别 {count} 台/套设备（如“{id}”）的质保",
        "name its category or the asset below 'warranties', or correct its category",
        "请在 warranties 中写入其类别或该资产，或更正其类别",
    ),
    "warranty.start-unknown": Sentence(
        "the warranty '{terms}' has not started for {count} {count:asset|assets} (first: {asset}): no date for {events}",
        "质保条款“{terms}”对 {count} 台/套设备（如 {asset}）尚未起算：缺少 {events} 的日期",
        "enter the date below 'acceptances' or at the asset once the paper is signed; until then claims are undetermined",
        "签字后请在 acceptances 或资产的 events 中填写日期；在此之前质保无法判定",
    ),
    "warranty.cap-unknown": Sentence(
        "the last day of the warranty '{terms}' is unknown for {count} {count:asset|assets} (first: {asset}): no date for {events}",
        "质保条款“{terms}”对 {count} 台/套设备（如 {asset}）的末日未知：缺少 {events} 的日期",
        "enter the date that limits the warranty below 'acceptances' or at the asset",
        "请在 acceptances 或资产的 events 中填写限定质保的日期",
    ),
    "warranty.no-day-covered": Sentence(
        "the cap ends the warranty '{terms}' on {end}, not after its start on {start}, for {count} {count:asset|assets} (first: {asset})",
        "质保条款“{terms}”的上限使其在 {end} 届满，不晚于起算日 {start}，涉及 {count} 台/套设备（如 {asset}）",
        "check the dates of both events, or agree on a longer cap",
        "请核对两个事件的日期，或重新约定上限",
    ),
    "warranty.overlap": Sentence(
        "'{terms}' and '{other}' both cover {count} {count:asset|assets} (first: {asset}) from {start} to {end}, and neither goes first",
        "“{terms}”与“{other}”在 {start} 至 {end} 同时适用于 {count} 台/套设备（如 {asset}），且优先级相同",
        "give the one that decides the higher 'precedence'; ambiguity is never resolved silently",
        "请为应优先适用的一份写更大的 precedence；有歧义时拒绝判定",
    ),
    "warranty.gap": Sentence(
        "{count} {count:asset|assets} (first: {asset}) {count:has|have} no warranty from {first} to {last}, before '{terms}' begins",
        "{count} 台/套设备（如 {asset}）自 {first} 至 {last} 没有质保，之后“{terms}”才起算",
        "let one begin the day after the other ends, or agree who pays in between",
        "请使后一份在前一份届满次日起算，或约定期间由谁付费",
    ),
    "warranty.ends-before-contract": Sentence(
        "the warranty '{terms}' of {count} {count:asset|assets} (first: {asset}) ended on {end}, before the contract starts on {start}",
        "质保条款“{terms}”对 {count} 台/套设备（如 {asset}）已于 {end} 届满，早于合同开始日 {start}",
        "check the date that starts it, or remove the warranty",
        "请核对起算日期，或删除该质保",
    ),
    "warranty.ends-before-term": Sentence(
        "the last warranty '{terms}' of {count} {count:asset|assets} (first: {asset}) ends on {end}, the term on {last}: who pays then?",
        "{count} 台/套设备（如 {asset}）的最后一份质保“{terms}”于 {end} 届满，服务期到 {last}：之后由谁付费没有约定",
        "add 'after_warranty' with labour, parts and travel",
        "请补充 after_warranty，写明 labour、parts、travel",
    ),
    "warranty.none-for-schedule": Sentence(
        "'{id}' is promised during the warranty, but the contract has no warranty for any asset",
        "“{id}”约定在质保期内进行，但合同没有任何资产的质保",
        "write 'during: term', or add the warranties",
        "请改为 during: term，或补充质保",
    ),
    "warranty.inspection-after-end": Sentence(
        "'{id}' first falls due on {first}, but the last warranty ends on {end}: it would never be done",
        "“{id}”首次到期日为 {first}，而最后一份质保于 {end} 届满：永远不会执行",
        "correct the anchor, or write 'during: term'",
        "请更正 anchor，或改为 during: term",
    ),
}
