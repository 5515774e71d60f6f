"""Which documents are annotated next: ``choose.py FOLDER [--known MANIFEST] [--judged FACTS] [--count]``.

FOLDER holds ``MANIFEST.tsv`` (path, …, title, sha256) and the documents. Only a crude count of the text decides, never
the program. Pool: txt, html, docx and pdf with 600 to 10,000 characters (``dev5``: 8,000), no title twice, none that KNOWN lists, none of
which a fact was judged. Within a form the folders take turns, each in the order of sha-256, up to the quota of the batch.

- ``table``: a line that is the head of a column of owners, tasks or indicators, and 24 lines of at most 30 characters without 。
- ``label``: 责任单位：… and the like, three or more; ``clause``: （…负责） and the like, three or more
- ``prose``: none of these, and six or more sentences that begin with a body and what it must do
- ``plan``: none of these, at most one such sentence, a plan by its title, two headings 一、 and four （一）
- ``nobody``: none of these, at most one such sentence, by its title something else than a plan
"""

from __future__ import annotations

import argparse
import csv
import html
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice, zip_longest
from pathlib import Path

#: batch -> (most characters, documents of each form)
QUOTA = {
    "dev5": (8_000, {"table": 4, "prose": 4, "plan": 4, "nobody": 4}),
    "dev6": (10_000, {"table": 2, "label": 5, "clause": 5, "prose": 6, "plan": 3, "nobody": 3}),
}
OWNER = "(?:责任|牵头|主办|负责|配合)(?:单位|部门|处室|科室)"
LABEL = re.compile(OWNER + r"\s*[:：]")
CLAUSE = re.compile(r"[（(][^（）()]{2,150}(?:负责|牵头|配合|参与|分工|落实)[^（）()]{0,30}[）)]")
HEAD = re.compile(
    r"^(?:[^。:：，、\n]{0,8}" + OWNER + r"[^。:：，、\n]{0,8}|(?:主要)?指标(?:名称)?(?:[ \t].*)?|(?:重点|工作)任务)$",
    re.M,
)
CELL = re.compile(r"^[^。\n]{1,30}$", re.M)
SUBJECT = re.compile(
    r"(?:^|[。；])\s*(?:\S{1,3}[、.．])?(?:由)?[^。；，：\n]{1,24}?(?:部|委|局|厅|办|部门|委员会|办公室|政府|单位|行)"
    r"(?:、[^。；，：\n]{1,30})?(?:要|应|须|负责|会同|牵头|组织|协调|指导|制定|建立)",
    re.M,
)
PLAN = re.compile("方案|计划|规划|意见|措施|要点|行动|纲要")
EVENT = re.compile("征求|征集|召开|举办|听证|名单")


def text_of(path: Path) -> str:
    """The words of a document, as crudely as can be."""
    if path.suffix == ".pdf":
        import pypdfium2  # type: ignore[import-untyped]

        pages = pypdfium2.PdfDocument(path)
        return "\n".join(page.get_textpage().get_text_range() for page in pages).replace("\r", "")
    if path.suffix == ".docx":
        inside = zipfile.ZipFile(path).read("word/document.xml").decode("utf-8")
        return html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", inside)))
    plain = path.read_bytes().decode("utf-8", "replace").replace("\r", "")
    if path.suffix == ".html":
        plain = re.sub(r"(?s)<(script|style).*?</\1>|<!--.*?-->", "", plain)
        plain = html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"(?i)</(p|div|tr|td|li|h\d)>|<br ?/?>", "\n", plain)))
    return plain


def form_of(text: str, title: str) -> str | None:
    """The form by which a document owns its tasks, or None for one between the forms."""
    lines = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    if HEAD.search(lines) and len(CELL.findall(lines)) >= 24:
        return "table"
    for form, pattern in (("label", LABEL), ("clause", CLAUSE)):
        if len(pattern.findall(lines)) >= 3:
            return form
    if LABEL.search(lines) or CLAUSE.search(lines):
        return None
    subjects = len(SUBJECT.findall(lines))
    if subjects >= 6:
        return "prose"
    if subjects > 1:
        return None
    if not PLAN.search(title) or EVENT.search(title):
        return "nobody"
    headed = len(re.findall("^[一二三四五六七八九十]+、", lines, re.M)) >= 2
    return "plan" if headed and len(re.findall("^[（(][一二三四五六七八九十]+[）)]", lines, re.M)) >= 4 else None


def folded(title: str) -> str:
    return re.sub(r"[\W\d_A-Za-z]|FBM.*", "", title)


def pool(folder: Path, known: Path | None, judged: Path | None) -> Iterator[tuple[str, str, str, int]]:
    """``(sha256, path, form, characters)`` of every document that may be chosen, in the order of sha-256."""
    seen = {folded(row["title"]) for row in _rows(known)} if known else set()
    read = {Path(row["file"]).name for row in _rows(judged)} if judged else set()
    for row in sorted(_rows(folder / "MANIFEST.tsv"), key=lambda row: row["sha256"]):
        path = folder / row["path"]
        stem = folded(path.stem) or folded(row["title"]) or path.stem
        if path.suffix not in {".txt", ".html", ".docx", ".pdf"} or stem in seen or path.name in read:
            continue
        text = text_of(path)
        size = len(re.sub(r"\s", "", text))
        form = form_of(text, row["title"] + path.stem) if 600 <= size <= 10_000 else None
        if form:
            seen.add(stem)
            yield row["sha256"], row["path"], form, size


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def choose(rows: Iterable[tuple[str, str, str, int]]) -> Iterator[tuple[str, tuple[str, str, str, int]]]:
    """``(batch, row)``; the folders take turns within a form."""
    left = list(rows)
    for batch, (most, quota) in QUOTA.items():
        for form, wanted in quota.items():
            fit = [row for row in left if row[2] == form and row[3] <= most]
            taken = list(islice(_in_turn(fit), wanted))
            yield from ((batch, row) for row in taken)
            left = [row for row in left if row not in taken]


def _in_turn(rows: list[tuple[str, str, str, int]]) -> Iterator[tuple[str, str, str, int]]:
    folders = sorted({row[1].split("/")[0] for row in rows})
    of_folder = [[row for row in rows if row[1].startswith(name + "/")] for name in folders]
    return (row for round_ in zip_longest(*of_folder) for row in round_ if row)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--known", type=Path, help="MANIFEST.tsv of a folder whose titles are left out")
    parser.add_argument("--judged", type=Path, help="table of judged facts whose documents are left out")
    parser.add_argument("--count", action="store_true", help="print how many documents each form has")
    options = parser.parse_args()
    rows = list(pool(options.folder, options.known, options.judged))
    if options.count:
        for form in sorted({row[2] for row in rows}):
            print(form, sum(row[2] == form for row in rows), file=sys.stderr)
    for batch, (sha256, path, form, size) in choose(rows):
        print("\t".join((sha256, Path(path).suffix[1:], form, batch, "no", str(size), f"{options.folder.name}/{path}")))


if __name__ == "__main__":
    main()
