"""Each rule fires on what it is about, and keeps still on what only looks like it."""

import gc
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from examcert.audit.rule import Circumstances, Finding, Scene, run
from examcert.audit.rules import RULES
from examcert.core.bank import Bank
from tests.audit.examples import STEM, TEXTS, TODAY, WHYS, bank, codes, fired, question

LONGER = "Look passages up per request and per session"
LONG = "Look every passage up that a request may need, and put it into the prompt before the model answers"
ENDS = "A support desk answers from a manual that changes every week, and replies name the page. "
HALF = " ".join(STEM.split()[:24])
THREE = {"a": "0.57", "b": "0.67", "c": "0.80"}
SEVEN = {name: f"Use kind {name} of store" for name in "abcdefg"}
STEPS = {
    "a": "Load the documents",
    "b": "Split them into chunks",
    "c": "Embed each of the chunks",
    "d": "Write the vectors",
}
OTHER = (
    "Sensors on a farm send soil readings every hour, and a person looks at them twice a day. Readings older than a "
    "year "
    "are kept for audits alone. What keeps the cost of old readings lowest?"
)


def one(**fields: Any) -> Bank:
    """A bank of the sound question with these changes."""
    return bank(question(**fields))


def swapped(**texts: str) -> dict[str, str]:
    """The texts of the options with some of them replaced."""
    return {**TEXTS, **texts}


def whys(**said: str) -> Bank:
    """The sound question with these whys."""
    return one(whys=said)


def fact(**fields: Any) -> dict[str, Any]:
    """The card f1 with these fields changed."""
    held = {"id": "f1", "claim": "It is so.", "url": "https://nobody.example/docs", "checked": "2026-11-01", **fields}
    return {"facts": [held]}


def slots(number: int, **fields: Any) -> dict[str, Any]:
    """A matching with so many slots, each with its option, and as many options as `texts` has."""
    names = "xyzuvw"[:number]
    ids = list(fields.get("texts", SEVEN))
    held = [{"id": n, "text": f"The place {n}", "why": WHYS["retrieval"].replace("week", f"week {n}")} for n in names]
    key = {name: ids[place % len(ids)] for place, name in enumerate(names)}
    return question(kind="matching", slots=held, key=key, **{"texts": SEVEN, **fields})


def siblings(*keys: str, **fields: Any) -> Bank:
    """A family whose stems have these keys."""
    stems = [
        STEM,
        OTHER,
        ENDS + "Which setting makes two runs alike?",
        "A long story about a bridge. What would hold it?",
    ]
    return bank(
        *(question(f"q{n}", stem=stems[n], family="kinds", key=[key], **fields) for n, key in enumerate(keys)),
    )


