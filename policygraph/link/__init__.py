"""Linking: an annex row to the passage of the body that states it, an indicator to the task in whose passage it
stands, a mention to an organisation, a quantity to the same quantity named elsewhere.

Nothing is found here that the text does not say; a link that is a guess says so, with its score and reason.
"""

from policygraph.link.room import LINKERS, Linker, derive, link

__all__ = ["LINKERS", "Linker", "derive", "link"]
