"""Which lines are one paragraph."""

from __future__ import annotations

from outline_support import document, outlined

from policygraph.outline.paragraphs import gather, is_furniture


def texts(text: str) -> list[str]:
    return [piece.text for piece in gather(document(text))]


SENTENCE = "为贯彻落实上级决策部署，加快推动我区绿色低碳循环发展，结合我区实际，提出如下方案，请认真贯彻执行单位"


def test_a_phrase_goes_on() -> None:
    assert len(texts(SENTENCE + "\n\n总值能耗持续下降，结构优化。")) == 1


def test_an_indented_or_numbered_line_begins_anew() -> None:
    assert len(texts(SENTENCE + "\n　　总值能耗持续下降，结构优化。")) == 2
    assert len(texts(SENTENCE + "\n（一）推进节能，优化结构。")) == 2


def test_a_page_number_inside_a_list_of_bodies() -> None:
    assert texts("责任单位：市发展改革委、市教育局、市科技局、各区、\n－2－\n市政府") == [
        "责任单位：市发展改革委、市教育局、市科技局、各区、市政府"
    ]


def test_furniture() -> None:
    assert all(is_furniture(text) for text in ("— 11 —", "- 3 -", "12", "────────", "第 3 页 共 9 页"))
    assert not any(is_furniture(text) for text in ("2022年", "第3页的表", "一", "1."))


def test_hard_line_breaks_are_joined() -> None:
    line = "加快推动绿色低碳循环发展，促进经济社会发展全面绿色转型，推进"
    paragraph = "\n".join([line] * 4 + ["领域改造。"])
    wrapped = "\n".join(f"　　（{glyph}）甲{paragraph}" for glyph in "一二三四五六七八")
    assert len(texts(wrapped)) == 8


def test_lines_of_a_list_are_not_joined() -> None:
    assert len(texts("\n".join(["加快推动绿色低碳循环发展促进经济社会发展转型升级"] * 30))) == 30


def test_items_run_together_are_taken_apart() -> None:
    assert texts("（九）甲事项。抓好落实。（十）乙事项。抓好落实。") == [
        "（九）甲事项。抓好落实。",
        "（十）乙事项。抓好落实。",
    ]
    assert len(texts("（九）甲事项。包括以下内容。（一）乙，丙，丁的有关事项；")) == 1


def test_the_imprint_is_no_text() -> None:
    roles = [paragraph.role for paragraph in outlined("一、目标\n抄送：市委办公室。\n（此件公开发布）").paragraphs]
    assert roles == ["text", "signature", "note"]


def test_a_heading_run_into_its_first_item() -> None:
    assert texts("一、总体要求（一）指导思想。坚持绿色发展。") == ["一、总体要求", "（一）指导思想。坚持绿色发展。"]
    assert len(texts("一、按照规定，（一）项所列情形除外。")) == 1


def test_a_bracket_of_owners_goes_on() -> None:
    whole = "（一）改造管网。加快更新老化管道。（牵头单位：省住房城乡建设厅；责任单位：省财政厅、省审计厅）"
    assert texts(whole.replace("责任单位", "责任\n单位")) == [whole]


def test_a_bracket_left_open_ends_with_its_sentence() -> None:
    assert (
        len(texts("（一）改造管网。加快更新。（责任单位：省住房城乡建设厅\n加强检测。建立制度。（责任单位：省水利厅）"))
        == 2
    )


def test_items_run_together_after_a_bracket_of_owners() -> None:
    assert len(texts("（一）扩大贷款。完善补偿。（责任单位：市财政局）（二）拓展市场。组织展会。（市商务局负责）")) == 2


def test_a_heading_at_the_end_of_a_line_is_found_by_continuity() -> None:
    text = "某市实施意见\n一、总体要求\n坚持绿色发展，谱写新篇。 二、工作目标\n到2025年，体系基本形成。 三、重点任务\n（一）推进节能。实施改造。"
    assert [(s.path, s.heading) for s in outlined(text).sections] == [
        ("一", "总体要求"), ("二", "工作目标"), ("三", "重点任务"), ("三/（一）", "推进节能"),
    ]  # fmt: skip


def test_an_enumeration_in_a_sentence_is_no_heading() -> None:
    text = "某市实施意见\n一、总体要求\n坚持绿色发展。 三、其他\n二、任务"
    assert [s.path for s in outlined(text).sections] == ["一", "二"]
    assert "heading-lost" in {
        issue.code
        for issue in outlined(
            "某市意见\n一、总体要求\n（一）甲工作。做好。\n（二）乙工作。做好。\n（一）丙工作。做好。"
        ).issues
    }