BAD: list[tuple[str, Bank]] = [
    ("L1", one(texts=swapped(retrieval="Look the right passages up for every one of the requests"))),
    ("L1", one(key=["retrieval", "heat"], texts=swapped(retrieval=LONG, heat=LONG.replace("Look", "Seek"),
    e="Add users"))),
    ("L3", one(texts=swapped(retrieval="Search it"))),
    ("L4", one(texts=swapped(retrieval="Look up 5 passages, top 3 (p99)"))),
    ("A1", one(texts=swapped(heat="Always lower the temperature"))),
    ("A1", one(texts=swapped(retrieval="Look passages up at every turn"))),
    ("A2", one(texts=swapped(retrieval="Usually look passages up"))),
    ("C1", one(texts=swapped(retrieval="Search the weekly manual first"))),
    ("K1", one(stem=STEM.replace("Which technique gives", "Which TWO techniques give"))),
    ("K1", one(stem=f"{STEM} (Choose two.)")),
    ("K2", one(texts={**THREE, "d": "67 %"}, key=["a"], shuffle=False)),
    ("K2", one(texts=swapped(heat="look passages up per request."))),
    ("K3", one(texts=swapped(limit="Look passages up per request and cache them"))),
    ("N1", one(texts=swapped(limit="All of the above"))),
    ("N1", one(texts=swapped(limit="None of these"))),
    ("N1", one(texts=swapped(limit="Both A and C"))),
    ("N1", one(texts=swapped(limit="B and D only"))),
    ("N2", one(texts=swapped(limit="The same as option B, but encrypted"))),
    ("N2", one(stem=f"{STEM} Compare the first option with the others.")),
    ("G1", one(texts=swapped(limit="Raise the output token limit."))),
    ("G1", one(texts=swapped(limit="raise the output token limit"))),
    ("G2", one(stem=f"{ENDS}The team should build an:")),
    ("G3", one(texts=swapped(retrieval="A lookup of passages"), key=["tuning"])),
    ("O1", one(texts={"a": "0.67", "b": "0.57", "c": "0.80"}, key=["a"], shuffle=False)),
    ("O1", one(texts=THREE, key=["a"])),
    ("O2", one(texts={"a": "60-80 %", "b": "70-90 %", "c": "10-20 %"}, key=["a"])),
    ("O3", one(texts=swapped(limit="0.5"))),
    ("O4", one(texts={"a": "A vector store", "b": "A message queue"}, key=["a"])),
    ("O4", one(texts=SEVEN, key=["a"])),
    ("O4", one(texts={name: SEVEN[name] for name in "abcd"}, key=["a", "b"])),
    ("O4", one(texts={name: SEVEN[name] for name in "abcde"}, key=["a", "b", "c", "d"])),
    ("O4", bank(slots(3, texts={name: SEVEN[name] for name in "abc"}))),
    ("O4", bank(slots(6))),
    ("O5", bank(question(), plan={"kinds": {"multiple": 1.0}})),
    ("O6", one(kind="ordering", texts={**STEPS, "d": "Finally, write the vectors"}, key=list("abcd"))),
    ("S1", one(stem=f"{ENDS}Which of these does not help?")),
    ("S1", one(stem=f"{ENDS}Which technique is least suitable for the desk?")),
    ("S1", one(stem=f"{ENDS}Every measure helps except which one?")),
    ("S2", bank(*(question(f"q{n}", stem=f"{ENDS}Which of these does NOT help in year {n}?") for n in range(3)))),
    ("S3", one(stem="Storage classes of a support desk that answers from a manual.")),
    ("S4", one(stem=f"{ENDS}Which of the following statements about it is true?")),
    ("S5", one(stem="What is retrieval?")),
    ("S5", one(stem=f"{'The desk grows and its manual grows with it. ' * 14}{STEM}")),
    ("S6", one(stem=f"{ENDS}Which is NOT a benefit?", texts=swapped(limit="It does not need labels"))),
    ("S7", one(stem=ENDS + "Which technique " + "that the desk can run " * 8 + "gives current replies?")),
    (
        "S8",
        one(
            stem="Notwithstanding considerable organizational heterogeneity, the aforementioned infrastructural "
            "modernization necessitates comprehensive interoperability considerations throughout implementation?"
        ),
    ),
    ("S9", one(stem="Which of the following should the company use in this situation?")),
    ("R1", whys(heat="Incorrect.")),
    ("R1", whys(heat=WHYS["limit"])),
    ("R2", whys(heat="Option B makes it steadier, yet the model knows nothing of this week's edition.")),
    ("R2", whys(heat="It is steadier than the first option, yet knows nothing of this week's edition.")),
    ("R3", one(refs=[])),
    ("R3", one(refs=[{"url": "https://nobody.example/docs"}])),
    ("R4", bank({**question(), "options": [{**o, "misconception": None} for o in question()["options"]]})),
    ("R5", whys(heat="Lower the model temperature, because to lower the temperature of the model is not right.")),
    ("R6", whys(retrieval="Incorrect. Passages of this week's edition reach the prompt with their pages.")),
    ("R6", whys(heat="This is the correct answer: sampling becomes steadier for each of the requests.")),
    ("Z1", one(clues={"tuning": "Nobody there can label examples"})),
    ("Z2", one(clues=dict.fromkeys(("tuning", "heat", "limit"), "changes every week"))),
    ("F1", bank(question(), **fact(checked="2026-01-01"))),
    ("F2", bank(question(), plan={"guide": {"version": "2", "published": "2026-11-10"}})),
    ("F3", bank(question(), **fact(valid_to="2026-11-24"))),
    ("F3", one(valid_to="2026-11-24")),
    ("F4", bank(question(refs=[{"url": "https://nobody.example", "checked": "2026-11-01"}]))),
    ("F5", bank(question(), **fact(checked="2026-02-30"))),
    ("F5", bank(question(), **fact(checked="2026-12-01"))),
    ("F5", one(valid_to="soon")),
    ("F6", bank(question(), misconceptions=[{"id": m, "belief": "So.", "corrects": "Not so."} for m in ("m1", "m2")])),
    ("H1", bank(question(), **fact(url="https://medium.example/post"))),
    ("H1", bank(question(), **fact(url="https://github.com/nobody-else/page"))),
    ("H3", bank(question(), **fact(url="http://nobody.example/docs"))),
    ("V1", one(stem=STEM.replace("A support desk", "A desk with Cloudy Search"))),
    ("V1", one(texts=swapped(limit="Cloudy Search with a limit"))),
    ("V1", one(texts=swapped(retrieval="Nobody Old with passages"))),
    ("V2", one(texts=swapped(limit="Raise the Sagemaker limit"))),
    ("X1", one(origin="recalled questions of June")),
    ("X1", whys(heat="This stood in the actual exam last week, and it was wrong there as well.")),
    ("X2", one(stem=STEM.replace("Which technique gives", "Which technique currently gives"))),
    ("X2", one(texts=swapped(limit="Pay $0.25 per request"))),
    ("Q1", one(stem=STEM.replace("A support desk", "With AKIAQYLPMN5HHHFPZA" + "2B a support desk"))),
    ("Q1", whys(heat="The password: hunter2hunter2 makes sampling steadier, and the edition stays unknown.")),
    ("Q1", bank(question(), **fact(claim="Use sk-ant-" + "api03-abcdefghijklmnop for it."))),
    ("Q2", one(stem=STEM.replace("A support desk", "The desk of jane.doe@somewhere.org"))),
    ("Q2", one(stem=STEM.replace("A support desk", "The desk at +49 30 901820 44"))),
    ("Q2", one(stem=STEM.replace("A support desk", "The desk with card 4012 8888 8888 1881"))),
    ("Q2", one(author="jane.doe@somewhere.org")),
    ("T1", one(stem=STEM.replace("manual", "<b>manual</b>"))),
    ("T1", one(stem=f"{ENDS}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nWhich row fits?")),
    ("T1", whys(heat="The ratio $$\\frac{a}{b}$$ becomes steadier, and this week's edition stays unknown.")),
    ("D1", bank(question(), question("q2", stem=STEM.replace("support desk", "library")))),
    ("D2", bank(question(), question("q2", stem=f"{HALF}, says a guest. What would you do for her?"))),
    ("D3", bank(question(), question("q2", key=["heat"]))),
    ("D3", bank(question(family="kinds"), question("q2", family="kinds", key=["heat"]))),
    ("Y1", siblings("retrieval", "heat", "retrieval")),
    ("Y2", bank(question(family="k"), question("q2", stem=OTHER, family="k",
    key=["heat"], texts=swapped(limit="Other")))),
    ("Y3", one(family="kinds")),
    ("U1", bank(question(), plan={"objectives": 2})),
    ("U2", bank(*(question(f"q{n}") for n in range(40)), plan={"domains": {"One": 50, "Two": 50}})),
    ("M1", one(origin=None)),
    ("M2", bank(question(), plan={"licence": None})),
    ("M2", bank(question(), plan={"affiliation": None})),
    ("W1", bank(*(question(f"q{n}", waive={"L1": "so"}) for n in range(2)))),
    ("W2", one(waive={"L99": "so"})),
]  # fmt: skip

