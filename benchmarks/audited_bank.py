"""A large bank of unlike questions for the audit: stories and options dealt from lists by chance with a seed.

One in fifty is a twin of an earlier one, and one in a hundred has a key that is far too long.
"""

import random
from pathlib import Path

from examcert import locations
from examcert.bank_files import read_blueprint

_FACTS = 200


def _words(told: str) -> list[str]:
    return told.split()


_WHO = _words(
    "hospital bakery carrier insurer library museum farm bank airline publisher brewery clinic council dairy "
    "depot ferry harbor hostel kiosk lodge market mill nursery observatory orchard pharmacy quarry ranch "
    "school shipyard studio tower"
)
_DOES = _words(
    "sorts reads labels routes prices plans scans counts drafts checks rates ships files stores translates tags"
)
_WHAT = _words(
    "letters invoices recordings pictures orders tickets contracts claims readings menus maps routes permits "
    "scripts slides reports forms receipts drawings samples parcels prescriptions timetables tenders minutes "
    "surveys"
)
_HOW = _words(
    "nightly hourly slowly twice weekly by-hand abroad offline in-batches on-demand under-load at-dawn in- "
    "winter remotely in-turns by-region per-customer within-seconds without-labels under-audit for-decades"
)
_ASK = (
    "Which service fits with the least effort?",
    "Which step comes before any training?",
    "Which setting lowers the cost most?",
    "Which measure protects the replies?",
    "Which metric shows the gain?",
    "Which option keeps the data in place?",
)
_KINDS = _words(
    "queue cache index stream batch gateway registry pipeline monitor guardrail catalog endpoint notebook archive"
)
_ADJECTIVES = _words(
    "managed serverless shared private regional global nightly scheduled encrypted indexed tiered mirrored"
)


def write_audited_bank(folder: Path, size: int, exam: str, *, seed: int = 1) -> Path:
    """Write a bank of so many questions. The same bytes every time."""
    folder.mkdir(parents=True)
    source = locations.bank(exam)
    (folder / "exam.yaml").write_bytes((source / "exam.yaml").read_bytes())
    (folder / "facts.yaml").write_text("".join(map(_fact, range(_FACTS))), encoding="utf-8")
    domains = read_blueprint(source).domains
    chance = random.Random(seed)
    stories: list[str] = []
    for place, domain in enumerate(domains):
        with (folder / f"domain-{domain.id}.yaml").open("w", encoding="utf-8") as file:
            for number in range(place, size, len(domains)):
                objective = domain.objectives[number % len(domain.objectives)].id
                file.write(_question(number, objective, chance, stories))
    return folder


def _question(number: int, objective: str, chance: random.Random, stories: list[str]) -> str:
    story = _story(chance)
    if number % 50 == 49 and stories:
        story = chance.choice(stories[-200:]).replace("every", "each", 1)
    stories.append(story)
    deal = [f"A {chance.choice(_ADJECTIVES)} {kind}" for kind in chance.sample(_KINDS, 4)]
    if number % 100 == 7:
        deal[number % 4] += " that keeps every copy in one place and answers each request within a second"
    options = "".join(
        f'    {name}: {{text: "{text}", why: "{_why(chance)}", clue: "{clue}"}}\n'
        for name, text, clue in zip("abcd", deal, story.split(". "), strict=True)
    )
    return (
        f'- id: q-{number}\n  objective: "{objective}"\n  difficulty: {("easy", "medium", "hard")[number % 3]}\n'
        f"  stem: >-\n    {story} {chance.choice(_ASK)}\n  options:\n{options}"
        f"  key: [{'abcd'[number % 4]}]\n  refs: [f-{number % _FACTS}]\n  origin: generated for measuring\n\n"
    )


def _story(chance: random.Random) -> str:
    parts = [
        f"A {chance.choice(_WHO)} near {chance.randint(2, 900)} {chance.choice(_WHAT)} {chance.choice(_DOES)} "
        f"{chance.choice(_WHAT)} {chance.choice(_HOW)}",
        *(
            f"Its {chance.choice(_WHAT)} {chance.choice(_DOES)} every {chance.choice(_WHO)} {chance.choice(_HOW)} and "
            f"{chance.choice(_DOES)} {chance.randint(2, 900)} {chance.choice(_WHAT)}"
            for _ in range(3)
        ),
    ]
    return ". ".join(parts) + " in the end."


def _why(chance: random.Random) -> str:
    return " ".join(
        f"The {chance.choice(_KINDS)} {chance.choice(_DOES)} {chance.choice(_WHAT)} {chance.choice(_HOW)}, which a "
        f"{chance.choice(_WHO)} with {chance.choice(_WHAT)} needs."
        for _ in range(2)
    )


def _fact(number: int) -> str:
    return (
        f"- id: f-{number}\n  claim: Service {number} keeps its data in one Region.\n"
        f'  url: https://docs.aws.amazon.com/{number}\n  checked: "2026-11-01"\n'
    )
