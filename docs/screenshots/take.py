"""Take the pictures of docs/views.md from a built folder: ``python docs/screenshots/take.py outputs``.

Needs Playwright and a Chromium; pictures are reduced to 128 colours so that the repository stays small.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent
SIZES = {1440: 900, 390: 844}


def addresses(folder: Path) -> dict[str, str]:
    """Name of a picture -> address, for the document with most tasks: its first organisation with three to nine
    tasks, and the first task of that."""
    html = (folder / "index.html").read_text("utf-8")
    scene: dict[str, Any] = json.loads(html.split('id="scene">')[1].split("</script>")[0])
    counts = Counter(task["doc"] for task in scene["tasks"])
    at = max(range(len(scene["documents"])), key=lambda index: counts[index])
    doc = scene["documents"][at]["id"]
    own: dict[str, list[str]] = {entry["id"]: [] for entry in scene["organizations"]}
    for fact in scene["responsibilities"]:
        if fact["doc"] == at:
            own[fact["organization"]].append(fact["subject"])
    org = next((key for key, tasks in own.items() if 3 <= len(tasks) <= 9), next(iter(own)))
    indicator = next(item["id"] for item in scene["indicators"] if item["doc"] == at)
    plain = ("matrix", "orgs", "indicators", "text", "together", "findings", "graph", "about")
    found = {
        **{name: f"#/{name}?doc={doc}" for name in plain},
        "organization": f"#/org/{org}?doc={doc}",
        "task": f"#/org/{org}?doc={doc}&f={own[org][0]}",
        "indicator": f"#/indicators?doc={doc}&f={indicator}",
        "search": f"#/search?doc={doc}&s=%E5%9E%83%E5%9C%BE%E5%88%86%E7%B1%BB",
        "documents": "#/documents",
        "several": "#/matrix",
    }
    drawn = {"drawn-overview": "graph/overview.html", "drawn-organization": f"graph/{org}.html"}
    return {**{name: f"index.html{address}" for name, address in found.items()}, **drawn}


def take(browser: Browser, folder: Path, name: str, address: str, width: int, scheme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": SIZES[width]}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(folder.resolve().as_uri() + "/" + address)
    page.wait_for_timeout(400)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(128, dither=Image.Dither.NONE)
    picture.save(HERE / f"{name}-{width}-{scheme}.png", optimize=True)
    page.close()


def prints(browser: Browser, folder: Path, name: str, address: str) -> None:
    """The first printed page; for the matrix every page."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(folder.resolve().as_uri() + "/" + address)
    page.wait_for_timeout(600)
    sheets(page.pdf(prefer_css_page_size=True), f"print-{name}", 4 if name == "matrix" else 1)
    page.close()


def sheets(pdf: bytes | Path, name: str, most: int) -> None:
    """Pages of a PDF as pictures ``NAME.png``, ``NAME-2.png`` …"""
    import pypdfium2

    for at, page in enumerate(list(pypdfium2.PdfDocument(pdf))[:most]):
        picture = page.render(scale=1.4).to_pil().convert("RGB").quantize(64)
        picture.save(HERE / (f"{name}-{at + 1}.png" if at else f"{name}.png"), optimize=True)


def office(folder: Path) -> None:
    """The ledger and the Word table as LibreOffice opens them, where it is installed."""
    program = shutil.which("soffice")
    if program is None:
        return
    with tempfile.TemporaryDirectory() as made:
        for file in ("ledger.xlsx", "responsibilities.docx"):
            command = [program, "--headless", "--convert-to", "pdf", "--outdir", made, str(folder / "files" / file)]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
        sheets(Path(made) / "ledger.pdf", "office-ledger", 1)
        sheets(Path(made) / "responsibilities.pdf", "office-word", 2)


def main(folder: Path) -> None:
    with sync_playwright() as player:
        found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        browser = player.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        for name, address in addresses(folder).items():
            for width in SIZES:
                for scheme in ("light", "dark"):
                    take(browser, folder, name, address, width, scheme)
        for name in ("matrix", "organization", "indicators"):
            prints(browser, folder, name, addresses(folder)[name])
        browser.close()
    office(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "outputs"))