GOOD: list[tuple[str, Bank]] = [
    ("L1", one(texts=swapped(retrieval="Look passages up per each request"))),
    ("L1", one(texts={"a": "Amazon Rekognition", "b": "Amazon S3", "c": "AWS KMS"}, key=["a"])),
    ("L1", siblings("retrieval", "heat", texts=swapped(retrieval=LONG))),
    ("L3", one(texts=swapped(retrieval="Look passages up now"))),
    ("L4", one(texts=swapped(retrieval="Look up 5 passages, top 3", heat="Lower it to 0.2, top 5"))),
    ("A1", one(texts=swapped(heat="Always lower the temperature", retrieval="Always look passages up"))),
    ("A1", one(texts=swapped(heat="Tune every 15 minutes", limit="Mark it read-only"))),
    ("A2", one(texts=swapped(retrieval="Usually look passages up", heat="Often lower the heat"))),
    ("C1", one(texts=swapped(retrieval="Search the weekly manual first", heat="Train on the manual"))),
    ("K1", one(stem=STEM.replace("Which technique", "Which one technique"))),
    ("K1", one(stem=f"They choose two of the five nodes. {STEM}")),
    ("K2", one(texts=THREE, key=["a"], shuffle=False)),
    ("K3", one(texts=swapped(heat="Amazon S3", limit="Amazon S3 Glacier"))),
    ("N1", one(texts=swapped(limit="All requests at night"))),
    ("N2", one(stem=f"{STEM} Every second answer is wrong.")),
    ("G1", one(texts=swapped(limit="`max_tokens` of each request"))),
    ("G1", one(texts={"a": "`top_p`", "b": "`max_tokens`", "c": "Other"}, key=["a"])),
    ("G2", one(stem=f"{ENDS}What should the team build?")),
    ("G3", one(texts=swapped(retrieval="Retrieval of passages", limit="Latency"))),
    ("O1", one(texts=THREE, key=["a"], shuffle=False)),
    ("O2", one(texts={"a": "60-70 %", "b": "70-90 %", "c": "10-20 %"}, key=["a"])),
    ("O3", one(texts=swapped(limit="Amazon Bedrock"))),
    ("O4", one(texts={name: SEVEN[name] for name in "abcde"}, key=["a", "b"])),
    ("O4", bank(slots(3, texts={name: SEVEN[name] for name in "ab"}, reuse=True))),
    ("O6", one(kind="ordering", texts=STEPS, key=list("abcd"))),
    ("S1", one(stem=f"{ENDS}Which of these does NOT help?")),
    ("S1", one(stem=f"{ENDS}The team does not label examples. Which technique helps at the least cost?")),
    ("S1", one(stem=f"{ENDS}Which index makes a miss least likely?")),
    ("S1", one(stem=f"{ENDS}Which setting keeps replies that are not in the manual away?")),
    ("S2", bank(*(question(f"q{n}") for n in range(3)))),
    ("S2", bank(*(question(f"q{n}", stem=f"{ENDS}Which has the LEAST overhead in year {n}?") for n in range(3)))),
    ("S3", one(stem="A support desk answers from a manual. The technique that fits is:")),
    ("S4", one(stem=f"{ENDS}Which technique is right for the desk?")),
    ("S5", one(stem=STEM)),
    ("S6", one(stem=f"{ENDS}Which is a benefit?", texts=swapped(limit="It does not need labels"))),
    ("S8", one(stem=f"{STEM} It runs Amazon Bedrock Knowledge Bases with `bedrock:InvokeModelWithResponseStream`.")),
    ("R2", whys(heat="Vitamin A and option prices are stories; the edition of this week stays unknown.")),
    ("R6", whys(heat="It is right that sampling becomes steadier, yet this week's edition stays unknown.")),
    ("R6", whys(retrieval="Correct answers need this week's edition, and the prompt receives its passages.")),
    ("Z1", one(clues={})),
    ("Z2", one(difficulty="easy", clues=dict.fromkeys(("tuning", "heat", "limit"), "changes every week"))),
    ("F1", bank(question(), **fact(checked="2026-06-01"))),
    ("F3", bank(question(), **fact(valid_to="2026-11-25"))),
    ("H1", bank(question(), **fact(url="https://docs.nobody.example/a"))),
    ("H1", bank(question(), **fact(url="https://github.com/nobody/a"))),
    ("H1", bank(question(), **fact(url="https://arxiv.org/abs/1"))),
    ("V1", one(texts=swapped(limit="Cloudy Search SDK"))),
    ("V1", one(texts=swapped(limit="Nobody Old with a limit"))),
    ("V1", one(stem=STEM.replace("A support", "A shop already has it. A support"),
    texts=swapped(retrieval="Nobody Old first"))),
    ("V2", one(texts=swapped(limit="Raise the SageMaker limit"), stem=f"{STEM} It is at https://a.example/Sagemaker.")),
    ("X2", one(stem=STEM.replace("gives", "currently gives"), valid_to="2027-01-01")),
    ("X2", one(stem=STEM.replace("A support", "With a new manual and the latest edition, a support"))),
    ("Q1", one(stem=STEM.replace("A support desk", "With AKIAIOSFODNN7EXAMPLE a desk"))),
    ("Q1", one(stem=STEM.replace("A support desk", "With password: <your password> a desk"))),
    ("Q2", one(stem=STEM.replace("A support desk", "The desk of jane@example.com"))),
    ("Q2", one(stem=STEM.replace("A support desk",
    "With 2,000,000,000 vectors on 2026-11-25 and 123456789012 a desk"))),
    ("T1", one(stem=STEM.replace("manual", "`<b>manual</b>` with a < b and x > y, at $5 and $6,"))),
    ("D1", bank(question(), question("q2", stem=OTHER))),
    ("D1", bank(question(), question("q2", stem=STEM.replace("A support desk", "A hotel in the hills"),
    enemies=["q1"]))),
    ("D1", bank(question(family="k"), question("q2", family="k", stem=STEM.replace("week", "year"), key=["heat"]))),
    ("D3", bank(question(), question("q2"))),
    ("Y1", siblings("retrieval", "heat", "tuning", "limit")),
    ("Y2", siblings("retrieval", "heat")),
    ("U1", bank(plan={"objectives": 2})),
    ("U2", bank(*(question(f"q{n}", objective=f"{1 + n % 2}.1") for n in range(40)),
    plan={"domains": {"One": 50, "Two": 50}})),
    ("W1", bank(question(waive={"L1": "so"}), question("q2"))),
    ("W2", one(waive={"l1": "so"})),
]  # fmt: skip


