"""What the analysis finds over many documents: the shapes that briefings are written from.

Plain frozen dataclasses, made by `analysis`, read by `briefings`; nothing here
is stored. Every finding names the records behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bilateral.ledger_findings import (
    Bearing,
    KeptShare,
    LedgerEntry,
    Measurement,
    ProjectEntry,
    StatusChange,
    TargetTrack,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from bilateral.forecasts import ForecastLine
    from bilateral.records import (
        Commitment,
        Document,
        Event,
        Factor,
        Figure,
        Office,
        Project,
        Rejection,
        Statement,
    )

__all__ = [
    "Bearing",
    "Direction",
    "DocumentGroup",
    "DocumentHead",
    "Expectation",
    "FactorGroup",
    "FigureCheck",
    "Findings",
    "Gaps",
    "Incident",
    "KeptShare",
    "LedgerEntry",
    "Measurement",
    "OfficialValue",
    "PeriodCount",
    "Position",
    "ProjectEntry",
    "Records",
    "Series",
    "Shift",
    "SidesRow",
    "SilentPeriod",
    "StatusChange",
    "TargetTrack",
    "ThirdParty",
    "head_of",
    "is_between",
    "state_of",
]


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """A document without its text: what is needed to date, count and name it."""

    doc_id: str
    title: str | None = None
    publisher: str | None = None
    publisher_class: str = "other"
    publisher_state: str | None = None
    published: str | None = None
    published_start: date | None = None
    published_end: date | None = None
    language: str | None = None
    is_coded: bool = True
    address: str = ""
    file_name: str = ""
    body_sha256: str = ""
    body_words: int = 0
    signature: tuple[int, ...] | bytes = ()  # numbers, or four bytes each, the lowest first: a tenth of the memory
    byline: str | None = None
    retrieved: datetime | None = None
    sha256: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Records:
    """The rows that an analysis and a brief draw on."""

    documents: tuple[DocumentHead, ...] = ()
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    projects: tuple[Project, ...] = ()
    factors: tuple[Factor, ...] = ()
    offices: tuple[Office, ...] = ()
    rejections: tuple[Rejection, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """One act between parties, from all its reports."""

    incident_id: str
    event_type: str
    mode: str | None
    quad_code: int
    intensity: float  # Goldstein scale, -10 to 10, as the first report has it
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    event_date: str | None  # the narrowest that all dated reports allow
    event_date_start: date | None
    event_date_end: date | None
    realis: str
    place_name: str | None
    reports: tuple[str, ...]  # record ids of the events, in order of publication
    n_documents: int
    n_independent: int  # publishers of the reports, copies counted with their original


@dataclass(frozen=True, slots=True)
class PeriodCount:
    """Incidents that happened in one period, by quad class."""

    period: str
    verbal_cooperation: int = 0
    material_cooperation: int = 0
    verbal_conflict: int = 0
    material_conflict: int = 0
    incident_ids: tuple[str, ...] = ()

    @property
    def cooperation(self) -> int:
        """Incidents of quad classes 1 and 2."""
        return self.verbal_cooperation + self.material_cooperation

    @property
    def conflict(self) -> int:
        """Incidents of quad classes 3 and 4."""
        return self.verbal_conflict + self.material_conflict

    @property
    def total(self) -> int:
        """All incidents of the period."""
        return self.cooperation + self.conflict

    @property
    def balance(self) -> float | None:
        """Cooperation less conflict as a share of all: -1 to 1, None where nothing happened."""
        return (self.cooperation - self.conflict) / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class FactorGroup:
    """One driver or hurdle of a dyad, from all wordings that name it."""

    group_id: str
    polarity: str  # driver or hurdle
    dyad: str
    factor_type: str  # the most frequent of its wordings
    record_ids: tuple[str, ...]  # in order of publication
    first_day: str | None
    last_day: str | None
    n_documents: int
    n_independent: int  # voices: speakers named, else publishers, copies counted with their original
    voices: tuple[str, ...]
    is_weak: bool = False  # read from the tone of a single voice's sentences alone, without a cue


@dataclass(frozen=True, slots=True)
class Direction:
    """How the balance of the later half of the dated incidents compares with the earlier half."""

    earlier: PeriodCount
    later: PeriodCount
    trend: str  # rose, fell or held
    chance_of_rise: float = 0.5  # that acts of cooperation have a larger share in the later half, as far as the counts tell


@dataclass(frozen=True, slots=True)
class Series:
    """Incidents of a pair that happened, period by period without holes."""

    step: str  # quarter, year or decade
    counts: tuple[PeriodCount, ...]
    total: PeriodCount  # dated or not
    undated: tuple[str, ...]  # incident ids that no single period can be given
    direction: Direction | None  # None where there are too few to tell


@dataclass(frozen=True, slots=True)
class SilentPeriod:
    """A stretch without any dated incident between two that have one."""

    start: date
    end: date
    n_days: int
    before_id: str  # incident that ends before it
    after_id: str  # incident that starts after it


@dataclass(frozen=True, slots=True)
class DocumentGroup:
    """Documents that share a property, such as a publisher's state or a reason of rejection."""

    key: str
    n: int  # documents, or rows for rejections
    ids: tuple[str, ...]  # document ids, or rejection ids


