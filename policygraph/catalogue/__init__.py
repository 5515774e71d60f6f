"""What a whole store holds, in narrow tables: for questions over everything, which a graph on disk answers slowly.

The tables are derived from the records and may be thrown away at any moment. ``Catalogue`` is their one file,
``Answers`` what can be asked of it.
"""

from policygraph.catalogue.answers import LEVELS, Answers, DocumentRow, FactRow, OrganizationRow, Page, Pair, Partner
from policygraph.catalogue.tables import Behind, Catalogue, Entry, keeping

__all__ = [
    "LEVELS",
    "Answers",
    "Behind",
    "Catalogue",
    "DocumentRow",
    "Entry",
    "FactRow",
    "OrganizationRow",
    "Page",
    "Pair",
    "Partner",
    "keeping",
]
