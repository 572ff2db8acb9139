"""Sentences about people: teams, rosters, qualifications and keys."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "team.roster-unknown-person": Sentence(
        "'{id}' is on duty, but is not one of the team: {choices}",
        "值班人员“{id}”不是团队成员；团队成员有：{choices}",
        "correct the id, or add the person to 'people'",
        "请更正标识，或在 people 中补充该人员",
    ),
    "team.unit-unknown-person": Sentence(
        "'{id}' belongs to a unit, but is not one of the team: {choices}",
        "机构成员“{id}”不是团队成员；团队成员有：{choices}",
        "correct the id, or add the person to 'people'",
        "请更正标识，或在 people 中补充该人员",
    ),
    "team.roster-too-few": Sentence(
        "'{id}' is on duty alone; a group has at least two people",
        "“{id}”单独值班；每组至少两人",
        "add a second person, so that the hotline is answered while one is on site",
        "请再安排一人，一人到现场时仍有人接听热线",
    ),
    "team.roster-unfair": Sentence(
        "'{id}' is in the group in line {line} already and has more turns than the others",
        "“{id}”已在第 {line} 行的组中，轮值次数多于他人",
        "put everybody into one group",
        "每人请只编入一组",
    ),
    "team.roster-no-rotation": Sentence(
        "there is one group only: the same people are always on duty",
        "只有一个值班组：始终由相同的人值班",
        "make at least two groups",
        "请至少编为两组轮换",
    ),
    "team.exception-ends-before-start": Sentence(
        "the exception ends on {end}, before it starts on {start}",
        "例外的结束日 {end} 早于开始日 {start}",
        "correct one of the dates",
        "请更正日期",
    ),
    "team.exceptions-overlap": Sentence(
        "on {start} the exception in line {line} still holds: nobody can say who is on duty",
        "{start} 时第 {line} 行的例外仍然有效，无法确定由谁值班",
        "end the one before the other begins",
        "请使前一个例外在后一个开始之前结束",
    ),
    "team.qualification-ends-before-start": Sentence(
        "the qualification '{id}' ends on {end}, before it begins on {start}",
        "资质“{id}”的有效期止于 {end}，早于生效日 {start}",
        "correct the dates as on the certificate",
        "请按证书更正日期",
    ),
    "team.doubled-key": Sentence(
        "this signing key of '{person}' stands in line {line} already; two signatures by one key prove nothing",
        "“{person}”的这个签名公钥已在第 {line} 行出现；同一密钥的两个签名不能证明是两个人",
        "each person makes a key of their own and keeps it to themselves",
        "请每人各自生成并保管自己的密钥",
    ),
    "team.key-ends-before-start": Sentence(
        "the signing key of '{person}' ends on {end}, before it begins on {start}",
        "“{person}”的签名公钥止于 {end}，早于启用日 {start}",
        "correct the dates; leave out valid_from for a key without a first day",
        "请更正日期；没有启用日的公钥不写 valid_from",
    ),
    "contract.customer-key-of-team": Sentence(
        "this key of the customer's contact '{contact}' is a signing key of '{person}', who is of the service company",
        "客户联系人“{contact}”的这个公钥，是服务方人员“{person}”的签名公钥",
        "the customer makes a key of its own and gives you the .pub file only",
        "请客户自行生成密钥，只需提供 .pub 文件",
    ),
    "settings.checkpoint-key-of-person": Sentence(
        "this checkpoint key is a signing key of '{person}': a checkpoint is to vouch for what people recorded",
        "该检查点公钥是“{person}”的签名公钥；检查点要证明的，正是人员所记录的内容",
        "use a key of its own, of a machine or of the quality department: ssh-keygen -t ed25519 -N '' -f ~/.ssh/fieldops-checkpoint",
        "请使用机器或质量部门的专用密钥：ssh-keygen -t ed25519 -N '' -f ~/.ssh/fieldops-checkpoint",
    ),
    "team.too-few-engineers": Sentence(
        "the inspection '{id}' needs {needed} {needed:engineer|engineers}, the team '{team}' has {found}",
        "巡检“{id}”需要 {needed} 名工程师，团队“{team}”只有 {found} 名",
        "add engineers to the team, or give the contract another one",
        "请为团队补充工程师，或为合同更换团队",
    ),
    "team.too-few-qualified": Sentence(
        "the inspection '{id}' needs {needed} {needed:engineer|engineers} with {qualifications}; in the team '{team}' {found} have it",
        "巡检“{id}”需要 {needed} 名具备 {qualifications} 资质的工程师，团队“{team}”中有 {found} 名",
        "enter the certificates below the people's 'qualifications', or train more of them",
        "请在人员的 qualifications 中登记证书，或安排培训取证",
    ),
    "team.roster-too-few-engineers": Sentence(
        "the inspection '{id}' needs {needed} {needed:engineer|engineers}; of those on duty together in team '{team}' ({people}) {found} {found:is one|are}: in their turns the schedule refuses it",
        "巡检“{id}”需要 {needed} 名工程师，团队“{team}”同班值班的 {people} 中只有 {found} 名，轮到该班时将无法按计划巡检",
        "put enough people with the role engineer on duty together; whoever is an engineer besides has it in 'roles', too",
        "请调整排班，让足够的工程师同班值班；兼任工程师的人员，请在 roles 中补写 engineer",
    ),
    "team.roster-unqualified": Sentence(
        "of those on duty together in team '{team}' ({people}) fewer than {needed} hold what '{id}' asks for ({qualifications}): in their turns the schedule refuses it",
        "团队“{team}”同班值班的 {people} 中，具备“{id}”所需资质（{qualifications}）的不足 {needed} 名，轮到该班时将无法按计划巡检",
        "put people who hold it on duty together, or write the missing certificate in 'qualifications'",
        "请调整排班，让具备资质的人员同班值班，或在 qualifications 中登记缺少的证书",
    ),
    "team.qualification-expires": Sentence(
        "'{person}' has {qualifications} until {until}; afterwards team '{team}' has fewer than {needed} for '{id}' (to {end})",
        "“{person}”的 {qualifications} 资质于 {until} 到期，此后团队“{team}”不足 {needed} 名，无法进行巡检“{id}”（至 {end}）",
        "renew the certificate in time and add it as a further entry, or train somebody else",
        "请及时换证并新增一条记录，或安排他人取证",
    ),
}
