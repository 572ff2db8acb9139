"""Sentences about spreadsheets of equipment. In Excel's words: row, column, sheet, heading."""

from fieldops.messages.sentence import Sentence

_LOOK_UP_EN = "Look it up, write it into the cell as text, and import the list again."
_LOOK_UP_ZH = "请核对实物或原始资料，将单元格设为文本格式后重新填写，再导入一次。"

SENTENCES: dict[str, Sentence] = {
    # --- what was done ---
    "sheet.row": Sentence("{file}: row {row}: {message}", "{file}：第 {row} 行：{message}"),
    "sheet.rows": Sentence(
        "{file}: rows {first}-{last}: {message}", "{file}：第 {first}-{last} 行：{message}"
    ),
    "sheet.rows-alike": Sentence(
        "{file}: rows {first}-{last}, each with its own value: {message} (row {first})",
        "{file}：第 {first}-{last} 行（各行数值不同）：{message}（第 {first} 行）",
    ),
    "sheet.place-row": Sentence("row {row}", "第 {row} 行"),
    "sheet.imported": Sentence(
        "{imported} {imported:asset|assets} imported into {path}; {unchanged} known already; {doubtful} {doubtful:row|rows} left out.",
        "已将 {imported} 台（套）资产导入 {path}；已有 {unchanged} 台（套）；未导入 {doubtful} 行。",
    ),
    "sheet.would-import": Sentence(
        "Nothing written (--dry-run). {imported} {imported:asset|assets} would be imported into {path}; {unchanged} known already; {doubtful} {doubtful:row|rows} left out.",
        "未写入任何文件（--dry-run）。将导入 {imported} 台（套）资产，写入 {path}；已有 {unchanged} 台（套）；不导入 {doubtful} 行。",
    ),
    "sheet.nothing-new": Sentence(
        "Nothing to import: {unchanged} {unchanged:asset|assets} known already; {doubtful} {doubtful:row|rows} left out.",
        "没有需要导入的资产：已有 {unchanged} 台（套）；未导入 {doubtful} 行。",
    ),
    "sheet.others-imported": Sentence(
        "All other rows have been imported. Correct the rows above and import the list again: what is there already stays as it is.",
        "其余各行均已导入。请更正上列各行后重新导入整张表：已有的资产不会改动。",
    ),
    "sheet.ignored-columns": Sentence("Columns not read: {columns}", "未读取的列：{columns}"),
    "sheet.skipped-rows": Sentence(
        "Rows skipped (totals, signatures, repeated headings, notes): {rows}",
        "跳过的行（合计、制表审核、重复表头、备注）：{rows}",
    ),
    "sheet.missing-serial": Sentence(
        "WARNING: no column for the serial number was recognised. A warranty asks for it. If one of the columns not read holds it: --map 'HEADING=serial'; else ignore these: --map 'HEADING=-'",
        "警告：未识别出序列号列，质保报修须凭序列号核对。如果某个未读取的列就是序列号，请用 --map '表头=serial' 指定；否则用 --map '表头=-' 声明忽略。",
    ),
    "sheet.missing-category": Sentence(
        "WARNING: no column for the category was recognised, and warranties go by category. If one of the columns not read holds it: --map 'HEADING=category'; else ignore these: --map 'HEADING=-'",
        "警告：未识别出类别列，质保通常按类别约定。如果某个未读取的列就是类别，请用 --map '表头=category' 指定；否则用 --map '表头=-' 声明忽略。",
    ),
    "sheet.likely-column": Sentence(
        "WARNING: the column '{heading}' is not read, but its values look like {field}: --map '{heading}={field}'",
        "警告：“{heading}”列未读取，但其内容像是 {field}，可用 --map '{heading}={field}' 指定。",
    ),
    "sheet.warranty-columns": Sentence(
        "Warranty dates are not taken from a list ({columns}): they follow from the contract's terms and the dates of delivery and acceptance. Compare them with: fieldops contract show",
        "清单中的维保（质保）到期信息不予采用（{columns}）：到期日按合同条款和到货、验收日期推算。请用 fieldops contract show 核对。",
    ),
    "sheet.hosts": Sentence(
        "Assets that become hosts to inspect over SSH: {counts}", "作为 SSH 巡检主机（host）的资产：{counts}"
    ),
    "sheet.addresses-not-taken": Sentence(
        "Addresses not taken: {counts}. Only servers are inspected over SSH unless you say so: --hosts {hosts} (for assets that are known already, add host to their entries).",
        "未采用的管理地址：{counts}。默认只有服务器通过 SSH 巡检；如需采用，请加 --hosts {hosts}（已导入的资产请在其条目中补充 host）。",
    ),
    "sheet.addresses-without-category": Sentence(
        "Addresses not taken: {count} of assets without a category. Fill in the category, so that it is clear whether they are inspected over SSH.",
        "未采用的管理地址：{count} 个，其资产未填类别。请填写类别，以便确定是否通过 SSH 巡检。",
    ),
    "sheet.exported": Sentence(
        "{count} {count:asset|assets} written to {path}.", "已将 {count} 台（套）资产导出到 {path}。"
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
    "sheet.other-kind": Sentence(
        "{path} is {kind}, not an .xlsx workbook.",
        "{path} 是{kind}，不是 .xlsx 工作簿。",
        "Open it and save the list as .xlsx.",
        "请打开后将清单另存为 .xlsx。",
    ),
    "sheet.kind-xlsb": Sentence("a binary workbook (.xlsb)", "二进制工作簿（.xlsb）"),
    "sheet.kind-ods": Sentence(
        "an OpenDocument file, as LibreOffice writes it (.ods)", "OpenDocument 文件（LibreOffice 的 .ods）"
    ),
    "sheet.kind-word": Sentence("a Word document (.docx)", "Word 文档（.docx）"),
    "sheet.kind-slides": Sentence("a presentation (.pptx)", "演示文稿（.pptx）"),
    "sheet.kind-numbers": Sentence("a file of Apple Numbers", "Apple Numbers 文件"),
    "sheet.kind-archive": Sentence("a zip archive", "zip 压缩包"),
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
    "sheet.bad-hosts-option": Sentence(
        "--hosts: unknown category '{text}'. Categories: {choices}",
        "--hosts：未知类别“{text}”。可用类别：{choices}",
    ),
    # --- rows that are not certain ---
    "sheet.no-identity": Sentence(
        "neither a serial number nor an asset id",
        "既没有序列号，也没有资产编号",
        "Look up the serial number on the type plate. Software and other assets that have none get an asset id, such as erp-01.",
        "请按铭牌补填序列号；软件等没有序列号的资产请填写资产编号，如 erp-01。",
    ),
    "sheet.serial-only": Sentence(
        "nothing but a serial number: '{value}', no name, model or category",
        "只有序列号“{value}”，没有名称、型号和类别",
        "Is it a total or a note? Then delete the row. Else fill in what it is.",
        "如果是合计或备注，请删除该行；如果是设备，请补填名称、型号或类别。",
    ),
    "sheet.closing-or-asset": Sentence(
        "begins like a total, signature or note ('{value}'), but holds what could be a serial number or asset id",
        "以合计、签字或备注开头（“{value}”），但又含有像序列号或资产编号的内容",
        "Delete the row, or correct its name if it is equipment.",
        "请删除该行；如果确是设备，请更正名称。",
    ),
    "sheet.no-serial": Sentence(
        "{heading}: '{value}' is no serial number (a quantity, a name, a note, a reference)",
        "{heading}：“{value}”不是序列号（属于数量、签字、备注或引用等说明文字）",
        "Write the serial number of the type plate; leave the cell blank and give an asset id if there is none.",
        "请填写铭牌上的序列号；确无序列号的，请留空并填写资产编号。",
    ),
    "sheet.number-serial": Sentence(
        "{heading}: {value} is a number cell, from which Excel drops leading zeros: 0{value} would look the same",
        "{heading}：{value} 是数字单元格，Excel 会去掉开头的 0，无法与 0{value} 区分",
        "Look it up and write it into the cell as text. If the customer confirms that no zero is missing: --numeric-serials",
        "请核对后将单元格设为文本格式重新填写；如客户确认没有缺少开头的 0，可加 --numeric-serials。",
    ),
    "sheet.near-serial": Sentence(
        "serial number '{value}' differs from '{known}' ({other}) only in leading zeros, case, spaces or full-width characters",
        "序列号“{value}”与“{known}”（{other}）只差开头的 0、大小写、空格或全角半角",
        "Is it the same device? Then write the serial number as on the type plate in both places.",
        "如果是同一台设备，请将两处都改为与铭牌一致。",
    ),
    "sheet.ditto": Sentence(
        "{heading}: '{value}' stands for what is written elsewhere",
        "{heading}：“{value}”指代别处的内容",
        "Write out what is meant.",
        "请直接填写具体内容。",
    ),
    "sheet.address-stop": Sentence(
        "{heading}: '{value}' holds a full-width stop",
        "{heading}：“{value}”中有中文句号",
        "Is {near} meant? Then write it so.",
        "如果应为 {near}，请改正。",
    ),
    "sheet.several-addresses": Sentence(
        "{heading}: several addresses in one cell: '{value}'",
        "{heading}：一个单元格中有多个地址：“{value}”",
        "Leave the one that engineers connect to; write the others into the remarks.",
        "请只保留巡检时连接的一个地址，其余写入备注。",
    ),
    "sheet.serial-twice": Sentence(
        "serial number '{value}' stands in row {first} too",
        "序列号“{value}”与第 {first} 行重复",
        "One of the rows is wrong or too many.",
        "两行中有一行填错或多余。",
    ),
    "sheet.id-twice": Sentence(
        "asset id '{value}' stands in row {first} too",
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
    "sheet.not-there": Sentence(
        "{heading}: {other} does not say '{value}' or anything else; nothing was changed",
        "{heading}：{other} 中没有填写，清单中为“{value}”，未作任何改动",
        "If the list is right, add it to the entry there.",
        "如果清单正确，请在该处补充。",
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
    "sheet.invisible-character": Sentence(
        "{heading}: '{value}' holds a character that nobody sees: {sign} ({name}), character {at}",
        "{heading}：“{value}”的第 {at} 个字符是看不见的 {sign}（{name}）",
        "Type the text anew; copied text from web pages and Word often holds such characters.",
        "请重新键入；从网页或 Word 复制的内容常带有这类字符。",
    ),
    "sheet.range": Sentence(
        "{heading}: '{value}' stands for several assets",
        "{heading}：“{value}”包含多台（套）资产",
        "Give each asset a row of its own with its own serial number.",
        "请为每台（套）资产单独填写一行并注明各自的序列号。",
    ),
    "sheet.filler": Sentence(
        "{heading}: '{value}' only fills the cell and says nothing",
        "{heading}：“{value}”只是占位，不是真实内容",
        "Look it up, on the type plate or in the papers; leave the cell blank when there is none.",
        "请按铭牌或资料填写；确实没有的请留空。",
    ),
    "sheet.idiom": Sentence(
        "{heading}: '{value}' is written as for Excel, with signs that are no part of it",
        "{heading}：“{value}”带有 Excel 的文本标记，不是内容本身",
        "If {near} is meant, write it alone, in a cell formatted as text.",
        "如果应为 {near}，请设为文本格式后直接填写。",
    ),
    "sheet.day-after-term": Sentence(
        "{heading}: {value} is after the end of the contract's term ({until})",
        "{heading}：{value} 晚于合同到期日（{until}）",
        "Correct the date; equipment of a later contract belongs there.",
        "请更正日期；属于后续合同的设备请放入该合同。",
    ),
    "sheet.out-of-use": Sentence(
        "{heading}: '{value}': is this equipment still in use?",
        "{heading}：“{value}”，该设备是否仍在用？",
        "Delete the row if it is not; if it is, correct the cell.",
        "不再使用的请删除该行；仍在用的请更正该单元格。",
    ),
    "sheet.any-table": Sentence(
        "'{value}' has neither a serial number nor a category, as in a list of prices or rooms; nothing tells that it is equipment",
        "“{value}”既无序列号也无类别，与报价单、房间表之类无异，无法确定是设备",
        "Fill in the serial number or the category. If this is another list, import nothing of it.",
        "请补填序列号或类别；如果不是设备清单，请勿导入。",
    ),
    "sheet.quotation-marks": Sentence(
        "{path}: row {row}: a quotation mark has made one cell of the rows that follow",
        "{path}：第 {row} 行：一个引号把后面几行并成了一个单元格",
        "Write out what the mark stands for (the cell above, inches), or save the list as .xlsx.",
        "请把引号所代表的内容写出来（同上、英寸等），或另存为 .xlsx。",
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
    "sheet.bad-port": Sentence(
        "{heading}: '{value}' is no port (1 to 65535)", "{heading}：“{value}”不是有效端口（1 至 65535）"
    ),
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
        "Say which category it is: --category '{value}=ID'. Ids in the contract: {used}. Known words: {words}",
        "请指定对应的类别：--category '{value}=标识'。合同中已用的标识：{used}。可识别的名称：{words}",
    ),
    "sheet.said-twice": Sentence(
        "two columns say different things about {field}",
        "有两列对 {field} 的填写互相矛盾",
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
