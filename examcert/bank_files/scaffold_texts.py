"""The texts that new banks and questions begin with. `{…}` is filled in, PREFIX stands for the bank's own."""

EXAM = """\
# What an exam is: `examcert bank schema exam` knows every field, your editor shows them.

code: {code}
name: {title}
vendor: {vendor}
guide:
  version: "1.0"

minutes: 15
items:
  scored: {scored}
scale:
  low: 0
  pass: 70
  high: 100
kinds:
  - kind: single
    share: 1.0

licence: CC-BY-4.0
affiliation: {affiliation}

domains:
"""
DOMAIN = """\
  - id: "{number}"
    name: {name}
    weight: {weight}
    objectives:
      - id: "{number}.1"
        name: "The first thing to be able to do"
"""
FACTS = """\
# One card for each fact that questions rest on: what, where, and the day somebody saw it there.

- id: f-precision
  claim: Precision is the share of the samples labeled positive that are positive, TP / (TP + FP).
  url: https://scikit-learn.org/stable/modules/generated/sklearn.metrics.precision_score.html
  checked: "2026-11-25"

- id: f-recall
  claim: Recall is the share of the positive samples that are found, TP / (TP + FN).
  url: https://scikit-learn.org/stable/modules/generated/sklearn.metrics.recall_score.html
  checked: "2026-11-25"

- id: f-accuracy
  claim: Accuracy is the share of all samples that are labeled correctly.
  url: https://scikit-learn.org/stable/modules/generated/sklearn.metrics.accuracy_score.html
  checked: "2026-11-25"

- id: f-rmse
  claim: The root mean squared error measures how far predicted numbers lie from true ones.
  url: https://scikit-learn.org/stable/modules/generated/sklearn.metrics.root_mean_squared_error.html
  checked: "2026-11-25"
"""
MISCONCEPTIONS = """\
# Beliefs that make wrong options tempting. Distractors name them, and reports count them.

- id: one-error-is-like-the-other
  belief: A good classifier makes few errors, whatever their kind.
  corrects: A missed case and a false alarm cost differently, and each metric counts one of them.

- id: accuracy-sees-rare-cases
  belief: High accuracy means that rare cases are found.
  corrects: Where one case in a thousand is positive, finding none of them is 99.9 % accurate.

- id: numbers-for-classes
  belief: Any measure of error suits any model.
  corrects: Measures of distance suit predicted numbers; classes are counted.
"""
EXAMPLE = """\
# A family: one set of options, stems with different keys, so that the options alone give nothing away.
# Write over it, or delete it once your own stand here.
- family: classifier-metric
  options:
    recall:
      text: Recall
      about: The share of the true cases that a classifier finds.
    accuracy:
      text: Accuracy
      about: The share of all cases that a classifier labels correctly.
    precision:
      text: Precision
      about: The share of the raised alarms that are justified.
    squared-error:
      text: Squared error
      about: A measure of how far predicted numbers lie from true ones.
  objective: "1.1"
  difficulty: medium
  origin: An example that comes with examcert.
  stems:
    - id: PREFIX-1.1-blood-samples
      decision: choose the metric when missed cases are what costs
      stem: >-
        A clinic screens 20,000 blood samples a year for a rare disease. A patient who is missed goes
        untreated, while a doctor examines every flagged sample again within the hour. Two classifiers are
        compared on labeled samples. By which metric should the clinic choose between them?
      key: [recall]
      whys:
        recall:
          why: It falls with every patient who is missed, and those are the errors that cost the clinic most.
            False alarms do not lower it, and here a doctor settles them within the hour.
          clue: A patient who is missed goes untreated
        accuracy:
          why: It counts every error alike. With a rare disease almost all samples are healthy, so a
            classifier that finds nobody would still score well. It would fit balanced classes with equal
            costs.
          clue: for a rare disease
          misconception: accuracy-sees-rare-cases
        precision:
          why: It falls with false alarms, which a doctor settles here at little cost, and says nothing about
            patients who were missed. It would fit if each alarm led to a risky operation.
          clue: a doctor examines every flagged sample again within the hour
          misconception: one-error-is-like-the-other
        squared-error:
          why: It measures the distance between predicted and true numbers, and here the answer is one of two
            labels. It would fit a model that predicts the level of a substance in the blood.
          clue: Two classifiers are compared on labeled samples
          misconception: numbers-for-classes
      refs: [f-recall, f-precision, f-accuracy, f-rmse]
    - id: PREFIX-1.1-deleted-orders
      decision: choose the metric when false alarms are what costs
      stem: >-
        A bookshop's filter deletes messages that it takes for spam, and nobody looks at them again. A deleted
        order is a customer lost; spam that stays in the inbox is removed with one click. One message in three
        is spam. By which metric should the shop compare two filters?
      key: [precision]
      whys:
        recall:
          why: It falls with spam that stays in the inbox, which costs one click here, and says nothing about
            orders that were deleted. It would fit if one dangerous message could shut down the shop.
          clue: spam that stays in the inbox is removed with one click
          misconception: one-error-is-like-the-other
        accuracy:
          why: It counts a lost customer and a click as errors of the same weight, so a filter that deletes
            orders can come out ahead. It would fit if both errors cost the same.
          clue: A deleted order is a customer lost
          misconception: one-error-is-like-the-other
        precision:
          why: It is the share of deleted messages that really were spam, so every deleted order lowers it.
            Spam that stays does not count, and that error is cheap here.
          clue: nobody looks at them again
        squared-error:
          why: It measures how far predicted numbers lie from true ones, and a filter decides between two
            labels. It would fit a forecast of how many messages arrive tomorrow.
          clue: deletes messages that it takes for spam
          misconception: numbers-for-classes
      refs: [f-precision, f-recall, f-accuracy, f-rmse]
"""
FAMILY = """\
- family: {id}
  options:
    alpha:
      text: Alpha
      about: What Alpha is, in every question.
    bravo:
      text: Bravo
      about: What Bravo is, in every question.
    charlie:
      text: Charlie
      about: What Charlie is, in every question.
    delta:
      text: Delta
      about: What Delta is, in every question.
  objective: "{objective}"
  difficulty: {difficulty}
  origin: Who wrote it, from what, and whether a language model helped.
  stems:
    - id: {id}-1
      decision: what the candidate has to decide
      stem: >-
        A situation in two or three sentences, with the one limit that decides. By that measure, what should
        they choose?
      key: [alpha]
      whys:
        alpha:
          why: How it works, and why that meets the limit that the stem sets.
          clue: the one limit that decides
        bravo:
          why: What it does instead, which limit that breaks, and when it would fit.
        charlie:
          why: What it does instead, which limit that breaks, and when it would fit.
        delta:
          why: What it does instead, which limit that breaks, and when it would fit.
      refs: []
    - id: {id}-2
      decision: the same decision under another limit
      stem: >-
        Another situation with another limit, so that the same options have another answer. What should they
        choose now?
      key: [bravo]
      whys:
        alpha:
          why: What it does instead, which limit that breaks, and when it would fit.
        bravo:
          why: How it works, and why that meets the limit that the stem sets.
          clue: another limit
        charlie:
          why: What it does instead, which limit that breaks, and when it would fit.
        delta:
          why: What it does instead, which limit that breaks, and when it would fit.
      refs: []
"""
HEAD = """\
- id: {id}
{kind}  objective: "{objective}"
  difficulty: {difficulty}
  decision: what the candidate has to decide
  stem: >-
    A situation in two or three sentences, with the limit that decides. {ask}
"""


