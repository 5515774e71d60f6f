from policygraph.link.annex import in_order
from policygraph.link.similarity import alike, coverage, opening


def test_an_abridged_row_is_covered_by_its_sentence() -> None:
    assert coverage("推动园区改造", "推动园区绿色、低碳、循环、智慧化改造") == 1.0
    assert coverage("推动园区改造", "培育一批绿色商贸流通主体") < 0.4


def test_opening_prefers_the_clause_that_starts_with_the_words() -> None:
    right = "促进畜禽粪污资源化利用，进一步完善畜禽粪污收集处理体系"
    wrong = "推进农作物秸秆综合利用，推广燃料化、肥料化、菌料化等多元秸秆利用方式"
    assert opening("促进畜禽粪污资源化利用", right) > 0.95
    assert opening("促进畜禽粪污资源化利用", wrong) < 0.6


def test_opening_finds_a_later_clause() -> None:
    assert opening("引导绿色出行", "加强慢行系统建设，积极引导绿色出行，提升比重") > 0.9


def test_empty_texts_are_unlike() -> None:
    assert alike("", "甲") == coverage("", "甲") == opening("", "甲") == 0.0
    assert alike("甲乙", "甲乙") == 1.0


def test_in_order_never_steps_back() -> None:
    assert in_order([[0.0, 0.9, 0.0], [0.95, 0.0, 0.8]]) == [1, 2]


def test_in_order_leaves_a_row_out_rather_than_force_it() -> None:
    assert in_order([[0.9, 0.0], [0.1, 0.2], [0.0, 0.9]]) == [0, None, 1]


def test_two_rows_may_share_a_sentence_at_a_price() -> None:
    assert in_order([[0.9], [0.9]]) == [0, 0]
    assert in_order([[0.9, 0.85], [0.9, 0.85]]) == [0, 1]


def test_in_order_without_rows_or_columns() -> None:
    assert in_order([]) == []
    assert in_order([[], []]) == [None, None]
