import zipfile
from pathlib import Path

text = "序列号,名称,型号,类别\nSN001,服务器一,R740,服务器\n"
Path("bom.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
Path("gbk.csv").write_bytes(text.encode("gbk"))
Path("sep.csv").write_bytes(b"\xef\xbb\xbf" + ("sep=;\n" + text.replace(",", ";")).encode())
Path("utf16.txt").write_bytes(text.replace(",", "\t").encode("utf-16"))
Path("cr.csv").write_bytes(text.replace("\n", "\r").encode())
cell = '<c t="inlineStr"><is><t>{}</t></is></c>'
rows = "".join("<row>" + "".join(map(cell.format, line.split(","))) + "</row>" for line in text.split())
with zipfile.ZipFile("dimension.xlsx", "w") as book:
    book.writestr(
        "[Content_Types].xml",
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    )
    book.writestr(
        "_rels/.rels",
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    )
    book.writestr(
        "xl/workbook.xml",
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    )
    book.writestr(
        "xl/_rels/workbook.xml.rels",
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    )
    book.writestr(
        "xl/worksheets/sheet1.xml",
        f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1"/><sheetData>{rows}</sheetData></worksheet>',
    )
