"""How fast the workbench answers in Chromium: first paint, and a filter until the next frame. And the graph pages:
their bytes, and the time from opening one to its canvas being drawn.

``python benchmarks/bench_views.py``: 50 documents with 2,000 tasks, and one with 300 rows, written here.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from policygraph.pipeline import parse_bytes, record_of
from policygraph.views import build_site

FILTER = """async word => {
  const times = [];
  for (const text of [word, word + 'x', '', word, '']) {
    const start = performance.now();
    PG.replace({ w: text });
    document.body.offsetHeight;
    await new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
    times.push(performance.now() - start);
    await new Promise(done => setTimeout(done, 400));
  }
  return times;
}"""
PAINT = "performance.getEntriesByName('first-contentful-paint').map(entry => entry.startTime)[0] || 0"


def text(number: int, tasks: int, units: int) -> str:
    """A plan in the style of the documents: one sentence and its departments to each item."""
    lines = [f"某市第{number}项公共服务设施提升实施方案", "", "一、重点任务"]
    for at in range(tasks):
        lead, help_ = (number * 7 + at) % units, (number * 3 + at * 5) % units
        lines.append(
            f"{at + 1}．推进第{at}类设施改造。（牵头单位：市第{lead}局；配合单位：市第{help_}局、市第{(help_ + 3) % units}局）"
        )
    return "\n".join(lines) + "\n"


def records(documents: int, tasks: int, units: int) -> list[Any]:
    made = [parse_bytes(text(at, tasks, units).encode(), f"{at}.txt") for at in range(documents)]
    return [record_of(linked) for linked in made]


def measure(browser: Browser, folder: Path, title: str, made: list[Any]) -> None:
    shutil.rmtree(folder / "graph", ignore_errors=True)
    (folder / "graph").mkdir()
    files = dict(build_site(made, version="0"))
    for path, data in files.items():
        (folder / path).write_bytes(data)
    page_bytes = files["index.html"]
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto((folder / "index.html").as_uri())
    page.wait_for_timeout(1000)
    print(f"{title}: {sum(len(one['tasks']) for one in made)} tasks, {len(page_bytes) // 1000} kB,", end=" ")
    print(f"first paint {page.evaluate(PAINT):.0f} ms")
    for view in ("matrix", "indicators", "orgs"):
        page.evaluate(f"location.hash = '#/{view}'")
        page.wait_for_timeout(1000)
        times = page.evaluate(FILTER, "第3")
        print(f"  filter in {view}: median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms")
    graphs = [path for path in files if path.startswith("graph/")]
    weight = sum(len(files[path]) for path in graphs) // 1000
    page.goto((folder / "graph/overview.html").as_uri())
    drawn = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    print(
        f"  graph pages: {len(graphs)} files, {weight} kB; overview of {page.evaluate('nodes.length')} nodes in {drawn:.0f} ms"
    )
    page.close()


def main() -> None:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as player, tempfile.TemporaryDirectory() as folder:
        browser = player.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        measure(browser, Path(folder), "one document", records(1, 300, 20))
        measure(browser, Path(folder), "fifty documents", records(50, 40, 60))
        browser.close()


if __name__ == "__main__":
    main()
