"""Typed words of a text, found once: times, bodies, labels, quantities.

A row of ``ontology/grammar`` says how a mark is written, with an example and a counterexample; the longest reading wins
and what lost can be asked for. Rules above are patterns over marks (``condense``), never over raw characters again.
"""
