"""The store: records, files and one named graph a document, kept so that nothing committed is lost."""

from __future__ import annotations

from policygraph.store.care import backup, restore
from policygraph.store.check import Problem, verify
from policygraph.store.embedded import Prepared, Store, source_hash
from policygraph.store.endpoint import Endpoint
from policygraph.store.manifest import Row
from policygraph.store.originals import Originals
from policygraph.store.reader import Reader
from policygraph.store.remote import RemoteStore
from policygraph.store.rules import rules_hash

__all__ = [
    "Endpoint",
    "Originals",
    "Prepared",
    "Problem",
    "Reader",
    "RemoteStore",
    "Row",
    "Store",
    "backup",
    "restore",
    "rules_hash",
    "source_hash",
    "verify",
]
