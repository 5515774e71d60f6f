"""Exports: the files an office runs on. Records in, ``(relative path, bytes)`` out; same records, same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policygraph.export.changes import Changes, ledger_changes
from policygraph.export.delimited import tables
from policygraph.export.rows import Record
from policygraph.export.word import division_table
from policygraph.export.workbook import workbook

#: What each file is, for the page of downloads.
ABOUT = {
    "files/ledger.xlsx": "督办台账：台账、单位汇总、指标、核查、文件五张表",
    "files/responsibilities.docx": "责任分工表（Word）",
    "files/csv/tasks.csv": "任务",
    "files/csv/responsibilities.csv": "责任",
    "files/csv/indicators.csv": "指标",
    "files/csv/goals.csv": "目标",
    "files/csv/citations.csv": "引用文件",
    "files/csv/organizations.csv": "单位",
}


def files(records: Sequence[Record]) -> Iterator[tuple[str, bytes]]:
    """Every office file of some records."""
    yield "files/ledger.xlsx", workbook(records)
    yield "files/responsibilities.docx", division_table(records)
    for name, data in tables(records):
        yield f"files/csv/{name}", data


def document_files(record: Record, form: str) -> Iterator[tuple[str, bytes]]:
    """``(file name, bytes)`` of one record as ``xlsx``, ``docx`` or ``csv`` (several files). KeyError for another."""
    if form == "csv":
        yield from tables([record])
    else:
        yield (
            {"xlsx": "ledger.xlsx", "docx": "responsibilities.docx"}[form],
            {"xlsx": workbook, "docx": division_table}[form]([record]),
        )


__all__ = [
    "ABOUT",
    "Changes",
    "Record",
    "division_table",
    "document_files",
    "files",
    "ledger_changes",
    "tables",
    "workbook",
]