@dataclass(frozen=True, slots=True)
class Gaps:
    """What the record cannot tell."""

    silent: tuple[SilentPeriod, ...] = ()
    undated_documents: tuple[str, ...] = ()
    not_coded: tuple[DocumentGroup, ...] = ()  # by language
    publisher_states: tuple[DocumentGroup, ...] = ()  # "" where it is not known
    publisher_classes: tuple[DocumentGroup, ...] = ()
    rejections: tuple[DocumentGroup, ...] = ()  # by reason code


@dataclass(frozen=True, slots=True)
class OfficialValue:
    """One value of an official series, shown beside what documents claim."""

    indicator: str
    period: str
    value: float
    unit: str
    series_name: str  # with its vintage


@dataclass(frozen=True, slots=True)
class FigureCheck:
    """What official series make of one figure."""

    record_id: str
    verdict: str  # as in `analysis.checks.VERDICTS`
    reason: str
    mirror: tuple[str, ...]  # what each reporter and series has for that time
    providers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """Where one party stands on one issue by the words of one sentence."""

    party: str
    issue: str  # code of the issue
    stance: str  # for, against, conditional, evasive or unclear, on the side that the issue calls "for"
    towards: str  # what the stance is towards, in the document's words
    towards_party: str | None  # the other state where those words name it
    speaker: str | None
    speaker_office: str | None
    how: str  # statement, act, promise, or told by the document
    rule: str  # the words that decided
    record_id: str
    table: str
    doc_id: str
    start_char: int
    end_char: int
    quote: str
    about: str  # the words that name the issue
    day: date | None  # when it was held: of an act its own, else of publication
    published: str | None
    is_joint: bool  # both sides hold it in one sentence
    named: tuple[str, ...] = ()  # other states and bodies that its sentence names


@dataclass(frozen=True, slots=True)
class Shift:
    """Two positions of one party, or of one speaker, on one issue that are not the same."""

    party: str
    issue: str
    earlier: Position
    later: Position