@pytest.mark.parametrize(("code", "held"), [pytest.param(*case, id=f"{n}-{case[0]}") for n, case in enumerate(BAD)])
def test_a_rule_fires_on_its_fault(code: str, held: Bank) -> None:
    assert codes(fired(held, code)) == [code]


@pytest.mark.parametrize(("code", "held"), [pytest.param(*case, id=f"{n}-{case[0]}") for n, case in enumerate(GOOD)])
def test_a_rule_keeps_still_on_what_looks_like_its_fault(code: str, held: Bank) -> None:
    assert codes(fired(held, code)) == []


def test_every_rule_has_a_bad_example() -> None:
    # H2 needs an address that was asked, D4 another bank, W3 another rule: they have tests of their own.
    assert {rule.code for rule in RULES} - {code for code, _ in BAD} == {"H2", "D4", "W3"}


def test_no_rule_fires_on_a_sound_question() -> None:
    assert fired(bank(question())) == []


def test_codes_and_names_are_each_given_once() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


class TestSeverity:
    """Some faults are worse in one place than in another."""

    @pytest.mark.parametrize(
        ("code", "mild", "grave"),
        [
            ("L1", swapped(retrieval="Look passages up for every new request"), swapped(retrieval=LONG)),
            ("G3", swapped(limit="A raise of the limit", retrieval="Search the passages"),
             swapped(retrieval="A search of passages")),
        ],
    )  # fmt: skip
    def test_grows_with_what_is_given_away(self, code: str, mild: dict[str, str], grave: dict[str, str]) -> None:
        assert [one.severity for one in fired(one_of(mild), code)] == ["warning"]
        assert [one.severity for one in fired(one_of(grave), code)] == ["error"]


