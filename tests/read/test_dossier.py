"""Several files as one document: a folder asked for, a zip, a mail."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from policygraph.issues import ReadError
from policygraph.model import Document
from policygraph.read import read, read_source
from policygraph.read.dossier import joined_names, may_belong, pack

NOTICE = """云溪市人民政府办公室关于印发云溪市湖库保护行动方案的通知
云政办发〔2024〕7号
各区人民政府：
《云溪市湖库保护行动方案》已经市政府同意，现印发给你们，请认真执行。
附件：1．云溪市湖库保护行动方案
2．重点任务分解表
云溪市人民政府办公室
2024年3月5日"""
PLAN = "云溪市湖库保护行动方案\n一、主要任务\n（一）清理岸线。恢复自然岸线。"
TABLE = "序号,重点任务,责任单位\n1,清理岸线,市水务局\n"
FILES = {
    "附件2.重点任务分解表.csv": TABLE.encode(),
    "通知.txt": NOTICE.encode(),
    "附件1.云溪市湖库保护行动方案.txt": PLAN.encode(),
}
ROLES = [("通知.txt", "notice"), ("附件1.云溪市湖库保护行动方案.txt", "plan"), ("附件2.重点任务分解表.csv", "annex")]


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def folder(path: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (path / name).write_bytes(data)
    return path


def roles(document: Document) -> list[tuple[str, str]]:
    return [(part.name, part.role) for part in document.parts]


def test_a_zip_is_one_text_with_a_part_for_each_file() -> None:
    document = read(zipped(FILES), "湖库.zip")
    assert roles(document) == ROLES
    starts = [document.text[part.start : part.end].split("\n")[0] for part in document.parts]
    assert starts == [NOTICE.split("\n")[0], PLAN.split("\n")[0], "附件2"]
    (table,) = document.tables
    assert [cell.span.quote(document.text) for cell in table.cells][-1] == "市水务局"
    assert [issue.code for issue in document.issues] == ["dossier"]


def test_names_in_gbk_without_a_flag() -> None:
    data = zipped({"AAAA.txt": NOTICE.encode(), "b.txt": PLAN.encode()}).replace(b"AAAA.txt", "通知.txt".encode("gbk"))
    assert "通知.txt" in [part.name for part in read(data, "a.zip").parts]


def test_a_mail_is_its_attachments() -> None:
    mail = EmailMessage()
    mail["Subject"] = "转发"
    mail.set_content("请按分工落实。")
    for name, data in FILES.items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    document = read(mail.as_bytes(), "a.eml")
    assert roles(document) == [*ROLES, ("正文.txt", "mail")]
    assert "请按分工落实" not in document.text


def test_a_folder_is_joined_on_what_the_notice_names(tmp_path: Path) -> None:
    other = {"附件3.车辆采购清单.txt": "车辆采购清单\n共三辆".encode()}
    document = read_source(pack(folder(tmp_path, FILES | other)))
    assert roles(document) == ROLES
    assert "车辆" not in document.text
    assert any(issue.code == "unread-part" and "附件3" in issue.message for issue in document.issues)
    assert joined_names(tmp_path) == tuple(name for name, _ in ROLES)


def test_lying_together_is_no_evidence(tmp_path: Path) -> None:
    folder(tmp_path, {"甲.txt": PLAN.encode(), "附件1.清单.txt": "车辆采购清单\n共三辆".encode()})
    assert joined_names(tmp_path) == ()
    with pytest.raises(ReadError, match="没有互相提到"):
        read_source(pack(tmp_path))


def test_two_notices_are_not_one_document() -> None:
    second = NOTICE.replace("湖库保护", "校园食堂").replace("7号", "9号")
    with pytest.raises(ReadError) as caught:
        read(zipped({"甲.txt": NOTICE.encode(), "乙.txt": second.encode()}), "a.zip")
    assert caught.value.code == "several-documents"


def test_the_emptier_text_under_one_number_is_a_copy() -> None:
    document = read(zipped(FILES | {"网页.txt": NOTICE.rpartition("附件：")[0].encode()}), "a.zip")
    assert roles(document) == [*ROLES, ("网页.txt", "copy")]


def test_a_part_that_cannot_be_read_is_said() -> None:
    document = read(zipped(FILES | {"内.zip": zipped(FILES), "坏.pdf": b"%PDF-1.4 nothing"}), "a.zip")
    said = [issue.message for issue in document.issues if issue.code == "unread-part"]
    assert [line.partition("：")[0] for line in said] == ["内.zip", "坏.pdf"]


#: names of files in one folder -> whether to look for a dossier
NAMES = {("通知.docx", "附件1.方案.docx"): True, ("甲.docx", "乙.docx"): False, ("附件1.docx", "附件2.xlsx"): False}


@pytest.mark.parametrize("names", NAMES)
def test_where_a_dossier_may_be(names: tuple[str, ...]) -> None:
    assert may_belong(names) is NAMES[names]
