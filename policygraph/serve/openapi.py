"""The description of the API, made from the same tables as the routes."""

from __future__ import annotations

from typing import Any

from policygraph import __version__
from policygraph.serve.api import FORMS, KINDS
from policygraph.serve.resources import RESOURCES

Json = dict[str, Any]
_PAGING = [
    {"name": name, "in": "query", "schema": {"type": "integer", "minimum": 0}, "description": about}
    for name, about in (("limit", "最多几条 / how many"), ("offset", "从第几条起 / from which on"))
]
_ERROR = {
    "type": "object",
    "properties": {
        "error": {"type": "object", "properties": {"code": {"type": "string"}, "message": {"type": "string"}}}
    },
}


def openapi(base: str) -> Json:
    """OpenAPI 3.1 of the server at ``base``."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "policygraph",
            "version": __version__,
            "description": "政策文件的任务、指标、责任与原文依据。",
        },
        "servers": [{"url": base.rstrip("/")}],
        "paths": _paths(),
        "components": {
            "schemas": {"Error": _ERROR},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _paths() -> Json:
    paths: Json = {}
    for suffix in ("", *(f".{form}" for form in FORMS)):
        paths[f"/api/documents{suffix}"] = {"get": _read("文件 / documents", _PAGING, suffix)}
        paths[f"/api/documents/{{id}}{suffix}"] = {
            "get": _read("一份文件的记录 / one document", [_in_path("id")], suffix)
        }
        about = [_in_path("id"), _in_path("kind", KINDS)]
        paths[f"/api/documents/{{id}}/{{kind}}{suffix}"] = {"get": _read("一类事实 / facts of a kind", about, suffix)}
        paths[f"/api/things/{{id}}{suffix}"] = {
            "get": _read("关于一个标识的陈述 / statements", [_in_path("id")], suffix)
        }
        for item in RESOURCES:
            given = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in item.filters]
            title = f"{item.title_zh} / {item.title_en}"
            paths[f"/api/{item.path}{suffix}"] = {"get": _read(title, [*_PAGING, *given], suffix)}
    for suffix in ("", ".json", ".csv"):
        words: Json = {"name": "q", "in": "query", "schema": {"type": "string"}}
        for name, title in (
            ("documents", "文件"),
            ("organizations", "单位与任务数"),
            ("facts", "任务、指标、目标"),
            ("pairs", "牵头与配合"),
        ):
            about = [*_PAGING, *([words] * (name != "pairs"))]
            paths[f"/api/library/{name}{suffix}"] = {"get": _read(f"目录：{title} / catalogue", about, suffix)}
        about = [_in_path("id"), *_PAGING, {"name": "role", "in": "query", "schema": {"type": "string"}}]
        title = "目录：一个单位的全部任务 / all duties of an organisation"
        paths[f"/api/library/organizations/{{id}}{suffix}"] = {"get": _read(title, about, suffix)}
    paths["/api/documents/{id}/original"] = {"get": _read("原件 / the file", [_in_path("id")], ".bin")}
    picture: list[Json] = [
        _in_path("id"),
        _in_path("page"),
        {"name": "fact", "in": "query", "schema": {"type": "string"}},
    ]
    paths["/api/documents/{id}/pages/{page}.png"] = {
        "get": _read("PDF 页面图像 / a page as a picture", picture, ".png")
    }
    paths["/api/queries"] = {"get": _read("查询库 / library of queries", [], ".json")}
    paths["/api/queries/{name}"] = {"get": _read("一个查询的答案 / answer", [_in_path("name")], "")}
    paths["/api/health"] = {"get": _read("状态 / state", [], ".json")}
    paths["/api/documents"]["post"] = _write("上传文件 / upload", [{"name": "name", "in": "query", "required": True, "schema": {"type": "string"}}], "application/octet-stream")  # fmt: skip
    paths["/api/documents/{id}"]["delete"] = _write("移除文件 / remove", [_in_path("id")], "")
    where: Json = {"name": "document", "in": "query", "schema": {"type": "string"}}
    paths["/api/decisions"] = {
        "get": _read("人工决定，含已撤回的 / decisions, with those withdrawn", [], ".json"),
        "post": _write("记录或撤回一项决定 / add or withdraw a decision", [where], "application/json"),
    }
    return paths


def _read(title: str, parameters: list[Json], suffix: str) -> Json:
    media: Json = {".bin": {"application/octet-stream": {}}, ".png": {"image/png": {}}}.get(suffix) or {
        kind: {} for form, kind in FORMS.items() if suffix in ("", f".{form}")
    }
    return {"summary": title, "parameters": parameters, "responses": {"200": {"description": "OK", "content": media}, "default": _failure()}}  # fmt: skip


def _write(title: str, parameters: list[Json], body: str) -> Json:
    out: Json = {"summary": title, "parameters": parameters, "security": [{"token": []}]}
    if body:
        out["requestBody"] = {"required": True, "content": {body: {}}}
    out["responses"] = {"200": {"description": "OK"}, "201": {"description": "Created"}, "default": _failure()}
    return out


def _failure() -> Json:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {"description": "拒绝及原因 / refused, and why", "content": content}


def _in_path(name: str, values: tuple[str, ...] = ()) -> Json:
    schema: Json = {"type": "string", "enum": list(values)} if values else {"type": "string"}
    return {"name": name, "in": "path", "required": True, "schema": schema}