def one_of(texts: dict[str, str]) -> Bank:
    """The sound question with these options."""
    return one(texts=texts)


class TestWaivers:
    """A question may say that a rule does not apply to it, and why."""

    @pytest.mark.parametrize("name", ["L1", "l1", "key-longest"])
    def test_mark_what_they_silence_and_keep_the_reason(self, name: str) -> None:
        held = one(texts=swapped(retrieval=LONGER), waive={name: "It is a name."})
        (found,) = fired(held)
        assert (found.rule.code, found.waived) == ("L1", "It is a name.")

    def test_silence_no_other_rule(self) -> None:
        held = one(texts=swapped(retrieval=LONGER), origin=None, waive={"L1": "It is a name."})
        assert codes(fired(held)) == ["M1"]

    def test_that_silence_nothing_are_idle(self) -> None:
        assert codes(fired(one(waive={"L1": "so"}), "L1", "W3")) == ["W3"]

    def test_are_not_called_idle_when_their_rule_did_not_run(self) -> None:
        assert fired(one(waive={"L1": "so"}), "W3") == []


class TestAnotherBank:
    """Twins across banks."""

    def test_are_told(self) -> None:
        other = bank(question("elsewhere"), plan={"code": "OTH-C01"})
        (found,) = fired(bank(question()), "D4", neighbours=(other,))
        assert found.severity == "warning"
        assert "'elsewhere' of OTH-C01" in found.finding.message

    def test_are_told_of_a_family_that_was_copied_with_its_name(self) -> None:
        other = bank(question("elsewhere", family="slow"), plan={"code": "OTH-C01"})
        assert len(fired(bank(question(family="slow")), "D4", neighbours=(other,))) == 1

    def test_that_contradict_each_other_are_an_error(self) -> None:
        other = bank(question("elsewhere", key=["heat"]), plan={"code": "OTH-C01"})
        (found,) = fired(bank(question()), "D4", neighbours=(other,))
        assert found.severity == "error"

    def test_are_fine_where_a_question_says_that_it_serves_both(self) -> None:
        other = bank(question("elsewhere"), plan={"code": "OTH-C01"})
        assert fired(bank(question(also=["OTH-C01:1.1"])), "D4", neighbours=(other,)) == []

    def test_of_the_same_exam_are_the_bank_itself(self) -> None:
        assert fired(bank(question()), "D4", neighbours=(bank(question("elsewhere")),)) == []


def test_a_dead_address_is_told_with_what_it_said() -> None:
    (found,) = fired(bank(question()), "H2", dead={"https://nobody.example/docs": "it answers 404"})
    assert found.finding.at == ("facts", 0, "url")
    assert found.finding.message.endswith("cannot be reached: it answers 404.")


def test_a_secret_is_never_repeated() -> None:
    key = "AKIAQYLPMN5HHHFPZA" + "2B"
    found = fired(one(stem=STEM.replace("A support desk", f"With {key} a support desk")), "Q1")
    assert key not in f"{found}"


def test_no_rule_is_held_up_by_a_walk_over_the_bank() -> None:
    def look(scene: Scene) -> Iterator[Finding]:
        yield Finding("The collector walks." if gc.isenabled() else "The collector rests.")

    assert gc.isenabled()
    found = run(one(), [replace(RULES[0], each=None, whole=look)], Circumstances(today=TODAY))
    assert [one.finding.message for one in found] == ["The collector rests."]
    assert gc.isenabled()