@dataclass(frozen=True, slots=True)
class SidesRow:
    """Where both sides stand on one issue from a day on, as far as known by then."""

    issue: str
    day: date | None
    first: Position | None  # of the first state
    second: Position | None
    standing: str  # agree, differ, partly, apart or one side


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one side wants from the other, by one record."""

    party: str  # who wants
    other: str  # from whom
    kind: str  # promise, demand, request, hope, proposal or motive
    words: str
    table: str
    record_id: str
    doc_id: str
    day: date | None
    issues: tuple[str, ...]
    standing: str  # kept, missed, overdue, open, delivered or no report
    delivery: tuple[str, ...]  # record ids that tell of a delivery or its failure


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """A state or body beside the two, with the roles that the words give it."""

    party: str
    roles: tuple[tuple[str, tuple[str, ...]], ...]  # role and the record ids whose words show it, the most frequent first
    records: tuple[tuple[str, tuple[str, ...]], ...]  # table and record ids
    told: tuple[tuple[str, tuple[str, ...]], ...]  # those of the roles that words show, not the kind of record alone
    by_side: tuple[tuple[str, int], ...]  # state of the publisher, "" where not known, and records
    n_documents: int
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that the analysis found for one pair."""

    dyad: tuple[str, str]
    copies: Mapping[str, str] = field(default_factory=dict)
    documents_about: tuple[str, ...] = ()
    incidents: tuple[Incident, ...] = ()  # between the two
    ledger: tuple[LedgerEntry, ...] = ()  # of the two
    projects: tuple[ProjectEntry, ...] = ()  # of both
    shares: tuple[KeptShare, ...] = ()  # of the ledger: all, then each side
    base_rate: KeptShare | None = None  # of every promise in the documents read
    series: Series | None = None
    gaps: Gaps = field(default_factory=Gaps)
    factors: tuple[FactorGroup, ...] = ()  # drivers and hurdles of the two
    as_of: date | None = None  # where the ledger's clock stands
    positions: tuple[Position, ...] = ()  # of the two
    shifts: tuple[Shift, ...] = ()
    contradictions: tuple[Shift, ...] = ()  # of one speaker
    sides: tuple[SidesRow, ...] = ()  # by issue and day
    stands: tuple[SidesRow, ...] = ()  # the last stance of each side on each issue
    expectations: tuple[Expectation, ...] = ()  # of each from the other
    third_parties: tuple[ThirdParty, ...] = ()  # those named most first
    n_read_for_stances: int | None = None  # documents in which the four above were looked for; None for all
    checks: Mapping[str, FigureCheck] = field(default_factory=dict)  # by record id of the figure
    outlook: tuple[ForecastLine, ...] = ()  # the newest stored forecast, or one from the incidents
    outlook_note: str = ""  # why there is none, or none that was tested


def state_of(party: str) -> str:
    """The state or body of a party, without its sector.

    Example:
        >>> state_of("KOR/BUS")
        'KOR'
    """
    return party.partition("/")[0]


def is_between(actor: Iterable[str], recipient: Iterable[str], dyad: tuple[str, str]) -> bool:
    """Whether an act is one between the two states of a pair.

    A joint act of both towards a third party is not one between them.

    Example:
        >>> is_between(["RUS"], ["KOR/BUS", "JPN"], ("KOR", "RUS"))
        True
        >>> is_between(["RUS", "KOR"], ["JPN"], ("KOR", "RUS"))
        False
    """
    first, second = dyad
    actors, recipients = set(map(state_of, actor)), set(map(state_of, recipient))
    if not recipients:
        return {first, second} <= actors
    return (first in actors and second in recipients) or (second in actors and first in recipients)


def head_of(document: Document) -> DocumentHead:
    """The head of a document: all that analysis and briefings need beside the text."""
    return DocumentHead(
        doc_id=document.doc_id,
        title=document.title,
        publisher=document.publisher,
        publisher_class=document.publisher_class,
        publisher_state=document.publisher_state,
        published=document.published,
        published_start=document.published_start if document.published_end else None,  # an earliest day alone dates nothing
        published_end=document.published_end,
        language=document.language,
        is_coded=document.is_coded,
        address=document.address,
        file_name=document.file_name,
        body_sha256=document.body_sha256,
        body_words=document.body_words,
        signature=tuple(document.signature),
        byline=document.byline,
        retrieved=document.retrieved,
        sha256=document.sha256,
        version=document.version,
    )
