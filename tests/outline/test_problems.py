"""What the outline says is odd about a document."""

from __future__ import annotations

import pytest

from policygraph.lexicon import default_lexicon
from policygraph.outline import outline
from policygraph.read import read

FIRST = "云溪市人民政府办公室关于印发湖库保护方案的通知\n云政办发〔2024〕7号\n各区人民政府：\n一、清理岸线。恢复岸线。\n2024年3月5日\n"
#: what follows the first document -> the issues that another one stands in the file
BEHIND = {
    "云溪市人民政府办公室关于印发校园食堂方案的通知\n云政办发〔2024〕9号\n各区人民政府：\n一、建设食堂。": 1,
    "附件\n参考文件目录\n云政办发〔2024〕9号\n云政办发〔2024〕10号": 0,
    "二、贯彻云政办发〔2024〕9号。": 0,
    "云政办发〔2024〕7号\n各区人民政府：": 0,
}


@pytest.mark.parametrize("text", BEHIND)
def test_another_document_in_the_file_is_said(text: str) -> None:
    found = outline(read((FIRST + text).encode(), "a.txt"), default_lexicon())
    assert [issue.code for issue in found.issues].count("several-documents") == BEHIND[text]
