"""A small document with every kind of fact, built by hand: two tasks in the annex, one in the body, a goal,
a duty, a norm, three indicators, five responsibilities, a citation and links."""

from __future__ import annotations

from dataclasses import replace

from policygraph.link import derive
from policygraph.model import (
    Attachment,
    Baseline,
    Block,
    Bounds,
    Citation,
    Count,
    Coverage,
    Deadline,
    Document,
    Due,
    Duty,
    FileInfo,
    Goal,
    Indicator,
    Link,
    Linked,
    Masthead,
    Norm,
    Organization,
    Origin,
    PolicyDocument,
    Responsibility,
    Section,
    Span,
    Task,
)

TEXT = """关于印发东江区绿色发展行动方案的通知
东江办〔2022〕7号
根据《绿色发展规划》（国发〔2021〕4号），制定本方案。
二、主要目标
到2025年，秸秆综合利用率达到95%以上，绿色产业比重显著提升。
三、重点任务
（一）推动农业绿色发展
1．推进秸秆综合利用。到2025年，秸秆综合利用率在95%以上。（责任单位：农业农村局）
附件
（一）农业
1 推进秸秆综合利用 农业农村局 各镇人民政府 2025年12月底前
2 建设绿色工厂60家 经发局
"""


def at(words: str, nth: int = 0) -> Span:
    """The nth occurrence of words in ``TEXT``."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def lines() -> tuple[Block, ...]:
    out, start = [], 0
    for line in TEXT.splitlines():
        out.append(Block(Span(start, start + len(line))))
        start += len(line) + 1
    return tuple(out)


def document() -> Document:
    return Document(
        FileInfo("东江办〔2022〕7号.txt", "ab" * 32, "text/plain", 2),
        TEXT,
        lines(),
        origins=((Span(0, len(TEXT)), Origin(1, (72.0, 80.0, 500.0, 96.5))),),
    )


HEAD = Masthead(
    id="d1",
    title="东江区绿色发展行动方案",
    notice_title="关于印发东江区绿色发展行动方案的通知",
    number="东江办〔2022〕7号",
    issuer=("东江区人民政府办公室",),
    issued="2022-06-30",
    published="2022-07-01",
    effective="2022-07",
    expires="2025",
    addressees=("各镇人民政府",),
    kind="行动方案",
    region="东江区",
    level="county",
    attachments=(Attachment("重点任务分工表", at("附件"), True),),
    disclosure="此件公开发布",
    baseline_year="2020",
    horizon="2025",
    evidence={"number": (at("东江办〔2022〕7号"),), "title": (at("东江区绿色发展行动方案"),)},
)


def section(id_: str, path: str, words: str, level: int, parent: str | None = None, part: str = "body") -> Section:
    span = at(words)
    number = path.rpartition("/")[2]
    return Section(id_, path, number, words, level, parent, part, Span(span.start - 2, span.end), (span,))  # type: ignore[arg-type]


SECTIONS = (
    section("s1", "二", "主要目标", 1),
    section("s2", "三", "重点任务", 1),
    section("s3", "三/（一）", "推动农业绿色发展", 2, "s2"),
    section("s4", "三/（一）/1", "推进秸秆综合利用", 3, "s3"),
    section("s5", "（一）", "农业\n", 1, None, "annex"),
)

GOALS = (
    Goal("g1", "秸秆综合利用率达到95%以上", "2025", "s1", "二", (at("秸秆综合利用率达到95%以上"),), "goal-clause",
         indicators=("i1",)),
    Goal("g2", "绿色产业比重显著提升", "2025", "s1", "二", (at("绿色产业比重显著提升"),), "goal-clause", "inferred",
         "年份承前"),
)  # fmt: skip

TASKS = (
    Task("t1", "1", "推进秸秆综合利用", "body", "推动农业绿色发展", None, "s4", "三/（一）/1", "三/（一）/1",
         (at("推进秸秆综合利用"),), (at("推进秸秆综合利用。到2025年，秸秆综合利用率在95%以上"),), "clause"),
    Task("t2", "1", "推进秸秆综合利用", "annex", "农业", "农业", "s4", "三/（一）/1", "（一）/1",
         (at("推进秸秆综合利用", 1),), (at("推进秸秆综合利用", 1),), "grid-row",
         deadline=Deadline("2025年12月底前", "2025-12", Bounds("2025-12", "2025-12-01", "2025-12-31", "month")), measures=(at("到2025年，秸秆综合利用率在95%以上"),),
         body_spans=(at("推进秸秆综合利用"),), cell=(1, 1)),
    Task("t3", "2", "建设绿色工厂", "annex", "农业", None, None, "", "（一）/2", (at("建设绿色工厂"),),
         (at("建设绿色工厂60家"),), "grid-row", parent="t2", deadline=Deadline("持续推进", None, Bounds(None, None, None, "year", "每年")), cell=(2, 1)),
)  # fmt: skip

INDICATORS = (
    Indicator("i1", "秸秆综合利用率", 95.0, "%", ">=", "2025", "s1", "二", (at("秸秆综合利用率达到95%以上"),), "达到",
              scope="全区", kind="预期性", baseline=Baseline(90.5, "2020"), goal="g1", task="t2", concept="cstraw"),
    Indicator("i2", "秸秆综合利用率", 95.0, "%", ">=", "2025", "s4", "三/（一）/1", (at("秸秆综合利用率在95%以上"),),
              "以上", task="t1", concept="cstraw"),
    Indicator("i3", "绿色工厂", 60.0, "家", "range", "2025", None, "", (at("建设绿色工厂60家"),), "数量", "guessed",
              "年份取自方案期限", value_max=80.0, since="2020", task="t3", cell=(2, 1), cumulative=True, concept="cfactory",
              subject="园区"),
)  # fmt: skip


def duty(id_: str, subject: str, org: str, mention: str, role: str, order: int, nth: int = 0) -> Responsibility:
    return Responsibility(id_, subject, mention, role, order, (at(mention, nth),), "column", organization=org)  # type: ignore[arg-type]


RESPONSIBILITIES = (
    duty("r1", "t1", "o1", "农业农村局", "lead", 1),
    duty("r2", "t2", "o1", "农业农村局", "lead", 1, 1),
    replace(duty("r3", "t2", "o2", "各镇人民政府", "support", 1), kind="collective", scope="辖区内", cell=(1, 3)),
    duty("r4", "t3", "o3", "经发局", "lead", 1),
    duty("r5", "u1", "o1", "农业农村局", "responsible", 1),
)

DUTIES = (
    Duty("u1", "推动农业绿色发展", "encourage", "s3", "三/（一）", (at("推动农业绿色发展"),), (at("农业绿色发展"),), "duty-verb",
         due=Due("2025年底", Bounds("2025", "2025-01-01", "2025-12-31", "year"), "own"), task="t1"),
)  # fmt: skip

NORMS = (
    Norm("n1", "quota", "绿色工厂", 60.0, "家", "<=", "s5", "（一）", (at("绿色工厂60家"),), "norm-quota", cell=(2, 1)),
)

CITATIONS = (
    Citation("c1", "绿色发展规划", "国发〔2021〕4号", "basis", (at("《绿色发展规划》（国发〔2021〕4号）"),), "title"),
)

ORGANIZATIONS = (
    Organization("o1", "农业农村局", "东江区", "county", "department", ("区农业农村局",), type="agriculture"),
    Organization("o2", "各镇人民政府", "东江区", "township", "collective"),
    Organization(
        "o3",
        "经发局",
        "东江区",
        "county",
        "department",
        type="development-reform",
        parent="b1",
        resolved="b2",
        candidates=("b3",),
    ),
)

LINKS = (
    Link("annex_of", "t2", "s4", 1.0, "附件条目的用语依次见于该句", "inferred"),
    Link("same_task", "t2", "t1", 1.0, "附件条目与正文任务用语一致"),
    Link("same_indicator", "i1", "i2", 0.97, "同名同值"),
    Link("annex_of", "t3", "s3", 0.61, "最相近的一句", "guessed"),
)


def linked() -> Linked:
    """The whole small document; change a part of it with ``dataclasses.replace``."""
    policy = PolicyDocument(document(), HEAD, SECTIONS, (), ())
    account = Coverage("amber", {"owners": Count(4, 3)}, (), ("责任单位 4 处中 1 处没有读出",))
    made = Linked(
        policy,
        GOALS,
        INDICATORS,
        TASKS,
        RESPONSIBILITIES,
        CITATIONS,
        ORGANIZATIONS,
        LINKS,
        DUTIES,
        NORMS,
        coverage=account,
    )
    return derive(made)


def second() -> Linked:
    """Another document over the same text: a task with two leads, one without, a binding indicator nobody owns."""
    head = replace(
        HEAD,
        id="d2",
        title="西山县绿色发展实施方案",
        number="西山发〔2022〕3号",
        kind="实施方案",
        issued="2022-08",
        issuer=("经发局",),
    )
    policy = PolicyDocument(document(), head, (), (), ())
    shared, alone = replace(TASKS[0], id="t11", section=None), replace(TASKS[2], id="t12", parent=None, domain="工业")
    bound = replace(
        INDICATORS[0], id="i11", value=92.0, kind="约束性", task=None, goal=None, section=None, baseline=None
    )
    led = (replace(RESPONSIBILITIES[0], id="r11", subject="t11"),
           replace(RESPONSIBILITIES[3], id="r12", subject="t11", order=2))  # fmt: skip
    cited = replace(CITATIONS[0], id="c11", relation="implements", target="d1")
    return derive(Linked(policy, (), (bound,), (shared, alone), led, (cited,), ORGANIZATIONS, ()))
