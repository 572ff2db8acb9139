"""Sentences about making a contract: from a template, with values set."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "new.bad-id": Sentence(
        "'{id}' cannot be the id of a contract",
        "{id} 不能作为合同标识",
        "use lowercase letters, digits and single hyphens, at most 48",
        "请使用小写字母、数字和单个连字符，最多 48 个字符",
    ),
    "new.template-not-used": Sentence(
        "{path} is no contract template and is not used: a template is a folder with a contract in contract.yaml",
        "{path} 不是合同模板，未使用：模板是一个目录，合同写在其中的 contract.yaml 里",
    ),
    "new.no-template": Sentence(
        "there is no contract template '{template}'",
        "没有名为 {template} 的合同模板",
        "known: {choices}",
        "可用：{choices}",
    ),
    "new.used-id": Sentence(
        "the contract '{id}' is there already: {path}",
        "合同 {id} 已存在：{path}",
        "choose another id",
        "请换一个标识",
    ),
    "new.file-exists": Sentence(
        "{path} is there already; nothing was written",
        "{path} 已存在，未写入任何文件",
        "choose another id",
        "请换一个标识",
    ),
    "new.made": Sentence(
        "contract {id} written; {count} {count:value remains|values remain} to be filled in where it says TBD: in the files, "
        "or from the beginning with --set NAME=VALUE by the names above",
        "合同 {id} 已生成；还有 {count} 处 TBD 待填：直接改文件，或删掉重建，按上面的名称用 --set 名称=值 一次填好",
    ),
    "new.made-whole": Sentence(
        "contract {id} written; nothing remains to be filled in", "合同 {id} 已生成，没有待填的内容"
    ),
    "new.choose": Sentence(
        "make a contract of one: fieldops contract new {id} --from TEMPLATE",
        "用其中一个新建合同：fieldops contract new {id} --from 模板",
    ),
    "new.set-form": Sentence(
        "'{written}' sets nothing",
        "{written} 没有写明给什么填什么",
        "write --set NAME=VALUE, such as --set customer.name=ACME",
        "请写成 --set 名称=值，如 --set customer.name=市人民医院",
    ),
    "new.set-for-template": Sentence(
        "--set fills in a template, and a renewal is made from none",
        "--set 用于填写模板，续约不用模板",
        "renew the contract first, then change its file",
        "请先续约，再修改生成的文件",
    ),
    "new.set-twice": Sentence(
        "'{name}' is set more than once",
        "{name} 填了不止一次",
        "say one value for it",
        "请只留一个值",
    ),
    "new.no-such-name": Sentence(
        "the template has no value called '{name}'",
        "模板里没有名为 {name} 的内容可填",
        "known: {choices}",
        "可填：{choices}",
    ),
    "new.several-values": Sentence(
        "'{name}' holds more than one value",
        "{name} 包含多项内容，不能一次填写",
        "set one of these: {choices}",
        "请逐项填写：{choices}",
    ),
    "new.wrong-values": Sentence(
        "{count} {count:value|values} cannot stand there, so nothing was written",
        "有 {count} 个值填得不对，未写入任何文件",
    ),
}
