"""The one table of issue codes, how an issue prints, and the few exceptions.

Oddities of content are values (``model.Issue``). Exceptions are only for a caller's impossible request:
an unreadable file, a broken lexicon, a store that cannot be opened.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import PurePath

from policygraph.model import Issue, Severity, Span
from policygraph.text import caret_line, line_of, line_span

#: code -> (severity, meaning in Chinese, meaning in English). Generated into docs/issues.md.
CODES: dict[str, tuple[Severity, str, str]] = {
    "numbering-gap": ("warning", "编号不连续", "numbering skips a value"),
    "heading-lost": (
        "warning",
        "编号重新开始，其上一级标题可能缺失",
        "numbering restarts where a heading above it seems lost",
    ),
    "numbering-repeat": ("warning", "编号重复", "a number is used twice among siblings"),
    "annex-missing": ("warning", "附件未随文", "an annex is named but its text is not in the file"),
    "annex-truncated": ("warning", "附件疑似不完整", "the annex seems to be cut off"),
    "page-no-text": ("warning", "该页没有文字层", "a page has no text layer"),
    "garbled-text": ("warning", "疑似乱码", "characters that are probably extraction damage"),
    "damaged-bytes": ("error", "字节损坏，读不出文字", "bytes of the file that are no character in its encoding"),
    "control-characters": ("info", "含控制或不可见字符", "control or invisible characters in the text"),
    "ragged-table": ("warning", "表格行列不齐", "a table whose rows do not line up"),
    "doubtful-table": (
        "warning",
        "疑似没有框线的表格，列不可靠，按文字处理",
        "perhaps a table without lines; its columns are unsure, left as text",
    ),
    "table-rows-missing": ("warning", "表格序号有缺", "numbers of a table promise rows that were not read"),
    "dossier": ("info", "由几个文件合成一份", "several files were read as one document"),
    "several-documents": (
        "warning",
        "一个文件中有几份文件，未分开",
        "the file holds several documents, which were not taken apart",
    ),
    "unread-part": ("info", "文件中有未读取的部分", "a part of the file was not read"),
    "withdrawn-text": (
        "info",
        "已划去、删除或隐藏的文字，不作依据",
        "words struck out, deleted or hidden; they set nothing",
    ),
    "formula-unread": (
        "warning",
        "公式没有存下结果，也无法由文件算出",
        "formulas without a stored value that could not be computed",
    ),
    "table-unread": (
        "warning",
        "没有框线的表格，行列不可靠，未读取",
        "a table without lines whose rows cannot be told apart; it was not read",
    ),
    "overlay-dropped": ("info", "斜置的文字（水印）未读取", "slanted words laid over the page were dropped"),
    "picture-unread": ("warning", "图片中的文字未读取", "a picture that may hold words was not read"),
    "picture-read": ("info", "文字由图片识别得来，可能有错", "words recognised in a picture; they may be wrong"),
    "unanswered-items": (
        "info",
        "编号条目没有读出任务、要求或指标",
        "a numbered item of tasks gave no task, duty or indicator",
    ),
    "unanswered-owners": ("warning", "写有单位而没有读出责任单位", "names of bodies that gave no responsibility"),
    "unanswered-figures": ("info", "数值没有成为指标或标准", "a figure that became neither target nor norm"),
    "unanswered-dates": (
        "info",
        "时间没有成为时限或目标年份",
        "a date that became neither deadline nor year of a target",
    ),
    "unanswered-tables": (
        "warning",
        "应有任务或指标的表格没有读出",
        "a table that promises tasks or indicators and gave none",
    ),
    "unanswered-rows": ("warning", "表格中的行没有读出", "a row of a table that gave nothing"),
    "empty-heading": ("info", "标题无文字", "a numbered heading without words"),
    "not-a-policy": ("info", "可能不是政策文件", "probably not a policy document"),
    "duplicate-document": ("warning", "同一文件重复出现", "two inputs are the same document"),
    "unlinked-annex": ("info", "附件条目未找到正文依据", "an annex row has no passage in the body"),
    "unparsed-date": ("info", "日期无法解析", "a date that could not be read"),
    "unknown-body": ("info", "责任单位名称不能确认", "an owner's name that reads as no known kind of body"),
    "long-cell": ("info", "单元格过长", "a cell longer than Excel allows"),
}


class PolicygraphError(Exception):
    """A request that cannot be met. ``code`` is the machine-readable reason; exit status by class."""

    exit_status = 4

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[type[PolicygraphError], tuple[str, str]]:
        return (type(self), (self.code, self.message))  # survives the trip from a worker process


def unforeseen(error: Exception) -> ReadError:
    """The refusal of one document for an error nobody thought of, with where it happened; how it came there is logged."""
    logging.getLogger("policygraph").debug("a document is left out", exc_info=error)
    frames = traceback.extract_tb(error.__traceback__)
    where = f"，{PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return ReadError("internal", f"程序出错（{type(error).__name__}{where}），已跳过该文件")


def words_of(error: PolicygraphError) -> tuple[str, str, str]:
    """(class, code, message), as an error travels from a process whose objects nobody takes."""
    name = next((kind.__name__ for kind in type(error).__mro__ if kind.__name__ in _KINDS), "")
    return name, error.code, error.message


def error_of(words: tuple[str, str, str]) -> PolicygraphError:
    """The error of these words."""
    return _KINDS.get(words[0], PolicygraphError)(words[1], words[2])


class ReadError(PolicygraphError):
    """The one input cannot be read or has no readable text (exit status 3).

    Codes: empty, binary, type-mismatch, unknown-format, encrypted, no-text, too-large, page-limit,
    dtd-forbidden, several-documents, timeout, memory, malformed, vanished, not-a-file, needs-extra, no-page; internal where the
    program is at fault.
    """

    exit_status = 3


class LexiconError(PolicygraphError):
    """Rule data under ``ontology/`` is missing or malformed."""


class StoreError(PolicygraphError):
    """The store cannot be opened, locked or written."""


_KINDS = {kind.__name__: kind for kind in (PolicygraphError, ReadError, LexiconError, StoreError)}


def make_issue(code: str, message: str = "", spans: tuple[Span, ...] = ()) -> Issue:
    """An issue with the severity its code has in ``CODES``; the meaning stands in for an empty message."""
    severity, meaning, _ = CODES[code]
    return Issue(code, message or meaning, spans, severity)


def render(issue: Issue, text: str, name: str, where: str = "") -> str:
    """``name:line: severity[code] message``, and under it the line with a caret where the issue has a span."""
    if not issue.spans:
        return f"{name}: {issue.severity}[{issue.code}] {issue.message}"
    span = issue.spans[0]
    head = f"{name}:{line_of(text, span.start)}: {issue.severity}[{issue.code}] {issue.message}"
    if where:
        head += f"（{where}）"
    row = line_span(text, span.start)
    return "\n".join((head, *caret_line(row.quote(text), span.start - row.start, span.end - row.start)))
