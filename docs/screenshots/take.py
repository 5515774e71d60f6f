"""Take the pictures of docs/views.md from a built folder: ``python docs/screenshots/take.py outputs``.

Needs Playwright and a Chromium; pictures are reduced to 128 colours so that the repository stays small.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent
SIZES = {1440: 900, 390: 844}


def addresses(folder: Path) -> dict[str, str]:
    """Name of a picture -> address, for the first organisation with three to nine tasks and its first task."""
    html = (folder / "index.html").read_text("utf-8")
    scene: dict[str, Any] = json.loads(html.split('id="scene">')[1].split("</script>")[0])
    own = {entry["id"]: [] for entry in scene["organizations"]}  # type: dict[str, list[str]]
    for fact in scene["responsibilities"]:
        own[fact["organization"]].append(fact["subject"])
    org = next((key for key, tasks in own.items() if 3 <= len(tasks) <= 9), next(iter(own)))
    indicator = scene["indicators"][0]["id"]
    plain = ("matrix", "orgs", "indicators", "text", "together", "findings", "graph", "about")
    return {
        **{name: f"index.html#/{name}" for name in plain},
        "organization": f"index.html#/org/{org}",
        "task": f"index.html#/org/{org}?f={own[org][0]}",
        "indicator": f"index.html#/indicators?f={indicator}",
        "search": "index.html#/search?s=%E5%9E%83%E5%9C%BE%E5%88%86%E7%B1%BB",
        "drawn-overview": "graph/overview.html",
        "drawn-organization": f"graph/{org}.html",
    }


def take(browser: Browser, folder: Path, name: str, address: str, width: int, scheme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": SIZES[width]}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(folder.resolve().as_uri() + "/" + address)
    page.wait_for_timeout(400)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(128, dither=Image.Dither.NONE)
    picture.save(HERE / f"{name}-{width}-{scheme}.png", optimize=True)
    page.close()


def prints(browser: Browser, folder: Path, name: str, address: str) -> None:
    """The first printed page."""
    import pypdfium2

    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(folder.resolve().as_uri() + "/" + address)
    page.wait_for_timeout(400)
    sheets = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    picture = sheets[0].render(scale=1.4).to_pil().convert("RGB").quantize(64)
    picture.save(HERE / f"print-{name}.png", optimize=True)
    page.close()


def main(folder: Path) -> None:
    with sync_playwright() as player:
        found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        browser = player.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        for name, address in addresses(folder).items():
            for width in SIZES:
                for scheme in ("light",) if name.startswith("drawn") else ("light", "dark"):
                    take(browser, folder, name, address, width, scheme)
        for name in ("matrix", "organization", "indicators"):
            prints(browser, folder, name, addresses(folder)[name])
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "outputs"))
