"""Small files of every format, built in memory."""

from __future__ import annotations

import importlib.util
import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

DOCUMENTS = Path(__file__).parent.parent / "documents"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SPACES = (
    f'{W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def paragraphs(*texts: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)


@pytest.fixture(scope="session")
def documents() -> Path:
    return DOCUMENTS


@pytest.fixture(scope="session")
def pack() -> Callable[[dict[str, str | bytes]], bytes]:
    return zipped


@pytest.fixture(scope="session")
def word() -> Callable[..., bytes]:
    """A Word file with this body; further parts by name (numbering, styles, footnotes). Written as WPS writes
    templates, without content types, so that it is opened by the names of its parts."""

    def make(body: str, **parts: str) -> bytes:
        roots = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes"}
        files: dict[str, str | bytes] = {
            "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"
        }
        for name, inner in parts.items():
            files[f"word/{name}.xml"] = f"<w:{roots[name]} {SPACES}>{inner}</w:{roots[name]}>"
        return zipped(files)

    return make


@pytest.fixture(scope="session")
def numbering_cases() -> ModuleType:
    """``tests/documents/numbering.py``: every kind of automatic numbering and what Word shows."""
    path = DOCUMENTS / "numbering.py"
    spec = importlib.util.spec_from_file_location("documents_numbering", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
