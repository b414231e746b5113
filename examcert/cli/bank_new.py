"""`examcert bank new`: the beginning of a bank, or of one more question in it."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from examcert.cli import wiring
from examcert.errors import ExamcertError

if TYPE_CHECKING:
    from examcert.core.bank import Bank

_DOMAIN = re.compile(r"(.+)=(\d+(?:\.\d+)?)")


def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new bank's folder, or that of a bank there is.")],
    code: Annotated[str | None, typer.Option("--code", metavar="CODE", help="New bank: the exam code.")] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="New bank: the exam's name.")] = None,
    vendor: Annotated[str | None, typer.Option("--vendor", metavar="TEXT", help="New bank: whose exam it is.")] = None,
    domain: Annotated[
        list[str] | None,
        typer.Option("--domain", metavar="NAME=WEIGHT", help="New bank: a domain and its per cent; once for each."),
    ] = None,
    kind: Annotated[
        Literal["family", "single", "multiple", "ordering", "matching"] | None,
        typer.Option("--kind", help="New question: what it is. A family is one set of options with two stems."),
    ] = None,
    objective: Annotated[
        str | None, typer.Option("--objective", metavar="ID", help="New question. Default: the one furthest behind.")
    ] = None,
    difficulty: Annotated[
        Literal["easy", "medium", "hard"] | None, typer.Option("--difficulty", help="New question.")
    ] = None,
    topic: Annotated[
        str | None, typer.Option("--topic", metavar="TEXT", help="New question: a few words, which make its id.")
    ] = None,
    ask: Annotated[
        bool | None, typer.Option("--ask/--no-ask", help="Ask for what is not given. Default: in a terminal.")
    ] = None,
) -> None:
    """Begin a bank, or a question in a bank there is.

    What is made reads without a mistake; its texts say what belongs in their place. Ids are
    made for you.

    Examples:
        examcert bank new my-exam --title "My exam" --domain "Networks=60" --domain "Storage=40"
        examcert bank new my-exam --kind family --topic "choose a store"
    """
    asking = wiring.interactive() if ask is None else ask
    if (folder / "exam.yaml").exists():
        _refuse(folder, "is a bank already", code=code, title=title, vendor=vendor, domain=domain)
        _question(folder, kind, objective, difficulty, topic, asking=asking)
    else:
        _refuse(folder, "is no bank yet", kind=kind, objective=objective, difficulty=difficulty, topic=topic)
        _bank(folder, code, title, vendor, domain or [], asking=asking)


def _refuse(folder: Path, why: str, **given: object) -> None:
    if wrong := [name for name, value in given.items() if value]:
        raise ExamcertError(
            f"{folder} {why}, so --{wrong[0]} says nothing.",
            remedy="Questions have --kind, --objective, --difficulty and --topic; banks the other options.",
        )


def _asked(given: str | None, prompt: str, default: str, *, asking: bool) -> str:
    """What was given, what somebody answers, or the default."""
    if given is not None:
        return given
    return str(typer.prompt(prompt, default=default, err=True)) if asking else default


def _bank(
    folder: Path, code: str | None, title: str | None, vendor: str | None, domains: list[str], *, asking: bool
) -> None:
    from examcert.bank_files.scaffold import NewBank, new_bank
    from examcert.bank_files.schemas import written_schemas

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ExamcertError(f"{folder} is there already and is not empty.", remedy="Name a new folder.")
    default = re.sub(r"[^A-Z0-9]+", "-", folder.absolute().name.upper()).strip("-") or "MY-EXAM"
    code = _asked(code, "Exam code", default, asking=asking).upper()
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9-]{0,39}", code):
        raise ExamcertError(f"{code!r} is no exam code.", remedy="Use capitals, digits and dashes, such as AIF-C01.")
    title = _asked(title, "Name of the exam", code, asking=asking)
    vendor = _asked(vendor, "Whose exam it is", "Nobody", asking=asking)
    if not domains and asking:
        line = typer.prompt("Domains and weights", default="General=100", err=True)
        domains = [part.strip() for part in str(line).split(",")]
    asked = NewBank(code, title, vendor, _weights(domains or ["General=100"]))
    files = new_bank(asked) | {f".schemas/{name}.schema.json": text for name, text in written_schemas().items()}
    try:
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise ExamcertError(
            f"{error.filename} cannot be written: {error.strerror}.", remedy="Name a folder that is yours to write."
        ) from error
    typer.echo(str(folder / "domain-1.yaml"))
    wiring.say(f"{code} begins in {folder}. Next: write over its texts, then `examcert bank check {folder}`.")


def _weights(domains: list[str]) -> dict[str, float]:
    weights = {}
    for said in domains:
        found = _DOMAIN.fullmatch(said.strip())
        if found is None:
            raise ExamcertError(f"{said!r} is no domain with its weight.", remedy='Write it as "Networks=60".')
        weights[found[1].strip()] = float(found[2])
    if not 90 <= sum(weights.values()) <= 110:
        raise ExamcertError(f"The weights add up to {sum(weights.values()):g}.", remedy="They should make 100.")
    return weights


def _question(
    folder: Path, kind: str | None, objective: str | None, difficulty: str | None, topic: str | None, *, asking: bool
) -> None:
    from examcert.bank_files.files import replace_text
    from examcert.bank_files.scaffold import KINDS, neediest, new_id, new_question, question_head

    bank = _whole(folder)
    known = {entry.id: entry.name for part in bank.blueprint.domains for entry in part.objectives}
    kind = _asked(kind, f"Kind ({', '.join(KINDS)})", "single", asking=asking)
    if kind not in KINDS:
        raise ExamcertError(f"There is no kind {kind!r}.", remedy=f"Use {', '.join(KINDS)}.")
    needy = neediest(bank.blueprint, [question.objective for question in bank.questions])
    if asking and objective is None:
        wiring.say("\n".join(f"  {name} {title}" for name, title in known.items()))
    objective = _asked(objective, "Objective", needy, asking=asking)
    if objective not in known:
        raise ExamcertError(f"{bank.exam} has no objective {objective!r}.", remedy=f"Use one of {', '.join(known)}.")
    level = _asked(difficulty, "Difficulty (easy, medium, hard)", "medium", asking=asking)
    if level not in ("easy", "medium", "hard"):
        raise ExamcertError(f"There is no difficulty {level!r}.", remedy="Use easy, medium or hard.")
    topic = _asked(topic, "Topic in a few words", "", asking=asking)
    taken = {*bank.by_id, *(question.family or "" for question in bank.questions)}
    name = new_id(taken, bank.exam, objective, topic)
    path = folder / f"domain-{bank.domain_of[objective]}.yaml"
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else question_head()
        gap = "" if before.endswith("\n") else "\n"
        line = before.count("\n") + len(gap) + 1
        replace_text(path, f"{before}{gap}{new_question(kind, name, objective, level)}")
    except (OSError, UnicodeDecodeError) as error:
        raise ExamcertError(
            f"{path} cannot be written: {error}.", remedy="Check the file and its permissions."
        ) from error
    typer.echo(f"{path}:{line}")
    held = sorted(entry.kind for entry in bank.blueprint.kinds)
    if (kind if kind != "family" else "single") not in held:
        wiring.say(f"{bank.exam} has no {kind} questions; it has {', '.join(held)}. `bank check` will say so too.")
    wiring.say(
        f"{name} begins there. Next: `examcert bank preview {name}{'-1' if kind == 'family' else ''} --exam {folder}`."
    )


def _whole(folder: Path) -> "Bank":
    from examcert.bank_files import read_bank

    return read_bank(folder)
