"""Records written by hand for the views: a plan with an annex, a hostile one, an empty one; and a real Chromium."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from policygraph.decide import finding_key
from policygraph.model import Finding

Record = dict[str, Any]
ROLES = {"牵头": "lead", "负责": "responsible", "配合": "support", "指导": "guide"}


class Composer:
    """Writes a text and the record of it together, so that every quote is what the text says."""

    def __init__(self, key: str, title: str, number: str | None = None, region: str = "甲市") -> None:
        self.key, self.region, self.text = key, region, ""
        meta = dict.fromkeys(
            ("notice_title", "published", "effective", "expires", "disclosure", "baseline_year", "horizon")
        )
        document = meta | {
            "id": f"d{key}", "title": title, "number": number, "issuer": [f"{region}人民政府"], "issued": "2023-05-04",
            "addressees": [], "kind": "实施方案", "region": region, "level": "city", "attachments": [], "evidence": {},
        }  # fmt: skip
        lists = (
            "sections",
            "goals",
            "indicators",
            "norms",
            "tasks",
            "duties",
            "responsibilities",
            "organizations",
            "citations",
            "links",
            "findings",
            "issues",
        )
        source = {"name": f"{key}.txt", "sha256": "0" * 64, "media_type": "text/plain", "pages": 3}
        self.record: Record = {"schema": "policygraph/record/2", "source": source, "text": "", "document": document}
        self.record |= {name: [] for name in lists}

    def say(self, text: str, **where: Any) -> dict[str, Any]:
        start = len(self.text)
        self.text += text
        self.record["text"] = self.text
        return {"start": start, "end": len(self.text), "quote": text, **where}

    def section(self, number: str, heading: str) -> str:
        span = self.say(f"{number}、{heading}\n")
        made = {
            "id": f"s{self.key}{number}", "path": number, "number": number, "heading": heading, "level": 1, "parent": None,
            "part": "body", "start": span["start"], "end": span["end"],
        }  # fmt: skip
        self.record["sections"].append(made)
        return str(made["id"])

    def organization(self, name: str) -> str:
        identifier = "o" + hashlib.sha256((self.region + name).encode()).hexdigest()[:16]
        if all(entry["id"] != identifier for entry in self.record["organizations"]):
            entry = {
                "id": identifier,
                "name": name,
                "aliases": [],
                "region": self.region,
                "level": "city",
                "kind": "department",
            }
            self.record["organizations"].append(entry)
        return identifier

    def task(
        self,
        text: str,
        owners: dict[str, list[str]],
        *,
        domain: str = "第一领域",
        section: str | None = None,
        **more: Any,
    ) -> str:
        at = len(self.record["tasks"]) + 1
        spans = [self.say(f"{at}．{text}", page=1 + at // 8)]
        self.say("\n")
        identifier = f"t{self.key}{at}"
        self.record["tasks"].append({
            "id": identifier, "number": str(at), "text": text, "part": "body", "domain": domain, "area": None, "parent": None,
            "section": section, "section_path": "一", "deadline": None, "due": None, "measures": [], "body_spans": [], "spans": spans,
            "rule": "by_hand", "confidence": "stated", **more,
        })  # fmt: skip
        for role, names in owners.items():
            for order, name in enumerate(names, 1):
                self.responsibility(identifier, name, ROLES[role], order)
        self.say("\n")
        return identifier

    def responsibility(self, subject: str, name: str, role: str, order: int, confidence: str = "stated") -> None:
        self.record["responsibilities"].append({
            "id": f"r{self.key}{len(self.record['responsibilities'])}", "subject": subject, "organization": self.organization(name),
            "mention": name, "role": role, "order": order, "scope": None, "spans": [self.say(name)], "rule": "by_hand",
            "confidence": confidence,
        })  # fmt: skip
        self.say("；")

    def indicator(
        self, name: str, value: float | None, unit: str, by: str | None, task: str | None = None, **more: Any
    ) -> str:
        identifier = f"i{self.key}{len(self.record['indicators'])}"
        span = self.say(f"{name}达到{value}{unit}")
        self.say("。\n")
        self.record["indicators"].append({
            "id": identifier, "name": name, "value": value, "value_max": None, "unit": unit, "comparator": ">=", "by": by, "from": None,
            "baseline": None, "kind": None, "scope": None, "relative": None, "cumulative": False, "section": None, "section_path": "一",
            "task": task, "goal": None, "subject": None, "concept": "c" + hashlib.sha256(name.encode()).hexdigest()[:16],
            "due": None, "owners": self.owners(task), "spans": [span], "rule": "by_hand", "confidence": "stated", **more,
        })  # fmt: skip
        return identifier

    def duty(self, who: str, text: str, *, task: str | None = None, due: dict[str, Any] | None = None) -> str:
        identifier = f"u{self.key}{len(self.record['duties'])}"
        self.responsibility(identifier, who, "lead", 1)
        span = self.say(text)
        self.say("。\n")
        self.record["duties"].append({
            "id": identifier, "task": task, "section": None, "section_path": "一", "text": text, "modality": "must",
            "act": [span], "due": due, "spans": [span], "rule": "by_hand", "confidence": "stated",
        })  # fmt: skip
        return identifier

    def owners(self, task: str | None) -> list[dict[str, str]]:
        return [
            {"organization": duty["organization"], "role": duty["role"], "how": "task", "responsibility": duty["id"]}
            for duty in self.record["responsibilities"]
            if task and duty["subject"] == task
        ]


def plan(key: str = "a", tasks: int = 9, title: str = "甲市水网建设实施方案", region: str = "甲市") -> Record:
    """Tasks of three bureaus; 𠮷 stands before everything, so that no offset is right in UTF-16 by chance."""
    made = Composer(key, title, f"甲政发〔2023〕{len(key)}号", region)
    made.say("𠮷甲市人民政府\n\n")
    section = made.section("一", "重点任务")
    body = made.say("疏浚𠮷河河道，清理沿岸堆放物。")
    made.say("此后逐年巡查。\n")
    for at in range(tasks):
        domain = "第一领域" if at < tasks / 2 else "第二领域"
        owners = {"牵头": [("水务局", "商务局", "教育局")[at % 3]], "配合": ["财政局"] if at % 2 else []}
        if at == 1:
            owners = {"负责": ["财政局"], "指导": ["教育局"]}
        made.task(f"疏浚第{at + 1}号河道", owners, domain=domain, section=section)
    first = made.record["tasks"][0]
    first |= {"part": "annex", "body_spans": [body], "deadline": {"text": "2025年底前", "by": "2025-12"}}
    made.record["links"].append(
        {
            "kind": "annex_of",
            "left": first["id"],
            "right": section,
            "score": 0.8,
            "reason": "用语依次见于该句",
            "confidence": "inferred",
        }
    )
    made.indicator("河道通畅率", 95.0, "%", "2025", first["id"])
    lonely = made.indicator("水质优良比例", 80.0, "%", "2030", None, confidence="inferred", why="年份取自句首")
    made.indicator("管网长度", 20.0, "公里", "2027", None)
    made.record["findings"].append(
        {
            "code": "indicator-unowned",
            "severity": "warning",
            "message": "指标“水质优良比例”没有责任单位",
            "facts": [lonely],
            "key": finding_key(Finding("indicator-unowned", "warning", "", (lonely,))),
        }
    )
    made.record["goals"].append(
        {
            "id": f"g{key}1",
            "text": "水网基本建成",
            "by": "2025",
            "indicators": [],
            "section": section,
            "section_path": "一",
            "spans": [made.say("水网基本建成")],
            "rule": "by_hand",
            "confidence": "inferred",
            "why": "年份取自段首",
        }
    )
    made.record["citations"].append(
        {
            "id": f"c{key}1",
            "title": "关于加强水网建设的意见",
            "number": None,
            "relation": "basis",
            "target": None,
            "spans": [made.say("《关于加强水网建设的意见》")],
            "rule": "by_hand",
            "confidence": "stated",
        }
    )
    return made.record


def due(until: str | None, source: str = "own", precision: str = "year", text: str = "") -> dict[str, Any]:
    """When something is due, as the record says it."""
    return {
        "text": text or (until or "")[:4], "due_from": None, "due_until": until, "precision": precision, "recurrence": None,
        "source": source, "spans": [],
    }  # fmt: skip


def scheduled() -> Record:
    """A plan to 2027 whose tasks are due at all times: late, soon, later, inherited, standing, never said."""
    made = Composer("s", "甲市供水保障实施方案", "甲政发〔2025〕7号")
    made.record["document"]["horizon"] = "2027"
    dates = [
        due("2025-02-28", precision="month", text="2月底前"), due("2025-03-31", precision="month"), due("2025-06-30", precision="quarter"),
        due("2025-12-31", "inherited"), due("2027-12-31", "inherited"), due(None, text="持续推进"), None,
    ]  # fmt: skip
    for at, one in enumerate(dates):
        made.task(f"整治第{at + 1}处水源", {"牵头": ["水务局" if at % 2 == 0 else "财政局"]}, due=one)
    first = made.record["tasks"][0]
    first["measures"] = [made.say("建设充电桩并配套监测井。")]
    made.duty("水务局", "出台供水应急预案", task=first["id"], due=due("2025-04-30", precision="month", text="4月底前"))
    made.duty("司法局", "审查供水条例草案", due=due("2025-05-20", precision="day", text="5月20日前"))
    made.duty("各区人民政府", "落实属地责任")
    made.record["organizations"][-1]["kind"] = "collective"
    return made.record


ATTACK = "</script><img src=x onerror=window.hacked=1>\u2028<!--<script>window.hacked=1</script>"


def hostile() -> Record:
    """Every text a document can bring in tries to become something else."""
    made = Composer("h", f"方案{ATTACK}", f"〔2023〕{ATTACK}", region=f"乙市{ATTACK}")
    made.say("\ufeff\u202e𠮷" + ATTACK + "\x00\x01\n")
    section = made.section("一", f"任务{ATTACK}")
    made.task(
        f'=HYPERLINK("http://evil.example"){ATTACK}',
        {"牵头": [f"@局{ATTACK}", "href=javascript:alert(1)"]},
        domain=ATTACK,
        section=section,
    )
    made.task("+1-1", {"牵头": ["-局"]}, domain="__proto__", section="constructor")
    made.indicator(f"率{ATTACK}", 1.0, ATTACK, "2025", "t-none")
    made.record["findings"].append(
        {"code": ATTACK, "severity": "error", "message": ATTACK, "facts": ["__proto__", "nothing"], "key": "f0"}
    )
    made.record["issues"].append({"code": "x", "severity": "info", "message": ATTACK, "spans": [made.say(ATTACK)]})
    return made.record


def empty() -> Record:
    made = Composer("e", "一则没有任务的通知")
    made.say("特此通知。\n")
    return made.record


@pytest.fixture(scope="session")
def make_plan() -> Callable[..., Record]:
    return plan


@pytest.fixture(scope="session")
def make_scheduled() -> Callable[[], Record]:
    return scheduled


@pytest.fixture(scope="session")
def make_hostile() -> Callable[[], Record]:
    return hostile


@pytest.fixture(scope="session")
def make_empty() -> Callable[[], Record]:
    return empty


class Visit:
    """A page on ``file://`` that notes every request and every line on the console."""

    def __init__(self, browser: Any, file: Path, address: str = "", **context: Any) -> None:
        self.context = browser.new_context(
            **{"viewport": {"width": 1440, "height": 900}, "accept_downloads": True} | context
        )
        self.page = self.context.new_page()
        self.console: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda line: self.console.append(line.text))
        self.page.on("pageerror", lambda error: self.console.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.file = file
        self.page.goto(file.as_uri() + address)

    def at(self, address: str) -> Any:
        self.page.goto(self.file.as_uri() + address)
        return self.page

    def close(self) -> None:
        """Leave, and hold what every visit must hold: nothing fetched, nothing complained about."""
        self.context.close()
        outside = [url for url in self.requests if not url.startswith(("file:", "blob:"))]
        assert outside == []
        assert self.console == []


@pytest.fixture
def visit(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Visit]]:
    """``visit(records, address, **context)``: the site of the records, built and opened."""
    from policygraph.views import build_site

    open_pages: list[Visit] = []

    def go(
        records: list[Record], address: str = "", page: str = "index.html", decisions: Any = (), **context: Any
    ) -> Visit:
        for path, data in build_site(records, version="0.0.0", decisions=decisions):
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        open_pages.append(Visit(chromium, tmp_path / page, address, **context))
        return open_pages[-1]

    yield go
    for page in open_pages:
        page.close()


@pytest.fixture
def open_page(chromium: Any) -> Iterator[Callable[..., Visit]]:
    """``open_page(file, address, **context)``: a page that was built before."""
    open_pages: list[Visit] = []

    def go(file: Path, address: str = "", **context: Any) -> Visit:
        open_pages.append(Visit(chromium, file, address, **context))
        return open_pages[-1]

    yield go
    for page in open_pages:
        page.close()


@pytest.fixture(scope="session")
def changzhou_record(changzhou: Any) -> Record:
    from policygraph.record import to_record

    return dict(to_record(changzhou))
