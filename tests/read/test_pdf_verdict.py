"""A text layer that is not what is printed."""

from __future__ import annotations

import pytest

from policygraph.read.pdf_chars import Char
from policygraph.read.pdf_lines import Page, line_of_chars
from policygraph.read.pdf_verdict import garbled

PLAIN = "加快建设绿色工厂和绿色园区，推动产业集群循环化改造升级，提高资源利用水平（市发展改革委牵头，市财政局配合）。"
#: what a page says -> whether its text layer is garbage
PAGES = {
    PLAIN: False,
    "加快建設綠色工廠和綠色園區，推動產業集群循環化改造升級，提高資源利用水平（市發展改革委牽頭，市財政局配合）。": False,
    PLAIN + "单位GDP能耗降低13.5%，PM2.5平均浓度控制在35μg/m³以内，水温±2℃，α值": False,
    "青y人民 p Ã·文¤青 ¹青y人民 p Ã·Ï í 青y 行ªÓ方Û U Èg3 人民 p7yÎÈÞ门 Ó水®ß¹Go 方Û dåy pÐ¼7ùí ï3 ¼ ÚÝ": True,
    "\ue001\ue002\ue003\ue004" * 10: True,
    "鬱魑彘匚饕餮龘矍氍毹讟爨鱻麤灪籲饢齉癵驫纞虋齾爩鸜讞驪鸝釁躪钁鑿鸛": True,
    "ÃÛ": False,
}  # too few letters to judge


@pytest.mark.parametrize("words", PAGES)
def test_garbled(words: str) -> None:
    chars = [Char(char, 12.0 * at, 0, 12.0 * at + 12, 12, 12) for at, char in enumerate(words) if char != " "]
    page = Page(1, 595, 842, (line_of_chars(chars, 1),), len(chars))
    assert garbled(page) is PAGES[words]
