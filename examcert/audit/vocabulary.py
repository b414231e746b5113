"""Word lists of the audit: plain data, no code.

Every list is closed and short on purpose. A word that is only sometimes what a list says
stays out, because a rule that fires wrongly is a rule that people switch off.
"""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ABSOLUTES = _set("always never all none every only must cannot impossible completely entirely")
"""Words that allow no exception; forms of "guarantee" and "100 %" count too."""

HEDGES = _set("may might can usually typically often some most")
"""Words that leave room."""

STOP = _set(
    "about above after again all also although among and another any are aren't because been before being below "
    "between both but can cannot could did does doing done down during each either else ever every few for from "
    "further had has have having hence here how however into its itself just least less like made make makes making "
    "many may might more most much must near need needed needs neither nor not now off once one ones only onto other "
    "others our out over own per rather same several shall she should since some still such than that the their them "
    "then there these they this those though three through thus too toward towards two under until upon use used "
    "uses using very via was way were what when where whether which while who whom whose why will with within "
    "without would yet you your "
    "answer best company customer describe exam following give given gives meet meets option organization question "
    "require required requirement requirements requires scenario should situation solution statement team want wants"
)
"""Words that carry no meaning of their own, and the boilerplate of exams."""

DETERMINERS = _set("a an the this that these those its their his her our your each every all any some both no")
"""Words that open a noun phrase; the word before one is usually a verb."""

PREPOSITIONS = _set(
    "about above across after against along among around as at before behind below beneath beside between beyond by "
    "during except for from if in inside into like near of off on once onto only out outside over per since so than "
    "through throughout to toward towards under unless until up upon via when where whether while with within without"
)

NOT_VERBS = _set(
    "all any almost and both but each either even every exactly half just neither nor not only or quite rather same "
    "such then too twice what which who whose yes no because although is are was were be has have had does do did "
    "can could may might must shall should will would"
)
"""Words before a determiner that are no imperatives."""

VERBS = _set(
    "add adopt allow analyze anonymize apply ask assign attach automate avoid begin block bring build call choose "
    "collect combine compute configure connect convert create cut decide decrease define delete deploy describe detect "
    "determine disable discard divide do download embed enable encrypt enforce ensure establish evaluate examine "
    "exclude expand explain export extend extract find follow forbid gather generate get give grant grow have hide "
    "hold identify implement import improve include increase inform ingest insert inspect install integrate invoke "
    "keep launch learn leave let load lower maintain make merge migrate modify move obtain offer omit optimize "
    "perform pick place predict prepare prevent provide provision publish put raise reach read receive recommend "
    "reduce refine register reject rely remove rename replace require resize respond restrict retrain retrieve "
    "return revoke rewrite rotate save select send serve share show shut solve start stop store summarize supply take "
    "tell train transform tune turn update upload use validate verify wait write"
)
"""Verbs that open an imperative. Words that name things just as often are in `EITHER`."""

EITHER = _set(
    "access act audit balance batch benchmark broadcast cache change chain chat check clean cluster code compare "
    "control copy cost count cover crop data delay design display document draft draw edit end fee feed field file "
    "filter fine fit flag flow focus form format frame ground group guard guide handle help host index input issue "
    "iterate join judge label lead limit link list lock log loop map mark mask match measure mix model monitor name "
    "need note notice order output page pair parse pass patch pay pin plan plot post process profile prompt prune "
    "query question queue rank rate record report request reset rest result review roll route run sample scale "
    "schedule score scope search secure separate set shape shift shuffle sign sort split spread stage stream study "
    "support swap switch sync tag target tag task test throttle time trace track trade transfer trim trigger trust "
    "view weight work work"
)
"""Words that open an imperative or a noun phrase; only what follows could tell."""

FINITE = _set(
    "is are was were isn't aren't has have had does do did doesn't don't can cannot could may might must shall should "
    "will would won't it they"
)
"""Words that mark a clause with a verb of its own."""

RELATIVES = _set("that which who whose where when whom if what how why because while as until")
"""After these a verb belongs to a side clause, not to the option."""

TIMES = _set(
    "second minut hour dai week month year quarter night morn even time few singl other monday tuesday wednesday "
    "thursday friday saturday sunday day"
)
"""Stems after which "every" tells a rhythm and no absolute."""

VENDORS = (
    "Amazon", "AWS", "Azure", "Microsoft", "Google", "Vertex", "Gemini", "NVIDIA", "Nvidia", "Databricks", "Anthropic",
    "Claude", "Meta", "Llama", "Mistral", "Cohere", "Snowflake", "Oracle", "Salesforce", "IBM", "Unity", "Delta",
    "Mosaic", "Triton", "Kubernetes", "Docker", "Apache", "Python", "Elasticsearch", "Redis", "Pinecone", "Kiro",
)  # fmt: skip
"""First words of product names; mixed case and capitals with digits are known by their form."""

CONNECTORS = _set("for of in on and with to the a")

ABBREVIATIONS = _set("e.g. i.e. vs. approx. no. nos. dr. mr. mrs. ms. st. fig. figs. eq. sec. cf. al. inc. ltd. u.s.")

_PAIRS = (
    "increase/decrease increase/reduce raise/lower raise/reduce enable/disable add/remove higher/lower more/less "
    "more/fewer larger/smaller bigger/smaller longer/shorter faster/slower maximize/minimize start/stop "
    "allow/deny allow/block expand/shrink with/without increasing/decreasing raising/lowering enabling/disabling "
    "adding/removing lengthening/shortening lengthen/shorten increases/decreases raises/lowers widen/narrow "
    "strengthen/weaken tighten/loosen speed/slow include/exclude before/after always/never"
)
OPPOSITES = tuple(frozenset(pair.split("/")) for pair in _PAIRS.split())
"""Directions that exclude each other. Kinds of things (supervised, unsupervised) are no opposites here."""
