"""Formulas whose value the file did not keep."""

from __future__ import annotations

import pytest

from policygraph.read.formula import Unknown, Value, evaluate

CELLS: dict[tuple[str, int, int], Value] = {
    ("", 0, 0): 2.0, ("", 1, 0): 3.0, ("", 0, 1): "市水务局", ("其他 表", 0, 0): "市林业局", ("字典", 4, 2): 7.0,
}  # fmt: skip


def look(sheet: str, row: int, col: int) -> Value | None:
    return CELLS.get((sheet, row, col))


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=A1+1", 3.0), ("=1+2*3-4/2", 5.0), ("=-(A1+A2)^2", 25.0), ("=50%", 0.5), ("=$B$1", "市水务局"), ("=Z99", 0.0),
        ("='其他 表'!A1&\"、\"&B1", "市林业局、市水务局"), ("=字典!C5+A1", 9.0), ("=SUM(A1:A9,1)", 6.0), ("=ROW()-1", 4.0),
        ("=ROW(A3)", 3.0), ('=CONCATENATE(B1,"（牵头）")', "市水务局（牵头）"), ("=MAX(A1:A2)", 3.0), ("=ROUND(2/3,2)", 0.67),
        ('="第"&A1&"项"', "第2项"), ("=AVERAGE(A1:A2)", 2.5), ("=COUNTA(A1:B2)", 3.0),
    ],
)  # fmt: skip
def test_value(formula: str, value: Value) -> None:
    assert evaluate(formula, look, (4, 0)) == value


@pytest.mark.parametrize(
    "formula",
    ["=VLOOKUP(A1,B1:C2,2,0)", "=A1/0", "=B1+1", "=A1+", "=[1]表!A1", "=A1:A1048576+1", "=SUM(A1:XFD1048576)", "=9^9^9^9", "=" + "1+" * 400 + "1", "=(1"],
)  # fmt: skip
def test_no_value(formula: str) -> None:
    with pytest.raises(Unknown):
        evaluate(formula, look)
