"""Sources: there, the vendor's own, checked, and not too old."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from examcert.audit.rule import At, Finding, Rule, Scene
from examcert.core.question import Question, Reference

SHARED_HOSTS = (
    "aclanthology.org", "acm.org", "arxiv.org", "creativecommons.org", "doi.org", "europa.eu", "github.com/owasp",
    "github.com/usnistgov", "ieee.org", "ietf.org", "iso.org", "jmlr.org", "json-schema.org", "mlr.press",
    "modelcontextprotocol.io", "neurips.cc", "nips.cc", "nist.gov", "openreview.net", "owasp.org",
    "raw.githubusercontent.com/usnistgov", "usenix.org", "w3.org",
)  # fmt: skip
"""Standards and papers count for every vendor."""


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _addresses(scene: Scene) -> Iterator[tuple[str, At, str | None]]:
    """Every address of a bank, its place, and the question that gives it inline."""
    for place, fact in enumerate(scene.bank.facts):
        yield fact.url, ("facts", place, "url"), None
    for question in scene.bank.questions:
        for place, ref in enumerate(question.refs):
            if isinstance(ref, Reference):
                yield ref.url, ("refs", place, "url"), question.id


def addresses(scene: Scene) -> frozenset[str]:
    """Every address that a bank cites."""
    return frozenset(url for url, _, _ in _addresses(scene))


def _unreferenced(question: Question, scene: Scene) -> Iterator[Finding]:
    if not question.refs:
        yield Finding("The question cites nothing.", ("refs",))
    for place, ref in enumerate(question.refs):
        if isinstance(ref, Reference) and ref.checked is None:
            yield Finding(
                f"Nobody says when {ref.url} was checked.", ("refs", place), severity="warning",
                remedy="Add `checked: YYYY-MM-DD`, the day on which the page said so.",
            )  # fmt: skip


def _dated(scene: Scene) -> Iterator[tuple[date, At, str | None, str]]:
    """The day of each check: the day, its place, the question, and what was checked."""
    for place, fact in enumerate(scene.bank.facts):
        if day := _day(fact.checked):
            yield day, ("facts", place, "checked"), None, f"The fact {fact.id!r}"
    for question in scene.bank.questions:
        for place, ref in enumerate(question.refs):
            if isinstance(ref, Reference) and (day := _day(ref.checked)):
                yield day, ("refs", place, "checked"), question.id, f"The reference {ref.url}"


def _no_day(scene: Scene) -> Iterator[Finding]:
    today = scene.circumstances.today
    for place, fact in enumerate(scene.bank.facts):
        if _day(fact.checked) is None:
            yield Finding(f"There is no day {fact.checked}.", ("facts", place, "checked"))
        if fact.valid_to and _day(fact.valid_to) is None:
            yield Finding(f"There is no day {fact.valid_to}.", ("facts", place, "valid_to"))
    for question in scene.bank.questions:
        for name in ("valid_from", "valid_to"):
            if (said := getattr(question, name)) and _day(said) is None:
                yield Finding(f"{said!r} is no day.", (name,), question=question.id)
    for day, at, owner, what in _dated(scene):
        if day > today:
            yield Finding(f"{what} was checked on {day}, which is still to come.", at, question=owner)


def _stale(scene: Scene) -> Iterator[Finding]:
    limit = scene.circumstances.max_age_days
    for day, at, question, what in _dated(scene):
        age = (scene.circumstances.today - day).days
        if age > limit:
            yield Finding(f"{what} was checked {age} days ago, more than {limit}.", at, question=question)


def _before_guide(scene: Scene) -> Iterator[Finding]:
    published = _day(scene.bank.blueprint.guide.published)
    if published is None:
        return
    for day, at, question, what in _dated(scene):
        if day < published:
            yield Finding(
                f"{what} was checked on {day}, before the exam guide of {published} came out.", at, question=question
            )


def _expired(scene: Scene) -> Iterator[Finding]:
    today = scene.circumstances.today
    gone = set()
    for place, fact in enumerate(scene.bank.facts):
        if (day := _day(fact.valid_to)) and day < today:
            gone.add(fact.id)
            yield Finding(f"The fact {fact.id!r} was valid to {day}.", ("facts", place, "valid_to"))
    for question in scene.bank.questions:
        if (day := _day(question.valid_to)) and day < today:
            yield Finding(f"The question was valid to {day}.", ("valid_to",), question=question.id)
        for place, ref in enumerate(question.refs):
            if ref in gone:
                yield Finding(f"It rests on {ref!r}, which is no longer valid.", ("refs", place), question=question.id)


def _uncited(scene: Scene) -> Iterator[Finding]:
    if not scene.bank.questions:
        return
    cited = {ref for question in scene.bank.questions for ref in question.refs if isinstance(ref, str)}
    for place, fact in enumerate(scene.bank.facts):
        if fact.id not in cited:
            yield Finding(f"No question cites the fact {fact.id!r}.", ("facts", place, "id"))


def _unused_beliefs(scene: Scene) -> Iterator[Finding]:
    if not scene.bank.questions:
        return
    used = {option.misconception for question in scene.bank.questions for option in question.options}
    for place, card in enumerate(scene.bank.misconceptions):
        if card.id not in used:
            yield Finding(f"No option tests for the misconception {card.id!r}.", ("misconceptions", place, "id"))


def is_below(url: str, hosts: tuple[str, ...]) -> bool:
    """Whether an address is on one of these hosts or below one; a host may name a folder, `github.com/aws`."""
    try:
        parts = urlsplit(url)
        host, path = (parts.hostname or "").casefold(), f"{parts.path.casefold()}/"
    except ValueError:
        return False
    for one in map(str.casefold, hosts):
        name, _, folder = one.partition("/")
        if (host == name or host.endswith(f".{name}")) and path.startswith(f"/{folder}/" if folder else ""):
            return True
    return False


def _foreign(scene: Scene) -> Iterator[Finding]:
    vendor = scene.vendor
    if vendor is None:
        return
    for url, at, question in _addresses(scene):
        if not is_below(url, (*vendor.hosts, *SHARED_HOSTS)):
            yield Finding(f"{url} is on none of {vendor.vendor}'s hosts.", at, question=question)


def _plain_http(scene: Scene) -> Iterator[Finding]:
    for url, at, question in _addresses(scene):
        if not url.startswith("https://"):
            yield Finding(f"{url} is not https.", at, question=question)


def _dead(scene: Scene) -> Iterator[Finding]:
    for url, at, question in _addresses(scene):
        if said := scene.circumstances.dead.get(url):
            yield Finding(f"{url} cannot be reached: {said}.", at, question=question)


RULES = (
    Rule(
        code="R3",
        name="no-reference",
        severity="error",
        summary="The question cites no fact and no address. An inline address without the day of its check is a "
        "warning.",
        why="What cannot be checked is not corrected: in MMLU-Redux 3.2 % of the keys were wrong or doubtful.",
        remedy="Cite the fact cards in `refs`, or give `{url: https://…, supports: …, checked: YYYY-MM-DD}`.",
        bad="No `refs`",
        good="`refs: [f-inf-async]`",
        each=_unreferenced,
    ),
    Rule(
        code="F1",
        name="stale-fact",
        severity="warning",
        summary="A fact or reference was checked longer ago than 180 days (`--max-age` sets another limit).",
        why="Limits, names and prices of services change several times a year.",
        remedy="Open the page, compare the claim, and renew `checked`.",
        bad="`checked: '2025-01-10'` in November 2026",
        good="`checked: '2026-11-20'`",
        whole=_stale,
    ),
    Rule(
        code="F2",
        name="fact-before-guide",
        severity="warning",
        summary="A fact was checked before the edition of the exam guide that the blueprint follows came out.",
        why="The guide may have changed what counts as right.",
        remedy="Check the fact again.",
        bad="`checked: '2026-01-10'` for a guide of April 2026",
        good="A check after the guide's day",
        whole=_before_guide,
    ),
    Rule(
        code="F3",
        name="expired",
        severity="error",
        summary="A fact or question is past its `valid_to`, or a question rests on such a fact.",
        why="Its author said that it would no longer be true.",
        remedy="Check the fact, then renew `valid_to` or retire what rests on it.",
        bad="`valid_to: '2026-06-30'` in November 2026",
        good="`valid_to: '2027-06-30'`",
        whole=_expired,
    ),
    Rule(
        code="F4",
        name="uncited-fact",
        severity="warning",
        summary="No question cites a fact card.",
        why="It costs a re-check each half year and supports nothing.",
        remedy="Cite it where it decides, or remove it.",
        bad="A card `f-old` that no `refs` names",
        good="`refs: [f-old]`",
        whole=_uncited,
        misses=True,
    ),
    Rule(
        code="F5",
        name="impossible-day",
        severity="error",
        summary="A day does not exist, or a check lies in the future.",
        why="A date that nobody can have worked on hides how old the fact is.",
        remedy="Write the day of the check as YYYY-MM-DD.",
        bad="`checked: '2026-02-30'`",
        good="`checked: '2026-02-28'`",
        whole=_no_day,
    ),
    Rule(
        code="F6",
        name="untested-misconception",
        severity="warning",
        summary="No option names a misconception of the list.",
        why="The list is what study reports on; an entry that nothing tests for is noise.",
        remedy="Tag an option with it, or remove it.",
        bad="An entry that no option names",
        good="`misconception: that-one` at a wrong option",
        whole=_unused_beliefs,
        misses=True,
    ),
    Rule(
        code="H1",
        name="foreign-host",
        severity="warning",
        summary="An address is on none of the vendor's own hosts (`question_banks/names/`), nor on those of "
        "standards and papers.",
        why="A blog leads to the source; it is not the source.",
        remedy="Cite the vendor's page that says so.",
        bad="`https://medium.com/…`",
        good="`https://docs.aws.amazon.com/…`",
        whole=_foreign,
    ),
    Rule(
        code="H2",
        name="dead-address",
        severity="warning",
        summary="An address does not answer, or answers that there is nothing. Checked with `--online` alone.",
        why="A reader who wants to check finds nothing.",
        remedy="Find where the page went, read it again, and renew `checked`.",
        bad="An address that answers 404",
        good="An address that answers 200",
        whole=_dead,
    ),
    Rule(
        code="H3",
        name="plain-http",
        severity="warning",
        summary="An address is http, not https.",
        why="What is read over http can be changed on the way.",
        remedy="Write https; every vendor has it.",
        bad="`http://docs.aws.amazon.com/…`",
        good="`https://docs.aws.amazon.com/…`",
        whole=_plain_http,
    ),
)
