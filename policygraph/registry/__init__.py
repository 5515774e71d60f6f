"""Which body a name means: one resolver for issuers, addressees and those who owe duties.

A body is (region, functional type, sub-unit); its name is a label. ``resolve`` is a pure function of the mention,
the region and level of the document it stands in, its issuer and the names before it in its list.
"""

from __future__ import annotations

from policygraph.registry.answers import body_id
from policygraph.registry.data import Body, Reform, Registry, Type, default_registry, load_registry
from policygraph.registry.resolver import Context, resolve

__all__ = [
    "Body",
    "Context",
    "Reform",
    "Registry",
    "Type",
    "body_id",
    "default_registry",
    "load_registry",
    "resolve",
]
