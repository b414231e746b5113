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
    "add adopt allow analyze anonymize apply ask assign attach automate avoid begin bring choose collect combine "
    "compute configure connect convert create decide define delete deploy describe detect determine disable "
    "discard do embed enable encrypt enforce ensure establish evaluate examine exclude expand explain extend "
    "extract find fine-tune follow forbid gather generate get give grant grow have hide identify implement "
    "improve include inform ingest insert inspect install integrate invoke keep learn leave let maintain make "
    "merge migrate modify obtain offer omit optimize perform predict prepare prevent provide provision publish "
    "put raise reach receive recommend reduce refine register reject relabel rely remove rename replace require "
    "resize respond restrict retrain retrieve revoke rewrite rotate select send serve shut solve store summarize "
    "take tell use validate verify write"
)
"""Verbs that open an imperative. Words that name things just as often are in `EITHER`."""

EITHER = _set(
    "access act audit balance batch benchmark block broadcast build cache call chain change chat check clean "
    "cluster code commit compare control copy correct cost count cover crop cut data debug decrease delay design "
    "direct display divide document double download draft draw edit empty end export fee feed field file filter "
    "fine fit flag flow focus force form format frame ground group guard guide handle help hold host import "
    "increase index input issue iterate join judge label launch lead limit link list load lock log loop lower map "
    "mark mask match measure mix model monitor move name need note notice open order output page pair parse pass "
    "patch pay pick pin place plan plot post process produce profile prompt prune purchase query question queue "
    "rank rate read record release repeat report request reset rest result return review roll route run sample "
    "save scale schedule scope score search secure separate set shape share shift show shuffle sign sort split "
    "spread stage start stop stream study supply support swap switch sync tag target task test throttle time "
    "trace track trade train transfer transform trigger trim trust tune turn update upgrade upload view vote wait "
    "watch weight work"
)
"""Words that open an imperative or a noun phrase; only what follows could tell."""

FINITE = _set(
    "is are was were isn't aren't has have had does do did doesn't don't can cannot could may might must shall should "
    "will would won't"
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
    "Strands", "Lakebase", "Genie", "Foundry",
)  # fmt: skip
"""First words of product names; mixed case and capitals with digits are known by their form."""

COMMON = _set(
    "AI API APIs AUC BERTScore BLEU CPU CPUs CSV DNS ETL F1 FM FMs GPU GPUs GenAI HTTP HTTPS ID IDs JSON JSONL JWT LLM "
    "LLMs LoRA MCP ML MLOps NLP OCR OCU OpenAPI PDF PII QPS RAG REST RLHF ROC ROUGE SDK SDKs SQL SSL TCP TLS TTL UI "
    "URL URLs XML YAML"
)
"""Acronyms and mixed-case words of the trade that name no product."""

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
