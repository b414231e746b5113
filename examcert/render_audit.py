"""What the audit found as Rich renderables."""

from rich.console import Group, RenderableType
from rich.text import Text

from examcert.audit.agreement import Agreement
from examcert.core.reader import Count
from examcert.render import plain
from examcert.reports.bank_documents import sides


def share(count: Count) -> str:
    """A share with its interval, for people."""
    low, high = count.interval.low, count.interval.high
    return (
        f"{count.hits} of {count.n} ({count.share:.1%}, 95 % interval {low:.1%} to {high:.1%})" if count.n else "none"
    )


def agreement(found: Agreement) -> RenderableType:
    """One reader beside the keys: the figure, then every dispute with both sides."""
    runs = f", majority of up to {found.runs} orders" if found.runs > 1 else ""
    lines = [
        plain(f"{found.reader}, {found.view}{runs}", "bold"),
        plain(f"Answered as the key has it: {share(found.count)}"),
    ]
    lines += [plain(f"  {kind}: {count.hits} of {count.n}", "dim") for kind, count in sorted(found.by_kind.items())]
    for name in found.disputed:
        lines += _disputed(found, name)
    if not found.disputed:
        lines.append(Text("No dispute.", style="green"))
    return Group(*lines)


def _disputed(found: Agreement, name: str) -> list[Text]:
    question, read = found.bank.by_id[name], found.items[name]
    lines = [plain(f"\n{name}", "bold"), plain(" ".join(question.stem.split()))]
    if name not in found.agreed:
        for side in sides(question, read.answer):
            lines.append(Text.assemble(("  reader  ", "yellow"), plain(side.text), plain(f"  {side.why}", "dim")))
        if not any(read.answer):
            lines.append(Text("  reader  no answer", style="yellow"))
    for side in sides(question, question.key):
        lines.append(Text.assemble(("  key     ", "green"), plain(side.text), plain(f"  {side.why}", "dim")))
    if read.doubt:
        about = ", ".join(question.option(option).text for option in read.doubt.options)
        lines.append(plain(f"  doubt   {read.doubt.say}{f' ({about})' if about else ''}", "yellow"))
    return lines