def _options(*said: tuple[str, str]) -> str:
    return "  options:\n" + "".join(
        f"    {name}:\n      text: {name.title()}\n      why: {why}\n" for name, why in said
    )


RIGHT = "How it works, and why that meets the limit that the stem sets."
WRONG = "What it does instead, which limit that breaks, and when it would fit."
END = "  refs: []\n  origin: Who wrote it, from what, and whether a language model helped.\n"
SINGLE = (
    HEAD.replace("{kind}", "").replace("{ask}", "By that measure, what should they choose?")
    + _options(("alpha", RIGHT), ("bravo", WRONG), ("charlie", WRONG), ("delta", WRONG))
    + "  key: [alpha]\n"
    + END
)
MULTIPLE = (
    HEAD.replace("{kind}", "").replace("{ask}", "By that measure, what should they choose?")
    + _options(("alpha", RIGHT), ("bravo", RIGHT), ("charlie", WRONG), ("delta", WRONG), ("echo", WRONG))
    + "  key: [alpha, bravo]\n"
    + END
)
ORDERING = (
    HEAD.replace("{kind}", "  kind: ordering\n").replace("{ask}", "In which order do they do it?")
    + _options(
        ("alpha", "Why this step needs nothing before it."),
        ("bravo", "Why this step needs what Alpha makes."),
        ("charlie", "Why this step needs what Bravo makes."),
    )
    + "  key: [alpha, bravo, charlie]\n"
    + END
)
MATCHING = (
    HEAD.replace("{kind}", "  kind: matching\n").replace("{ask}", "What belongs to each need?")
    + _options(
        ("alpha", "What this is for."),
        ("bravo", "What this is for."),
        ("charlie", "What this is for, and why nobody here needs it."),
    )
    + """\
  slots:
    need-one:
      text: One need
      why: Why Alpha belongs here.
    need-two:
      text: Another need
      why: Why Bravo belongs here.
  key: {{need-one: alpha, need-two: bravo}}
"""
    + END
)
