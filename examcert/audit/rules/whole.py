"""The bank as a whole: families, coverage, origin and licence, waivers."""

from collections import Counter
from collections.abc import Iterator

from examcert.audit.rule import Finding, Rule, Scene
from examcert.audit.words import normalise
from examcert.core.question import Question

DRIFT = 5.0
"""Percentage points between a domain's share of the questions and its weight."""
ENOUGH = 40
"""Questions from which shares say something."""
WAIVED_SHARE = 0.03


def _shared_key(scene: Scene) -> Iterator[Finding]:
    for name, siblings in scene.families.items():
        keyed = Counter(frozenset(sibling.key) for sibling in siblings)
        options = {option.id for sibling in siblings for option in sibling.options}
        unused = options - {option for key in keyed for option in key}
        for place, sibling in enumerate(siblings):
            key = frozenset(sibling.key)
            first = next(other for other in siblings if frozenset(other.key) == key)
            # Stems may outnumber options; a key comes twice only when every option has had its turn.
            if first is not sibling and (unused or len(keyed) == 1) and place:
                yield Finding(
                    f"In the family {name!r} this key is that of {first.id!r} too"
                    + (f", while {', '.join(sorted(unused))} is never right." if unused else "."),
                    ("key",),
                    question=sibling.id,
                    severity="error" if len(keyed) == 1 else None,
                )


def _other_options(scene: Scene) -> Iterator[Finding]:
    for name, (first, *others) in scene.families.items():
        for sibling in others:
            if _offer(sibling) != _offer(first):
                yield Finding(
                    f"{first.id!r} of the same family {name!r} has other options.", ("options",), question=sibling.id
                )


def _offer(question: Question) -> frozenset[tuple[str, str]]:
    return frozenset((option.id, normalise(option.text)) for option in question.options)


def _lone(scene: Scene) -> Iterator[Finding]:
    for name, siblings in scene.families.items():
        if len(siblings) == 1:
            yield Finding(f"The family {name!r} has one stem.", ("family",), question=siblings[0].id)


def _uncovered(scene: Scene) -> Iterator[Finding]:
    if not scene.bank.questions:
        return
    counted = Counter(question.objective for question in scene.bank.questions)
    for place, domain in enumerate(scene.bank.blueprint.domains):
        for below, objective in enumerate(domain.objectives):
            if not counted[objective.id]:
                yield Finding(
                    f"No question tests objective {objective.id}, {objective.name}.",
                    ("blueprint", "domains", place, "objectives", below, "id"),
                )


def _drift(scene: Scene) -> Iterator[Finding]:
    whole = len(scene.bank.questions)
    if whole < ENOUGH:
        return
    counted = Counter(scene.bank.domain_of.get(question.objective) for question in scene.bank.questions)
    for place, domain in enumerate(scene.bank.blueprint.domains):
        share, (low, high) = 100 * counted[domain.id] / whole, domain.weight
        if not low - DRIFT <= share <= high + DRIFT:
            weight = f"{low:g} %" if low == high else f"{low:g} to {high:g} %"
            yield Finding(
                f"Domain {domain.id} has {share:.1f} % of the questions; its weight is {weight}.",
                ("blueprint", "domains", place, "weight"),
            )


def _no_origin(scene: Scene) -> Iterator[Finding]:
    silent = [question for question in scene.bank.questions if not question.origin]
    if silent:
        whole = len(scene.bank.questions)
        yield Finding(
            f"{len(silent)} of {whole} questions do not say where they come from, {silent[0].id!r} first.",
            ("id",),
            question=silent[0].id,
        )


def _no_licence(scene: Scene) -> Iterator[Finding]:
    plan = scene.bank.blueprint
    if not plan.licence:
        yield Finding(
            "exam.yaml names no licence.", ("blueprint", "licence"), remedy="Add `licence: CC-BY-4.0`, or yours."
        )
    if not plan.affiliation:
        yield Finding(
            f"exam.yaml does not say how the bank is related to {plan.vendor}.",
            ("blueprint", "affiliation"),
            remedy="Add `affiliation:` and say that the vendor neither made nor endorses it.",
        )


def _too_many_waivers(scene: Scene) -> Iterator[Finding]:
    waived = [question for question in scene.bank.questions if question.waive]
    whole = len(scene.bank.questions)
    allowed = max(1, int(whole * WAIVED_SHARE))
    if len(waived) > allowed:
        yield Finding(
            f"{len(waived)} of {whole} questions waive a rule; {WAIVED_SHARE:.0%}, here {allowed}, may.",
            ("waive",),
            question=waived[allowed].id,
        )


