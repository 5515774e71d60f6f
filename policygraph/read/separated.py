"""Tables as plain text (.csv, .tsv): any encoding, the separator found by which one gives the same columns in every row."""

from __future__ import annotations

import csv
import io
from collections import Counter

from policygraph.issues import ReadError
from policygraph.model import Document, Source
from policygraph.read.base import with_lost
from policygraph.read.decode import decode
from policygraph.read.sheet import Sheet, document_of

_SEPARATORS = ",\t;|，；"
_LOOKED = 200  # rows from which the separator is found
_LONGEST = 1 << 20


def read_csv(source: Source) -> Document:
    """Raises ``ReadError``: binary, too-large, malformed, no-text."""
    text = decode(source.data)
    sheet = Sheet()
    csv.field_size_limit(_LONGEST)
    try:
        for row, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))):
            for col, value in enumerate(values):
                sheet.put(row, col, value.strip())
    except csv.Error as error:
        raise ReadError("malformed", "表格文本已损坏（引号不配对或单元格过长）") from error
    return with_lost(document_of(source.info, [sheet]))


def separator(text: str) -> str:
    """The character that splits most rows into the same number of columns, more than one.

    >>> separator("序号;任务\\n1;清淤，疏浚\\n2;排口"), separator("序号\\t任务,地点\\n1\\t清淤")
    (';', '\\t')
    """
    head = "\n".join(text.split("\n")[:_LOOKED])

    def agreement(sign: str) -> tuple[float, int]:
        try:
            counts = [len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=sign) if row]
        except csv.Error:
            return 0.0, 0
        columns, rows = Counter(counts).most_common(1)[0] if counts else (1, 0)
        return (rows / len(counts) if columns > 1 else 0.0), columns

    return max(_SEPARATORS, key=agreement)
