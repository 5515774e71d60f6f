"""Policy-shaped text for property tests: every structure of a real document, none of its words."""

from __future__ import annotations

from hypothesis import strategies as st

VERBS = ("加快", "推进", "完善", "建立", "实施", "开展", "强化", "培育")
NOUNS = ("节水改造", "垃圾分类", "绿色工厂", "数据共享", "充电设施", "技能培训", "河道治理", "信用体系")
UNITS = (
    "市发展改革委",
    "市教育局",
    "市财政局",
    "生态环境局",
    "各县（市、区）人民政府",
    "市级有关单位",
    "住建局",
    "综合港务区管理办公室",
)
DIGITS = "一二三四五六七八九十"

phrase = st.builds(lambda verb, noun: verb + noun, st.sampled_from(VERBS), st.sampled_from(NOUNS))
units = st.lists(st.sampled_from(UNITS), min_size=1, max_size=4, unique=True).map("、".join)
clause = st.one_of(
    st.just(""),
    units.map(lambda names: f"（责任单位：{names}）"),
    st.tuples(units, units).map(lambda pair: f"（牵头单位：{pair[0]}；配合单位：{pair[1]}）"),
    units.map(lambda names: f"（{names}等按职责分工负责）"),
    units.map(lambda names: f"［责任单位：{names}；完成时限：2024年6月底前］"),
)
target = st.one_of(
    st.just(""),
    st.builds(lambda noun, n: f"到2025年，{noun}率达到{n}%以上。", st.sampled_from(NOUNS), st.integers(1, 100)),
    st.builds(lambda noun, n: f"新增{noun}示范点{n}个。", st.sampled_from(NOUNS), st.integers(1, 900)),
)


@st.composite
def item(draw: st.DrawFn, number: int) -> str:
    head = draw(phrase)
    body = "，".join(draw(st.lists(phrase, min_size=1, max_size=3)))
    return f"{number}．{head}。{body}。{draw(target)}{draw(clause)}"


@st.composite
def policy(draw: st.DrawFn) -> str:
    """A whole document: notice, plan with two or three chapters, sometimes a flattened annex table."""
    lines = [
        "关于印发某市行动方案的通知",
        "某政办发〔2023〕5号",
        "各有关单位：",
        "现印发给你们，请认真贯彻落实。",
        "某市人民政府办公室",
        "2023年3月1日",
    ]
    lines.append("某市行动方案")
    for chapter in range(draw(st.integers(1, 3))):
        lines.append(f"{DIGITS[chapter]}、{draw(st.sampled_from(('重点任务', '主要目标', '保障措施', '工作任务')))}")
        for section in range(draw(st.integers(0, 2))):
            lines.append(f"（{DIGITS[section]}）{draw(phrase)}")
            lines += [draw(item(number + 1)) for number in range(draw(st.integers(1, 3)))]
        lines.append(draw(target) or draw(phrase) + "。")
    if draw(st.booleans()):
        lines += ["附件", "重点任务责任分工", "\t重点任务", "\t牵头单位"]
        for number in range(draw(st.integers(1, 4))):
            lines += [f"\t{number + 1}．{draw(phrase)}", f"\t{draw(units)}"]
    return "\n".join(lines) + "\n"


noise = st.text(
    alphabet=st.one_of(
        st.sampled_from("一二三（）()〔〕【】、。；：，．.1234567890%年月日到责任单位牵头负责附件第章节\n\t 　①"),
        st.characters(exclude_categories=("Cs",)),
    ),
    max_size=400,
)
