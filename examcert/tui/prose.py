"""Bank text as Markdown, without what Markdown could do to a reader.

A bank is untrusted. Links, images, HTML and entities are switched off and stay what the author
typed; control characters show as symbols, before and after parsing. What is left is paragraphs,
lists, tables, emphasis and code.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from textual.content import Content

from examcert.core.visible import visible

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_OFF = ("link", "image", "autolink", "html_inline", "html_block", "entity", "reference", "linkify")
_INDENT = "  "
_BULLETS = "•◦▪"
_CODE_STYLE = "$accent on $panel"
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


@lru_cache(maxsize=1)
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable(_OFF)


@lru_cache(maxsize=256)
def prose(text: str) -> Content:
    """The text ready to show. Pure, so that a question that comes back costs nothing."""
    shown = visible(text).replace("\t", "    ")
    blocks = _blocks(_parser().parse(shown))
    return Content("\n\n").join(list(blocks))


def bare(text: str, style: str = "") -> Content:
    """Text that is shown as it is."""
    return Content.styled(visible(text).replace("\t", "    "), style)


def phrase(text: str, style: str = "") -> Content:
    """A short text, such as an option: as it is, but for code between backticks, which looks as it does in a stem."""
    parts = _CODE.split(bare(text).plain)
    return Content.assemble(*((part, _CODE_STYLE if at % 2 else style) for at, part in enumerate(parts)))


def marked(content: Content, phrases: Sequence[tuple[str, str]]) -> Content:
    """The content with phrases highlighted; a phrase may run across a line end."""
    flat = content.plain.replace("\n", " ")
    for phrase, style in phrases:
        wanted = " ".join(visible(phrase).split())
        at = flat.find(wanted) if wanted else -1
        if at >= 0:
            content = content.stylize(style, at, at + len(wanted))
    return content


def _blocks(tokens: "Sequence[Token]") -> Iterator[Content]:
    """Top-level blocks, in order."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        end = _end(tokens, at)
        yield _block(token, tokens[at + 1 : end])
        at = end + 1


def _end(tokens: "Sequence[Token]", at: int) -> int:
    """The index of the token that closes the one at `at`; itself where it stands alone."""
    depth = 0
    for place in range(at, len(tokens)):
        depth += tokens[place].nesting
        if depth == 0:
            return place
    return len(tokens) - 1


def _block(token: "Token", inside: "Sequence[Token]", depth: int = 0) -> Content:
    match token.type:
        case "paragraph_open":
            return _inline(inside[0])
        case "heading_open":
            return _inline(inside[0]).stylize_before("bold $accent")
        case "fence" | "code_block":
            return _code(token)
        case "bullet_list_open" | "ordered_list_open":
            return _list(token, inside, depth)
        case "blockquote_open":
            return _indented(Content("\n\n").join(list(_blocks(inside))), "│ ", "$muted")
        case "table_open":
            return _table(inside)
        case "hr":
            return Content.styled("─" * 12, "$rule")
        case _:
            return Content(visible(token.content))


def _inline(token: "Token") -> Content:
    """Runs of text with their emphasis. A line end in the source stays one: authors break lines for a reason."""
    styles: list[str] = []
    parts: list[tuple[str, str]] = []
    for child in token.children or ():
        match child.type:
            case "strong_open":
                styles.append("bold")
            case "em_open":
                styles.append("italic")
            case "strong_close" | "em_close":
                styles.pop()
            case "code_inline":
                parts.append((visible(child.content), _CODE_STYLE))
            case "softbreak" | "hardbreak":
                parts.append(("\n", ""))
            case _:
                parts.append((visible(child.content), " ".join(styles)))
    return Content.assemble(*parts)


def _code(token: "Token") -> Content:
    from textual.highlight import highlight

    code = visible(token.content.rstrip("\n"))
    language = token.info.strip().split(" ")[0] if token.info.strip() else None
    shown = highlight(code, language=language) if language else Content(code)
    return _indented(shown, "▏ ", "$rule")


def _list(token: "Token", inside: "Sequence[Token]", depth: int) -> Content:
    lines: list[Content] = []
    number = int(token.attrGet("start") or 1)
    at = 0
    while at < len(inside):
        end = _end(inside, at)
        ordered = token.type == "ordered_list_open"
        mark = f"{number}. " if ordered else f"{_BULLETS[min(depth, 2)]} "
        body = list(_items(inside[at + 1 : end], depth + 1))
        text = Content("\n").join(body)
        lines.append(_hung(text, mark))
        number, at = number + 1, end + 1
    return Content("\n").join(lines)


def _items(tokens: "Sequence[Token]", depth: int) -> Iterator[Content]:
    at = 0
    while at < len(tokens):
        end = _end(tokens, at)
        yield _block(tokens[at], tokens[at + 1 : end], depth)
        at = end + 1


def _hung(text: Content, mark: str) -> Content:
    first, *rest = text.split("\n", allow_blank=True)
    pad = " " * len(mark)
    return Content("\n").join([Content(mark) + first, *(Content(pad) + line for line in rest)])


def _indented(text: Content, mark: str, style: str) -> Content:
    lines = text.split("\n", allow_blank=True)
    return Content("\n").join([Content.styled(mark, style) + line for line in lines])


def _table(inside: "Sequence[Token]") -> Content:
    rows: list[list[Content]] = []
    for token in inside:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            rows[-1].append(_inline(token))
    widths = [max(cell.cell_length for cell in column) for column in zip(*rows, strict=False)]
    lines = [
        Content("  ").join([cell.pad_right(width - cell.cell_length) for cell, width in zip(row, widths, strict=False)])
        for row in rows
    ]
    lines.insert(1, Content.styled("  ".join("─" * width for width in widths), "$rule"))
    return Content("\n").join(lines)
