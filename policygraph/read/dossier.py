"""Several files as one document: a notice, the plan it issues and its annexes, in a zip, a mail or a folder asked for.

One text, offsets run through it; each file is a part with its name, hash and role. The files of a folder are joined only
where the notice names them: lying together is no evidence.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path, PurePath

from policygraph.issues import ReadError, make_issue
from policygraph.model import Block, Document, FileInfo, FilePart, PartRole, Source, Span
from policygraph.read.base import describe, file_name
from policygraph.read.sniff import extension
from policygraph.read.zipguard import MAX_INFLATED, open_package
from policygraph.text import fold

#: Files of one dossier.
MANY = 60
#: In the comment of a zip that is a folder of the user's: its files are joined on evidence only.
_FOLDER = b"policygraph folder"
_ANNEX = re.compile(r"附[件表] ?(\d{1,2}|[一二三四五六七八九十])?[.．、:： _-]*(?=(.*))")
_NOTICE = re.compile(r"[关於于]{1,2}.{2,80}(?:通知|意见|决定|批复|函)|现将|现印发")
_ISSUED = re.compile(r"(?:印发|发布|转发).{0,3}《([^《》]{4,60})》|《([^《》]{4,60})》.{0,20}(?:印发|转发)")
_NUMBERED = re.compile(r"[一-龥]{2,8}[\[〔]20\d\d[\]〕]\d{1,4}号")
_NUMBERS = {char: str(at) for at, char in enumerate("一二三四五六七八九十", 1)}


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a dossier before and after it is read."""

    name: str
    data: bytes
    document: Document
    role: PartRole = "annex"

    @property
    def number(self) -> int:
        found = _ANNEX.match(fold(self.name))
        said = (found[1] or "") if found else ""
        return int(_NUMBERS.get(said, said) or 99)

    @property
    def title(self) -> str:
        """The name of the file without 附件1. and extension."""
        stem = PurePath(self.name).stem
        found = _ANNEX.match(fold(stem))
        return stem[found.end() :] if found else stem


def read_zip(source: Source) -> Document:
    """Raises ``ReadError``: those of ``open_package``, no-text, several-documents."""
    package = open_package(source.data)
    names = [
        name
        for name in package.names
        if not name.endswith("/") and not PurePath(name).name.startswith((".", "~$", "__"))
    ]
    with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
        asked = archive.comment == _FOLDER
        coded = {entry.filename: _shown(entry) for entry in archive.infolist()}
    files = ((file_name(coded[name]), package.read(name)) for name in sorted(names, key=lambda name: coded[name]))
    return compose(source, files, asked)


