"""Every rule of the audit, in the order of the documentation."""

from examcert.audit.rule import Rule
from examcert.audit.rules import cues, doubles, forms, lengths, naming, options, safety, sources, stems, whole, whys

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *lengths.RULES, *cues.RULES, *options.RULES, *forms.RULES, *stems.RULES, *whys.RULES, *sources.RULES,
            *naming.RULES, *safety.RULES, *doubles.RULES, *whole.RULES,
        ),
        key=lambda rule: (rule.code[0], int(rule.code[1:])),
    )
)  # fmt: skip
"""All of them; what the reader of files finds has rules of its own."""