def _unknown_waivers(scene: Scene) -> Iterator[Finding]:
    # Deferred: the list of all rules holds this one.
    from examcert.audit.rules import RULES as ALL
    from examcert.core.rules import named

    for question in scene.bank.questions:
        for name in question.waive:
            if not [rule for rule in named(ALL, name) if len(name) > 1]:
                yield Finding(f"There is no rule {name!r} to waive.", ("waive", name), question=question.id)


def _idle_waivers(scene: Scene) -> Iterator[Finding]:
    from examcert.audit.rules import RULES as ALL
    from examcert.core.rules import named

    for question in scene.bank.questions:
        for name in question.waive:
            ran = any(rule.code in scene.running for rule in named(ALL, name))
            if ran and (question.id, name) not in scene.waivers:
                yield Finding(f"{name} finds nothing here to waive.", ("waive", name), question=question.id)


RULES = (
    Rule(
        code="Y1",
        name="family-shares-key",
        severity="warning",
        summary="Two stems of a family have the same key while some option is never right. One key for all is an "
        "error.",
        why="A family hides the key only as far as its keys differ: whoever sees the options alone scores one in the "
        "number "
        "of keys.",
        remedy="Write a stem in which another option wins.",
        bad="Three stems, all keyed `serverless`",
        good="Three stems keyed `serverless`, `batch` and `asynchronous`",
        whole=_shared_key,
        misses=True,
    ),
    Rule(
        code="Y2",
        name="family-options-differ",
        severity="error",
        summary="Siblings of a family have different options.",
        why="The set of options then tells which stem it is, and with it the key.",
        remedy="Write the options once, under `family:`.",
        bad="`family: kinds` in two questions with different options",
        good="One entry with `family:`, `options:` and `stems:`",
        whole=_other_options,
    ),
    Rule(
        code="Y3",
        name="lone-stem",
        severity="warning",
        summary="A family has a single stem.",
        why="It promises what it does not do: the options alone can still give the key away.",
        remedy="Write a second stem with another key, or drop `family`.",
        bad="`family:` with one entry below `stems:`",
        good="Two stems or more",
        whole=_lone,
        misses=True,
    ),
    Rule(
        code="U1",
        name="objective-without-question",
        severity="warning",
        summary="An objective of the blueprint has no question.",
        why="The exam asks for it, and whoever practises here will not have met it.",
        remedy="Write there next.",
        bad="14 objectives, questions on 13",
        good="Questions on all 14",
        whole=_uncovered,
        misses=True,
    ),
    Rule(
        code="U2",
        name="weight-drift",
        severity="warning",
        summary="In a bank of 40 questions or more a domain's share is 5 points off its weight, or more.",
        why="Papers keep the weights; a thin domain is seen again and again while another is never used up.",
        remedy="Write for the thin domains next.",
        bad="A domain of 28 % with 15 % of the questions",
        good="A domain of 28 % with 26 % of the questions",
        whole=_drift,
        misses=True,
    ),
    Rule(
        code="M1",
        name="no-origin",
        severity="warning",
        summary="Questions do not say where they come from.",
        why="Whoever uses the bank must know that it is nobody else's work, and whether a model drafted it.",
        remedy="Add `origin:` to the question or its family: who wrote it from what, and whether a model helped.",
        bad="No `origin`",
        good="`origin: written from the exam guide and the cited pages; drafted with a language model`",
        whole=_no_origin,
    ),
    Rule(
        code="M2",
        name="no-licence",
        severity="warning",
        summary="exam.yaml names no licence, or does not say how the bank is related to the vendor.",
        why="Without a licence nobody may use it; without the statement it seems to be the vendor's.",
        remedy="Add `licence:` and `affiliation:`.",
        bad="No `licence`",
        good="`licence: CC-BY-4.0`",
        whole=_no_licence,
    ),
    Rule(
        code="W1",
        name="too-many-waivers",
        severity="error",
        summary="More than 3 % of the questions waive a rule (one question may always).",
        why="A rule that is waived everywhere is not kept.",
        remedy="Mend the questions, or switch the rule off for the whole bank with `--ignore`.",
        bad="10 of 100 questions with `waive`",
        good="3 of 100 questions with `waive`",
        whole=_too_many_waivers,
    ),
    Rule(
        code="W2",
        name="unknown-waiver",
        severity="error",
        summary="A question waives a rule that does not exist.",
        why="The author believes that something is settled which is not.",
        remedy="Name the rule by its code or name; what the reader of files refuses cannot be waived.",
        bad="`waive: {L9: names}`",
        good="`waive: {L1: the exact name of a setting is long}`",
        whole=_unknown_waivers,
    ),
    Rule(
        code="W3",
        name="idle-waiver",
        severity="warning",
        summary="A question waives a rule that finds nothing in it.",
        why="The waiver outlived its reason and would hide the next fault.",
        remedy="Remove it.",
        bad="`waive: {C1: …}` in a question without an echo",
        good="No `waive`",
        whole=_idle_waivers,
        last=True,
    ),
)
