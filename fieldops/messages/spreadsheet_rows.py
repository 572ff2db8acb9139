"""Sentences about rows of a spreadsheet that look doubtful, or that others contradict. In Excel's words."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "sheet.hidden-row": Sentence(
        "this row is hidden, by a filter or by hand",
        "该行已被隐藏（筛选或手动隐藏）",
        "Is it meant too? Then show all rows (clear the filter); else delete it.",
        "如需导入，请取消筛选、显示全部行；不需要的请删除。",
    ),
    "sheet.struck-through": Sentence(
        "{heading}: '{value}' is struck through, all of it or a part",
        "{heading}：“{value}”带有删除线（全部或部分）",
        "Delete what is struck out. If the equipment is still there, take the line through it away.",
        "已划掉的请删除；设备仍在的请去掉删除线。",
    ),
    "sheet.comment": Sentence(
        "{heading}: somebody has commented on the cell: “{comment}”",
        "{heading}：单元格有批注：“{comment}”",
        "Settle it, correct the row if need be, and delete the comment.",
        "请核实批注内容，必要时更正该行，然后删除批注。",
    ),
    "sheet.example": Sentence(
        "'{value}': an example of how to fill in the form",
        "“{value}”：这是填表示例",
        "Delete the row; if it is equipment, delete the word.",
        "请删除示例行；如果确是设备，请去掉“示例”字样。",
    ),
    "sheet.second-table": Sentence(
        "another table begins in row {first}; whether this is equipment, and what stands in which column, is not certain",
        "第 {first} 行起是另一张表，无法确定本行是不是设备、各列是什么内容",
        "Put each table on a sheet of its own, and import that of the equipment.",
        "请把各表放到单独的工作表，再导入设备清单那一张。",
    ),
    "sheet.row-number": Sentence(
        "{heading}: '{value}' only counts the rows (1, 2, 3 …)",
        "{heading}：“{value}”只是行号（1、2、3……）",
        "Ignore the column with --map '{heading}=-'. If these are real numbers, name the field: --map '{heading}={field}'.",
        "可用 --map '{heading}=-' 忽略该列；如果确是编号，请用 --map '{heading}={field}' 指定。",
    ),
    "sheet.blank-below": Sentence(
        "{heading}: blank below '{value}': is the same meant?",
        "{heading}：上方为“{value}”，本行空白，是否相同？",
        "Write it into every row; '-' where there is none.",
        "请逐行填写；没有的请填“-”。",
    ),
    "sheet.more-than-number": Sentence(
        "{heading}: '{value}' holds more than the number: a label, a remark or a question",
        "{heading}：“{value}”除编号外还带有标签、备注或疑问",
        "Write the number alone, as on the type plate; remarks belong into another column.",
        "请只填写铭牌上的编号，说明请写在备注列。",
    ),
    "sheet.look-alike": Sentence(
        "{heading}: '{value}' holds {sign} ({point}), a foreign letter or dash that only looks like a usual one",
        "{heading}：“{value}”中的 {sign}（{point}）是外文字母或特殊横线，只是看着像普通字符",
        "Type the number anew from the type plate.",
        "请按铭牌重新键入。",
    ),
    "sheet.days-out-of-order": Sentence(
        "{heading}: {value} is before {earlier}, {before}",
        "{heading}：{value} 早于{earlier} {before}",
        "Correct the wrong one of the two dates.",
        "请核对并更正有误的日期。",
    ),
    "sheet.coloured": Sentence(
        "this row is coloured, and the list says that colours mean something: “{legend}”",
        "该行标有颜色，而清单注明了颜色的含义：“{legend}”",
        "Write into a column what the colour means for this row, and take the colour away.",
        "请把颜色的含义写成一列，并去掉颜色。",
    ),
    "sheet.garbled": Sentence(
        "{heading}: '{value}' is garbled: it was once read in a wrong encoding",
        "{heading}：“{value}”是乱码，此前被按错误的编码读取过",
        "Type the text anew, or export the list again as UTF-8 or .xlsx.",
        "请重新键入，或以 UTF-8 或 .xlsx 格式重新导出清单。",
    ),
    "sheet.wider-row": Sentence(
        "the row has more cells than there are headings ('{value}'): a separator inside of a text has pushed them to the right",
        "本行的单元格比表头多（“{value}”），可能是内容里的分隔符把后面各列挤偏了",
        "Put the text with the separator into quotation marks, or save the list as .xlsx.",
        "请给含分隔符的内容加上引号，或另存为 .xlsx。",
    ),
    "sheet.day-partly-shown": Sentence(
        "{heading}: of the date {value} the cell shows only a part ({format}); the program may have made up the rest",
        "{heading}：日期 {value} 在单元格中只显示了一部分（{format}），其余可能是表格软件自动补上的",
        "Show the whole date (yyyy-mm-dd) and look whether it is right.",
        "请把格式改为完整日期（yyyy-mm-dd），并核对是否正确。",
    ),
    "sheet.address-twice": Sentence(
        "address {value} stands in {other} too",
        "地址 {value} 与{other}重复",
        "One device is reached at one address. Correct the wrong one, or leave the address of one of them out.",
        "一个地址只对应一台设备。请更正有误的地址，或只保留一处。",
    ),
    "sheet.to-settle": Sentence(
        "{heading}: '{value}': this is still to be settled",
        "{heading}：“{value}”，尚待核实",
        "Settle it, correct the row, and empty the cell.",
        "请核实并更正该行，然后清空该单元格。",
    ),
    "sheet.out-of-scope": Sentence(
        "{heading}: '{value}': does this contract cover it?",
        "{heading}：“{value}”，是否属于本合同范围？",
        "Delete the row if it does not; if it does, correct the cell.",
        "不属于的请删除该行；属于的请更正该单元格。",
    ),
}
