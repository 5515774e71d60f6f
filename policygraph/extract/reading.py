"""What the reader of a paragraph carries from clause to clause, and what it writes down."""

from __future__ import annotations

from dataclasses import dataclass, field

from policygraph.extract import naming
from policygraph.extract.compact import Line
from policygraph.extract.phrases import Mark
from policygraph.lexicon import Lexicon, keyed_by_hash
from policygraph.model import Baseline, Clock, NormKind, Quantity


@dataclass(frozen=True)
class Words:
    """All compiled words of the rule."""

    names: naming.NameWords
    lexicon: Lexicon


@keyed_by_hash
def words_of(lexicon: Lexicon) -> Words:
    """Compile once for a lexicon (known by its hash)."""
    return Words(naming.name_words(lexicon), lexicon)


@dataclass(frozen=True, slots=True)
class Draft:
    """An indicator before it has an id. ``start``/``end`` in the line; ``why`` empty when the sentence says all."""

    name: str
    quantity: Quantity
    by: str | None
    start: int
    end: int
    rule: str
    why: str = ""
    scope: str | None = None
    since: str | None = None
    baseline: Baseline | None = None
    cumulative: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """A norm before it has an id: a figure that sets a condition, a limit, a quota or a tariff."""

    kind: NormKind
    name: str
    quantity: Quantity
    start: int
    end: int
    rule: str
    why: str


@dataclass
class Reader:
    """State while one paragraph is read: the governing time phrase, the last name, what came out.
    ``named_here`` are the names of the clause, ``named_before`` of the last clause with quantities."""

    line: Line
    marks: list[Mark]
    words: Words
    clock: Clock
    region: str | None
    settled: str
    governing: Mark | None = None
    default: tuple[str | None, str] = (None, "")
    last_name: str = ""
    near_name: str = ""
    near_topic: str = ""
    named_before: list[str] = field(default_factory=list)
    named_here: list[str] = field(default_factory=list)
    listing: bool = False
    last_clause: str = ""
    limits: list[Limit] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    refused: list[tuple[int, int, str, str]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # of ``marks``, to find those of a sentence

    def __post_init__(self) -> None:
        self.starts = [mark.start for mark in self.marks]
