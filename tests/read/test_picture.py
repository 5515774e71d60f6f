from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from policygraph.issues import ReadError
from policygraph.pipeline import page_picture

PDF = Path(__file__).parent.parent / "documents" / "notice.pdf"
BOX = (118.1, 311.2, 502.7, 324.0)


def picture(page: int, *boxes: tuple[float, float, float, float]) -> Image.Image:
    return Image.open(BytesIO(page_picture(PDF.read_bytes(), page, boxes)))


def test_without_boxes_it_is_the_whole_page() -> None:
    image = picture(2)
    assert image.format == "PNG" and image.height > image.width > 1000


def test_a_box_cuts_the_page_around_it_and_is_marked() -> None:
    whole, cut = picture(2), picture(2, BOX)
    assert cut.width == whole.width and cut.height == pytest.approx((324.0 - 311.2 + 160) * 2, abs=2)
    at = (234, 170)  # just left of the first character, within the mark
    red, _, blue = cut.convert("RGB").getpixel(at)  # type: ignore[misc]
    assert red > blue + 30


@pytest.mark.parametrize(
    ("data", "page", "code"), [(PDF.read_bytes(), 99, "no-page"), (b"%PDF-1.4 nothing", 1, "malformed")]
)
def test_what_cannot_be_drawn_is_refused(data: bytes, page: int, code: str) -> None:
    with pytest.raises(ReadError) as refusal:
        page_picture(data, page)
    assert refusal.value.code == code


def test_a_box_outside_the_page_gives_a_picture_all_the_same() -> None:
    assert picture(1, (0.0, -500.0, 10.0, -400.0)).height >= 1
    assert picture(1, (0.0, 9000.0, 10.0, 9100.0)).height >= 1
