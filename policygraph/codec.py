"""Values as JSON and back, by their types: a form that cannot execute anything, whoever wrote it.

Dataclasses and named tuples become arrays of their fields, bytes base64, paths text. Reading goes by the type that
is expected and checks every value against it, so an answer of the wrong shape is an error here and not somewhere
later.

>>> loads(tuple[int, ...], dumps(tuple[int, ...], (1, 2)))
(1, 2)
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, partial
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

Change: TypeAlias = Callable[[Any], Any]
_PLAIN = (str, int, float, bool, NoneType)


class CodecError(ValueError):
    """The text is no value of the type that is expected."""


def dumps(kind: Any, value: Any) -> bytes:
    """A value of this type as JSON."""
    return json.dumps(_pair(kind)[0](value), separators=(",", ":")).encode("ascii")


def loads(kind: Any, data: bytes) -> Any:
    """The value of this type in JSON. CodecError where it is none."""
    try:
        return _pair(kind)[1](json.loads(data))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise error if isinstance(error, CodecError) else CodecError(f"{kind}: {type(error).__name__}") from error


@cache
def _returned(function: Any) -> Any:
    return get_type_hints(function)["return"]


def returned(work: Any) -> Any:
    """The type a function, or a part application of one, says that it returns. KeyError where it does not say."""
    return _returned(work.func if isinstance(work, partial) else work)


@cache
def _pair(kind: Any) -> tuple[Change, Change]:
    """(to JSON, from JSON) for a type. TypeError where there is no such form for it."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind in _PLAIN or origin is Literal:
        return _same, _exactly(inner or kind)
    if kind is bytes:
        return lambda value: b64encode(value).decode("ascii"), lambda value: b64decode(value, validate=True)
    if kind is Path:
        return str, lambda value: Path(_exactly(str)(value))
    if origin in (Union, UnionType):
        return _union(inner)
    if origin is tuple:
        return _sequence(inner)
    if origin in (dict, Mapping):
        (to_key, of_key), (to, of) = map(_pair, inner)
        return (
            lambda value: {to_key(key): to(item) for key, item in value.items()},
            lambda value: {of_key(key): of(item) for key, item in value.items()},
        )
    if isinstance(kind, type) and (is_dataclass(kind) or hasattr(kind, "_fields")):
        return _record(kind)
    raise TypeError(f"no form for {kind}")


def _same(value: Any) -> Any:
    return value


def _exactly(kind: Any) -> Change:
    """The value itself, where it is one of the words given, or of the plain type."""
    allowed = frozenset(kind) if isinstance(kind, tuple) else None
    types = (int, float) if kind is float else (kind,)

    def check(value: Any) -> Any:
        if value not in allowed if allowed is not None else type(value) not in types:
            raise CodecError(f"{value!r:.60} is not {kind}")
        return value

    return check


def _sequence(inner: tuple[Any, ...]) -> tuple[Change, Change]:
    if len(inner) == 2 and inner[1] is Ellipsis:
        to, of = _pair(inner[0])
        if to is _same:
            return _same, lambda value: tuple([of(item) for item in _array(value)])
        return lambda value: [to(item) for item in value], lambda value: tuple([of(item) for item in _array(value)])
    to_each, of_each = zip(*map(_pair, inner), strict=True)
    return (
        lambda value: [to(item) for to, item in zip(to_each, value, strict=True)],
        lambda value: tuple([of(item) for of, item in zip(of_each, _array(value), strict=True)]),
    )


def _array(value: Any) -> Any:
    if type(value) is not list:
        raise CodecError(f"{value!r:.60} is no array")
    return value


def _union(inner: tuple[Any, ...]) -> tuple[Change, Change]:
    """Any plain types, and at most one that is none of them: the value says which it is."""
    plain = tuple(kind for kind in inner if kind in _PLAIN)
    rest = [kind for kind in inner if kind not in _PLAIN]
    if len(rest) > 1:
        raise TypeError(f"no form for {inner}")
    if not rest:
        return _same, _one_of(plain)
    to, of = _pair(rest[0])
    return (
        (lambda value: value if type(value) in plain else to(value)) if to is not _same else _same,
        lambda value: value if type(value) in plain else of(value),
    )


def _one_of(plain: tuple[Any, ...]) -> Change:
    types = frozenset(plain) | ({int} if float in plain else frozenset())

    def check(value: Any) -> Any:
        if type(value) not in types:
            raise CodecError(f"{value!r:.60} is not {plain}")
        return value

    return check


def _record(kind: type) -> tuple[Change, Change]:
    hints = get_type_hints(kind)
    names = [item.name for item in fields(kind)] if is_dataclass(kind) else list(kind._fields)  # type: ignore[attr-defined]
    to_each, of_each = zip(*(_pair(hints[name]) for name in names), strict=True)
    if set(hints.values()) <= {int, str}:  # places in a text and their like: most of a document
        return lambda value: [getattr(value, name) for name in names], _plainly(kind, [hints[name] for name in names])

    def to_json(value: Any) -> list[Any]:
        return [to(getattr(value, name)) for to, name in zip(to_each, names, strict=True)]

    def of_json(value: Any) -> Any:
        return kind(*[of(item) for of, item in zip(of_each, _array(value), strict=True)])

    return to_json, of_json


def _plainly(kind: type, types: list[Any]) -> Change:
    def of_json(value: Any) -> Any:
        if type(value) is not list or [*map(type, value)] != types:
            raise CodecError(f"{value!r:.60} is no {kind.__name__}")
        return kind(*value)

    return of_json