def _shown(entry: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 flag are mostly GBK, whatever the standard says."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def read_mail(source: Source) -> Document:
    """A mail: its body and what is attached. Raises ``ReadError``: no-text, several-documents."""
    mail = message_from_bytes(source.data, policy=default)
    assert isinstance(mail, EmailMessage)
    return compose(source, _attached(mail), False)


def _attached(mail: EmailMessage) -> Iterator[tuple[str, bytes]]:
    body = mail.get_body(("plain", "html"))
    for part in mail.walk():
        name = part.get_filename()
        data = part.get_payload(decode=True) if not part.is_multipart() else None
        if name and isinstance(data, bytes):
            yield file_name(name), data
        elif part is body and isinstance(data, bytes) and data.strip():
            yield ("正文.html" if part.get_content_subtype() == "html" else "正文.txt"), data


def pack(folder: Path) -> Source:
    """The files of a folder (not those below it) as one source. Raises ``ReadError``: empty, too-large."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~$")))
    if not files:
        raise ReadError("empty", "文件夹中没有文件")
    if sum(path.stat().st_size for path in files) > MAX_INFLATED:
        raise ReadError("too-large", f"文件夹超过 {MAX_INFLATED // 1_000_000} MB")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.comment = _FOLDER
        for path in files:
            archive.writestr(zipfile.ZipInfo(file_name(path)), path.read_bytes())
    return Source(describe(file_name(folder) + ".zip", out.getvalue(), "application/zip"), out.getvalue())


def may_belong(names: Iterable[str]) -> bool:
    """Whether files of one folder may be a dossier, by their names alone: some are called 附件N, and not all."""
    called = [bool((found := _ANNEX.match(fold(name))) and found[1]) for name in names]
    return any(called) and not all(called) and len(called) <= MANY


def joined_names(folder: Path) -> tuple[str, ...]:
    """The files of a folder that are one document; none where the notice names no other."""
    try:
        found = read_zip(pack(folder))
    except ReadError:
        return ()
    return tuple(part.name for part in found.parts)


def load_any(path: Path) -> Source:
    """A file, or a folder as one source. Raises ``ReadError`` as ``load`` and ``pack``."""
    from policygraph.read import load

    return pack(path) if path.is_dir() else load(path)


# ---- what belongs together ---------------------------------------------------------------------------


def compose(source: Source, files: Iterable[tuple[str, bytes]], on_evidence: bool) -> Document:
    """One document of these files; those that cannot be read, and with ``on_evidence`` those the notice does not name,
    are left out, and that is said. Raises ``ReadError``: no-text, too-large, several-documents."""
    read, left = _read_all(files)
    if not read:
        raise ReadError("no-text", "其中没有可读的文件" + (f"（{left[0]}）" if left else ""))
    members = _with_roles(_without_copies(read))
    notices = [member for member in members if member.role == "notice"]
    if len(notices) > 1:
        names = "、".join(member.name for member in notices[:4])
        raise ReadError(
            "several-documents", f"其中有 {len(notices)} 份文件（{names}），请分开后用 build 或 ingest 处理"
        )
    if on_evidence and len(members) > 1:
        said = _squashed(notices[0].document.text) if notices else ""
        kept = [member for member in members if member.role in ("notice", "copy") or _named(member, said)]
        left += [f"{member.name}：通知没有提到，未并入" for member in members if member not in kept]
        if len(kept) < 2:
            raise ReadError("several-documents", "文件夹中的文件没有互相提到，请用 build 或 ingest 逐一处理")
        members = kept
    return _joined(source.info, members, left)


def _read_all(files: Iterable[tuple[str, bytes]]) -> tuple[list[Member], list[str]]:
    from policygraph.read import read

    found: list[Member] = []
    left: list[str] = []
    for at, (name, data) in enumerate(files):
        if at >= MANY:
            raise ReadError("too-large", f"其中的文件超过 {MANY} 个")
        if extension(name) in ("zip", "eml"):
            left.append(f"{name}：包中之包未读取")
            continue
        try:
            found.append(Member(name, data, read(data, name)))
        except ReadError as error:
            left.append(f"{name}：{error.message}")
    return found, left


def _with_roles(members: Sequence[Member]) -> list[Member]:
    """Notice, plan, annexes by number, the mail; a second file of the same text is a copy."""
    seen: set[str] = set()
    out: list[Member] = []
    notices = " ".join(_squashed(one.document.text) for one in members if _is_notice(one))
    issued = {title for found in _ISSUED.finditer(notices) for title in found.groups() if title}
    for member in members:
        text = _squashed(member.document.text)
        role: PartRole = "annex"
        if text in seen or member.role == "copy":
            role = "copy"
        elif PurePath(member.name).stem == "正文":
            role = "mail"
        elif _is_notice(member):
            role = "notice"
        elif any(_squashed(title) in _squashed(member.title) + text[:200] for title in issued):
            role = "plan"
        seen.add(text)
        out.append(replace(member, role=role))
    order = ("notice", "plan", "annex", "mail", "copy")
    return sorted(out, key=lambda member: (order.index(member.role), member.number, member.name))


def _without_copies(members: Sequence[Member]) -> list[Member]:
    """Of several texts under one document number in their heads the fullest stays, the others are copies of it."""
    best: dict[str, Member] = {}
    for member in members:
        found = _NUMBERED.search(_squashed(member.document.text)[:300]) if _is_notice(member) else None
        if found and len(member.document.text) > len(best.get(found[0], members[0]).document.text) * (found[0] in best):
            best[found[0]] = member
    return [
        replace(member, role="copy") if found and best[found[0]] is not member else member
        for member in members
        for found in [_NUMBERED.search(_squashed(member.document.text)[:300]) if _is_notice(member) else None]
    ]


def _is_notice(member: Member) -> bool:
    """Its head says that something is issued; a plan or a table called 附件N does not."""
    return (
        not _ANNEX.match(fold(member.name))
        and PurePath(member.name).stem != "正文"
        and bool(_NOTICE.search(_squashed(member.document.text)[:600]))
    )


def _named(member: Member, said: str) -> bool:
    """The notice has the title of the file, or of its text, in its own words."""
    first = next((line for line in member.document.text.split("\n") if len(line.strip()) >= 4), "")
    return any(len(title) >= 4 and title in said for title in map(_squashed, (member.title, first.split("\t")[0])))


def _squashed(text: str) -> str:
    return re.sub(r"\s", "", fold(text))


# ---- one text ----------------------------------------------------------------------------------------


def _joined(info: FileInfo, members: Sequence[Member], left: Sequence[str]) -> Document:
    """The texts one after the other; an annex whose text does not say so begins with its 附件N and title. Copies and the
    words of the mail are parts without text."""
    out = Document(info, "", ())
    parts: list[FilePart] = []
    for at, member in enumerate(members, 1):
        start = len(out.text) + bool(out.text)
        if member.role in ("copy", "mail") and len(members) > 1:
            start = len(out.text)
        else:
            for line in _headline(member):
                out = _appended(out, Document(info, line, (Block(Span(0, len(line))),)))
            out = _appended(out, member.document)
        optical = any(origin.how == "optical" for _, origin in member.document.origins)
        read = member.document.info
        parts.append(
            FilePart(f"f{at}", member.name, read.sha256, read.media_type, member.role, start, len(out.text), optical)
        )
    said = "、".join(f"{part.name}（{_SAID[part.role]}）" for part in parts)
    issues = [make_issue("dossier", f"由 {len(parts)} 个文件合成一份：{said}")] if len(parts) > 1 else []
    issues += [make_issue("unread-part", line) for line in left]
    return replace(out, parts=tuple(parts), issues=(*out.issues, *issues))


_SAID: dict[PartRole, str] = {
    "notice": "通知",
    "plan": "正文",
    "annex": "附件",
    "copy": "同文副本",
    "mail": "邮件正文，未作依据",
}


def _headline(member: Member) -> list[str]:
    if member.role != "annex" or _ANNEX.match(fold(member.document.text.lstrip())):
        return []
    label = f"附件{member.number}" if member.number < 99 else "附件"
    titled = _squashed(member.title) in _squashed(member.document.text[:200])
    return [label] if titled else [label, member.title]


def _appended(first: Document, second: Document) -> Document:
    """``second`` behind ``first``, its places moved by what stands before it."""
    by = len(first.text) + bool(first.text)

    def moved(span: Span) -> Span:
        return Span(span.start + by, span.end + by)

    tables = len(first.tables)
    return replace(
        first,
        text=f"{first.text}\n{second.text}" if first.text else second.text,
        blocks=first.blocks
        + tuple(
            replace(block, span=moved(block.span), table=None if block.table is None else block.table + tables)
            for block in second.blocks
        ),
        tables=first.tables
        + tuple(
            replace(
                table, span=moved(table.span), cells=tuple(replace(cell, span=moved(cell.span)) for cell in table.cells)
            )
            for table in second.tables
        ),
        origins=first.origins + tuple((moved(span), origin) for span, origin in second.origins),
        issues=first.issues + tuple(replace(issue, spans=tuple(map(moved, issue.spans))) for issue in second.issues),
    )
