"""Why there is no explanation by Claude: one plain line for the candidate, and whether to ask again.

The SDK has already retried what HTTP can tell. We ask once more only for what it cannot see: streams
that break, and answers that are no good. Nothing here quotes a request, and so no key.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pydantic import SecretStr

from examcert.claude.apart import HungUpError
from examcert.claude.budget import BudgetSpentError, NoPriceError
from examcert.claude.client import TimeIsUpError
from examcert.claude.settings import DEFAULT_MODEL
from examcert.claude.text import brief, clean
from examcert.core.records import OutcomeKind
from examcert.errors import ProviderError

if TYPE_CHECKING:
    from anthropic import APIStatusError

SPEND_LIMITS = {
    "enforced_spend_limit_reached",
    "contract_spend_limit_reached",
    "linked_organization_spend_limit_reached",
}
PASSING = {"overloaded_error", "api_error", "rate_limit_error", "timeout_error"}
"""Types of errors inside a stream that another try may not meet."""


@dataclass(frozen=True, slots=True)
class Setback:
    """What went wrong, for the candidate and for the next step."""

    note: str
    again: bool = False
    """Another try may do better."""
    lasting: bool = False
    """No question will fare better until somebody changes something."""
    elsewhere: bool = False
    """Another model may do better: this one declined, or has no room."""
    wait: bool = False
    """The account is asked to slow down: the same question will fare better later."""
    kind: str = "failed"
    """One word for programs."""


SLOW = Setback("Claude did not answer in time. Try again later; these are the author's words.")
CUT = Setback("The connection to Claude broke in the middle of its answer. These are the author's words.", again=True)
NONSENSE = Setback(
    "Something answered that is not Claude, perhaps a proxy or a sign-in page. These are the author's words.",
    again=True,
)
LEFT = Setback("Nobody waits for Claude's answer any more.", kind="incomplete")
OFFLINE = Setback("Claude cannot be reached: no connection. These are the author's words.", kind="offline")


def of_outcome(kind: OutcomeKind, detail: str) -> Setback:
    """The setback in an answer that came, and is not `ok`."""
    match kind:
        case "refused":
            return Setback(
                f"Claude declined to explain this question ({detail}). These are the author's words.",
                elsewhere=True,
                kind="refused",
            )
        case "truncated":
            return Setback(
                "Claude's answer was too long and was cut off. These are the author's words.", again=True, kind=kind
            )
        case "disagreed":
            return Setback(
                "Claude's verdicts do not agree with the key, so these are the author's words. We noted it.", kind=kind
            )
        case "invalid":
            return Setback("Claude's answer was not usable. These are the author's words.", again=True, kind=kind)
        case _:
            return CUT


def of_budget(error: BudgetSpentError | NoPriceError) -> Setback:
    """The setback where the next call might cost more than is left."""
    return Setback(f"Claude was not asked. {error} These are the author's words.", kind="budget")


def unasked(error: ProviderError) -> Setback:
    """The setback that kept us from asking at all."""
    return Setback(f"Claude was not asked. {error} These are the author's words.", lasting=True)


def of_error(error: Exception, *, model: str) -> Setback:
    """The setback in an exception, from special to general."""
    import anthropic
    import httpx2

    match error:
        case HungUpError():
            return LEFT
        case TimeIsUpError() | anthropic.APITimeoutError():
            return SLOW
        case anthropic.APIConnectionError():
            return OFFLINE
        case anthropic.APIStatusError():
            return _of_event(error) if error.status_code == 200 else _of_status(error, model)
        case anthropic.CredentialsError():
            return Setback("The login for Claude is broken. Set ANTHROPIC_API_KEY, or log in again.", lasting=True)
        case httpx2.TransportError():
            return CUT
        case _:
            return NONSENSE


_TELLING = 8
"""So many first characters of a key are taken for it: whoever quotes it may have cut it."""
_AUTHOR = (" These are the author's words.", "; these are the author's words")


def without_author(note: str) -> str:
    """The note where no author speaks in Claude's place."""
    for words in _AUTHOR:
        note = note.replace(words, "")
    return note


def without_key(text: str, key: SecretStr | None) -> str:
    """A provider's words may quote the API key back at us, or the beginning of it. The key goes first, then the cut."""
    told, secret = clean(text), key.get_secret_value().strip() if key else ""
    for length in (len(secret), *range(len(secret) - 1, _TELLING - 1, -1)) if secret else ():
        told = told.replace(secret[:length], "[key]")
    return brief(told, limit=300)


def plain(setback: Setback, *, key: SecretStr | None) -> Setback:
    """A setback for those who asked Claude for something else than an explanation."""
    return replace(setback, note=without_key(without_author(setback.note), key))


def of_provider(error: Exception, *, model: str) -> Setback | None:
    """The setback in an exception of the SDK or the connection; None for one of our own."""
    import anthropic
    import httpx2

    if isinstance(error, (anthropic.AnthropicError, httpx2.TransportError, ValueError)):
        return of_error(error, model=model)
    return None


def _of_event(error: APIStatusError) -> Setback:
    """An error told inside a stream. Its class says nothing, its type does."""
    kind = error.type or "unknown"
    if kind == "overloaded_error":
        return Setback(
            "Claude is overloaded at the moment. These are the author's words.", again=True, elsewhere=True, wait=True
        )
    return Setback(f"Claude broke off its answer ({clean(kind)}). These are the author's words.", again=kind in PASSING)


def _of_status(error: APIStatusError, model: str) -> Setback:
    status, named = error.status_code, brief(model, limit=60)
    other = "" if model == DEFAULT_MODEL else f", for example {DEFAULT_MODEL}"
    if error.error_code in SPEND_LIMITS:
        return Setback(
            f"The spend limit of the Claude account is reached ({status}). See its billing page.", lasting=True
        )
    match status:
        case 401:
            return Setback("Claude did not accept the API key (401). Check ANTHROPIC_API_KEY.", lasting=True)
        case 402:
            return Setback("The Claude account cannot pay (402). See its billing page.", lasting=True)
        case 403:
            return Setback(
                f"This API key may not use {named} (403). Set EXAMCERT_MODEL to another model{other}.", lasting=True
            )
        case 404:
            return Setback(
                f"There is no model {named} at this address (404). Set EXAMCERT_MODEL to one there is{other}.",
                lasting=True,
            )
        case 413:
            return Setback("The question is too long for Claude (413). These are the author's words.")
        case 429:
            return Setback(
                "Claude has had too many requests from this account (429). Try again in a minute.", wait=True
            )
        case 529:
            return Setback(
                "Claude is overloaded (529). Try again later; these are the author's words.", elsewhere=True, wait=True
            )
        case _ if status >= 500:
            return Setback(f"Claude has trouble of its own ({status}). Try again later; these are the author's words.")
        case _:
            said = clean(error.api_message or "no reason given")  # whole: a cut key is harder to find in it
            return Setback(f"Claude rejected the request ({status}): {said}")
