"""Sentences about spreadsheets of equipment. In Excel's words: row, column, sheet, heading."""

from fieldops.messages.sentence import Sentence

_LOOK_UP_EN = "Look it up, write it into the cell as text, and import the list again."
_LOOK_UP_ZH = "请核对实物或原始资料，将单元格设为文本格式后重新填写，再导入一次。"

SENTENCES: dict[str, Sentence] = {
    # --- what was done ---
    "sheet.row": Sentence("{file}: row {row}: {message}", "{file}：第 {row} 行：{message}"),
    "sheet.imported": Sentence(
        "{imported} assets imported into {path}; {unchanged} known already; {doubtful} rows left out.",
        "已将 {imported} 台（套）资产导入 {path}；已有 {unchanged} 台（套）；未导入 {doubtful} 行。",
    ),
    "sheet.would-import": Sentence(
        "Nothing written (--dry-run). {imported} assets would be imported into {path}; {unchanged} known already; {doubtful} rows left out.",
        "未写入任何文件（--dry-run）。将导入 {imported} 台（套）资产，写入 {path}；已有 {unchanged} 台（套）；不导入 {doubtful} 行。",
    ),
    "sheet.nothing-new": Sentence(
        "Nothing to import: {unchanged} assets known already; {doubtful} rows left out.",
        "没有需要导入的资产：已有 {unchanged} 台（套）；未导入 {doubtful} 行。",
    ),
    "sheet.others-imported": Sentence(
        "All other rows have been imported. Correct the rows above and import the list again: what is there already stays as it is.",
        "其余各行均已导入。请更正上列各行后重新导入整张表：已有的资产不会改动。",
    ),
    "sheet.ignored-columns": Sentence("Columns not read: {columns}", "未读取的列：{columns}"),
    "sheet.skipped-rows": Sentence(
        "Rows skipped (totals, repeated headings, notes): {rows}", "跳过的行（合计、重复表头、备注）：{rows}"
    ),
    "sheet.exported": Sentence(
        "{count} assets written to {path}.", "已将 {count} 台（套）资产导出到 {path}。"
    ),
    # --- the file ---
    "sheet.unreadable": Sentence("Cannot read {path}: {detail}", "无法读取 {path}：{detail}"),
    "sheet.unwritable": Sentence(
        "Cannot write {path}: {detail}",
        "无法写入 {path}：{detail}",
        "Close the file if it is open in Excel, and check that the folder exists.",
        "如果该文件正在 Excel 中打开，请先关闭；并确认文件夹存在。",
    ),
    "sheet.too-large": Sentence(
        "{path} is too large: more than {limit} MB, or too many cells.",
        "{path} 过大：超过 {limit} MB，或单元格过多。",
        "Copy the list alone into a new workbook, without pictures and without formatted rows below it.",
        "请只把清单复制到新的工作簿中，不要带图片，也不要带清单下方仅有格式的空行。",
    ),
    "sheet.old-format": Sentence(
        "{path} is an old .xls file, or protected by a password.",
        "{path} 是旧版 .xls 文件，或设有打开密码。",
        "Open it in Excel or WPS and save it as .xlsx, without a password.",
        "请用 Excel 或 WPS 打开，取消密码并另存为 .xlsx。",
    ),
    "sheet.not-spreadsheet": Sentence(
        "{path} is neither a .xlsx workbook nor a .csv file.",
        "{path} 既不是 .xlsx 工作簿，也不是 .csv 文件。",
        "Save the list as .xlsx.",
        "请将清单另存为 .xlsx。",
    ),
    "sheet.broken": Sentence(
        "{path} is damaged or was not written by a spreadsheet program.",
        "{path} 已损坏，或不是由表格软件生成的文件。",
        "Open it in Excel or WPS and save it again.",
        "请用 Excel 或 WPS 打开后重新保存。",
    ),
    "sheet.document-type": Sentence(
        "{path} holds a document type declaration, which can hide an attack; no spreadsheet program writes one.",
        "{path} 含有文档类型声明（DOCTYPE），其中可能藏有攻击；表格软件不会写入这种内容。",
        "Ask who sent it. If there are pictures in the workbook, copy the list alone into a new one.",
        "请先向发送人核实。如果工作簿中有图片，请只把清单复制到新的工作簿中。",
    ),
    "sheet.encoding": Sentence(
        "{path} is neither UTF-8 nor GB18030 text.",
        "{path} 的文本编码既不是 UTF-8，也不是 GB18030。",
        "Save it as .xlsx, or as “CSV UTF-8”.",
        "请另存为 .xlsx，或另存为“CSV UTF-8”。",
    ),
    "sheet.output-name": Sentence(
        "{path} must end in .xlsx or .csv.", "{path} 的扩展名必须是 .xlsx 或 .csv。"
    ),
    "sheet.cell-too-long": Sentence(
        "Asset {id} holds more than one cell can ({limit} characters).",
        "资产 {id} 的内容超过一个单元格的上限（{limit} 个字符）。",
        "Its parts, swaps or downtimes cannot be exported; look at its YAML file.",
        "其部件、更换或停机记录无法导出，请直接查看 YAML 文件。",
    ),
    "sheet.not-appended": Sentence(
        "The new text of {path} would not say what it should; nothing was written. This is a bug of fieldops.",
        "{path} 的新内容与预期不符，未写入任何文件。这是 fieldops 的缺陷。",
        "Please report it with the file.",
        "请附上该文件反馈此问题。",
    ),
    # --- sheets, headings, options ---
    "sheet.no-such-sheet": Sentence(
        "There is no sheet '{name}'. Sheets: {choices}", "没有名为“{name}”的工作表。现有工作表：{choices}"
    ),
    "sheet.several-sheets": Sentence(
        "Several sheets hold equipment: {choices}",
        "有多个工作表含有设备清单：{choices}",
        "Say which one: --sheet NAME",
        "请指定其中一个：--sheet 名称",
    ),
    "sheet.no-headings": Sentence(
        "No row of headings found in {sheet}: a column for the serial number (SN) or the asset id, and one more.",
        "在 {sheet} 中未找到表头：至少应有序列号（SN）或资产编号一列，以及另外一列。",
        "Name the columns with --map 'HEADING=serial'.",
        "请用 --map '表头=serial' 指定各列。",
    ),
    "sheet.two-columns": Sentence(
        "Several columns hold {field}: {columns}",
        "有多列对应同一字段 {field}：{columns}",
        "Choose one by its letter, such as --map '{letter}={field}'; the others are then not read.",
        "请用列标选定一列，如 --map '{letter}={field}'；其余各列不再读取。",
    ),
    "sheet.no-such-heading": Sentence(
        "There is no column '{heading}'. Headings: {choices}", "没有“{heading}”列。现有表头：{choices}"
    ),
    "sheet.bad-map": Sentence(
        "--map '{text}' must be HEADING=FIELD. Fields: {choices}; '-' ignores the column.",
        "--map '{text}' 的写法应为 表头=字段。字段：{choices}；写 '-' 表示不读取该列。",
    ),
    "sheet.bad-category-option": Sentence(
        "--category '{text}' must be WORD=ID with an id of lowercase letters, digits and single hyphens.",
        "--category '{text}' 的写法应为 名称=标识，标识由小写字母、数字和单个连字符组成。",
    ),
    # --- rows that are not certain ---
    "sheet.no-identity": Sentence(
        "neither a serial number nor an asset id",
        "既没有序列号，也没有资产编号",
        "Without one of them the asset could not be recognised again. " + _LOOK_UP_EN,
        "缺少这两项就无法再次识别该资产。" + _LOOK_UP_ZH,
    ),
    "sheet.serial-twice": Sentence(
        "serial number '{value}' stands in row {first} already",
        "序列号“{value}”与第 {first} 行重复",
        "One of the rows is wrong or too many.",
        "两行中有一行填错或多余。",
    ),
    "sheet.id-twice": Sentence(
        "asset id '{value}' stands in row {first} already",
        "资产编号“{value}”与第 {first} 行重复",
        "One of the rows is wrong or too many.",
        "两行中有一行填错或多余。",
    ),
    "sheet.id-taken": Sentence(
        "asset id '{id}' belongs to another asset ({other})",
        "资产编号“{id}”已被另一台（套）资产使用（{other}）",
        "Was the device replaced? Then correct its entry there; else give this row another id.",
        "如果设备已更换，请在该处更正；否则请为本行改用其他编号。",
    ),
    "sheet.differs": Sentence(
        "{heading}: '{value}' differs from {other}, which says '{known}'; nothing was changed",
        "{heading}：“{value}”与 {other} 中的“{known}”不一致，未作任何改动",
        "Find out which is right; correct the list, or the entry there.",
        "请核实哪一个正确，再更正清单或该处的内容。",
    ),
    "sheet.changed-number": Sentence(
        "{heading}: Excel may have changed this number: '{value}'",
        "{heading}：数字可能已被 Excel 改动：“{value}”",
        "Excel keeps 15 digits and drops leading zeros. " + _LOOK_UP_EN,
        "Excel 只保留 15 位数字，并会去掉开头的 0。" + _LOOK_UP_ZH,
    ),
    "sheet.number-format": Sentence(
        "{heading}: the number {value} is shown in another form ({format}), so its digits are not certain",
        "{heading}：数字 {value} 以特殊格式（{format}）显示，无法确定实际内容",
        _LOOK_UP_EN,
        _LOOK_UP_ZH,
    ),
    "sheet.not-text": Sentence(
        "{heading}: Excel has made a date, time or truth value of it: '{value}'",
        "{heading}：内容已被 Excel 转成日期、时间或逻辑值：“{value}”",
        _LOOK_UP_EN,
        _LOOK_UP_ZH,
    ),
    "sheet.no-result": Sentence(
        "{heading}: a formula without a stored result",
        "{heading}：公式没有保存计算结果",
        "Open the list in Excel, save it and import it again, or paste the values in place of the formulas.",
        "请用 Excel 打开清单并保存后再导入，或将公式选择性粘贴为数值。",
    ),
    "sheet.error-value": Sentence(
        "{heading}: the cell shows an error: {value}",
        "{heading}：单元格显示错误值：{value}",
        _LOOK_UP_EN,
        _LOOK_UP_ZH,
    ),
    "sheet.several-values": Sentence(
        "{heading}: several values in one cell: '{value}'",
        "{heading}：一个单元格中有多个值：“{value}”",
        "Give each asset a row of its own.",
        "请为每台（套）资产单独填写一行。",
    ),
    "sheet.several-assets": Sentence(
        "{heading}: '{value}' assets in one row",
        "{heading}：一行中有“{value}”台（套）资产",
        "Give each asset a row with its own serial number. If they count as one: --map '{heading}=-'",
        "请为每台（套）资产单独填写一行并注明各自的序列号；若确实按一项管理，可用 --map '{heading}=-'。",
    ),
    "sheet.later": Sentence(
        "{heading}: still to be filled in: '{value}'",
        "{heading}：尚待填写：“{value}”",
        "Fill it in, or leave the cell blank when there is nothing.",
        "请填写；若确实没有，请留空。",
    ),
    "sheet.control-character": Sentence(
        "{heading}: invisible control characters in '{value}'",
        "{heading}：“{value}”中含有不可见的控制字符",
        "Type the text anew.",
        "请重新键入该内容。",
    ),
    "sheet.bad-id": Sentence(
        "{heading}: '{value}' cannot become an id: at most 64 letters A-Z, digits and hyphens",
        "{heading}：“{value}”无法作为标识：只能用英文字母、数字和连字符，最多 64 个字符",
        "Ignore the column with --map '{heading}=-'; ids are then made from the serial numbers.",
        "可用 --map '{heading}=-' 忽略该列，系统将按序列号生成标识。",
    ),
    "sheet.bad-batch": Sentence(
        "{heading}: '{value}' cannot become the id of a batch",
        "{heading}：“{value}”无法作为批次标识",
        "Write it as in the contract's acceptances, such as batch-1.",
        "请按合同验收条目中的写法填写，如 batch-1。",
    ),
    "sheet.bad-yes": Sentence(
        "{heading}: '{value}' is neither yes nor no",
        "{heading}：“{value}”既不是“是”也不是“否”",
        "Write 是 or 否, yes or no, or √ and a blank cell.",
        "请填写“是”或“否”，或用“√”和空白。",
    ),
    "sheet.bad-number": Sentence("{heading}: '{value}' is no whole number", "{heading}：“{value}”不是整数"),
    "sheet.bad-day": Sentence(
        "{heading}: '{value}' is no date that exists",
        "{heading}：“{value}”不是有效日期",
        "Write it as 2026-03-15.",
        "请写成 2026-03-15 的形式。",
    ),
    "sheet.unsure-day": Sentence(
        "{heading}: '{value}' can be read as several dates",
        "{heading}：“{value}”可以理解为不同的日期",
        "Write it with the year in four digits first: 2026-03-15.",
        "请按“四位年-月-日”的顺序书写：2026-03-15。",
    ),
    "sheet.number-for-day": Sentence(
        "{heading}: the number {value} stands where a date belongs",
        "{heading}：应为日期，实际是数字 {value}",
        "Format the column as a date in Excel and look whether it is right.",
        "请在 Excel 中将该列设为日期格式，并核对日期是否正确。",
    ),
    "sheet.bad-json": Sentence(
        "{heading}: '{value}' is not what an export has written here",
        "{heading}：“{value}”不是导出时写入的内容",
        "Leave this column as it was exported, or empty it.",
        "请保持该列导出时的内容，或将其清空。",
    ),
    "sheet.unknown-site": Sentence(
        "{heading}: the contract has no site '{value}'",
        "{heading}：合同中没有地点“{value}”",
        "Sites of the contract: {choices}. Add it to `sites`, or correct the name.",
        "合同中的地点：{choices}。请在 sites 中补充，或更正名称。",
    ),
    "sheet.unknown-category": Sentence(
        "{heading}: unknown category '{value}'",
        "{heading}：未知类别“{value}”",
        "Say which category it is: --category '{value}=ID'",
        "请指定对应的类别：--category '{value}=标识'",
    ),
    "sheet.said-twice": Sentence(
        "two columns say different things about {field}",
        "有两列对 {field} 的内容不一致",
        "Empty one of the two cells.",
        "请清空其中一个单元格。",
    ),
    "sheet.evidence-without-day": Sentence(
        "a paper is named for the event {field}, but no date",
        "事件 {field} 填了凭据但没有日期",
        "Write the date too.",
        "请同时填写日期。",
    ),
}
