"""Words of questions: counted and classified the same way by every rule and figure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examcert.audit import words


class TestNormalising:
    """Marks go, words stay."""

    @pytest.mark.parametrize(
        ("written", "bare"),
        [
            ("**Bold** and `code`", "bold and code"), ("_one_ *two* __three__", "one two three"), ("a_b_c", "a_b_c"),
            ("2 * 3 * 4", "2 * 3 * 4"), ("[the guide](https://example.com)", "the guide"),
            ("# Head\n\ntext", "head text"),
            ("It’s  a\ttest", "it's a test"), ("ﬁne", "fine"), ("x**2**", "x2"),
        ],
    )  # fmt: skip
    def test_takes_off_markdown(self, written: str, bare: str) -> None:
        assert words.normalise(written) == bare

    def test_keeps_joined_words_and_figures_whole(self) -> None:
        assert words.tokens("Read-only k-means at 0.5, aws:SourceIp") == (
            "read-only", "k-means", "at", "0.5", "aws:sourceip",
        )  # fmt: skip

    def test_of_content_leaves_out_small_words_boilerplate_and_code(self) -> None:
        told = "Which of the following services does the company use to set `max_tokens` for translations?"
        assert words.content_stems(told) == {"servic", "set", "translat"}


@pytest.mark.parametrize(
    "kin",
    [
        ("classify", "classifies", "classified", "classification"), ("encrypt", "encrypts", "encrypted", "encrypting"),
        ("translate", "translates", "translating", "translation", "translator"),
        ("plan", "plans", "planning", "planned"),
        ("optimize", "optimized", "optimization"), ("policy", "policies"), ("bias", "biases"),
        ("model", "models", "modeling"),
    ],
)  # fmt: skip
def test_forms_of_a_word_share_a_stem(kin: tuple[str, ...]) -> None:
    assert len({words.stem(word) for word in kin}) == 1


@pytest.mark.parametrize(("one", "other"), [("bias", "bin"), ("class", "clas"), ("mode", "model"), ("status", "state")])
def test_different_words_keep_apart(one: str, other: str) -> None:
    assert words.stem(one) != words.stem(other)


class TestAbsolutes:
    """Words that allow no exception, by whole words."""

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("It always works", {"always"}), ("Guaranteed delivery", {"guarantee"}), ("100% of cases", {"100 %"}),
            ("100 percent", {"100 %"}), ("Only admins and all users", {"only", "all"}), ("It CANNOT fail", {"cannot"}),
        ],
    )  # fmt: skip
    def test_are_found(self, text: str, found: set[str]) -> None:
        assert words.absolutes(text) == found

    @pytest.mark.parametrize(
        "text",
        ["Allow the callback", "read-only access", "not at all", "every 15 minutes", "every hour", "`only` = true",
         "not only fast", "the all-MiniLM model", "1100% more"],
    )  # fmt: skip
    def test_are_not_seen_in_other_words(self, text: str) -> None:
        assert words.absolutes(text) == frozenset()


class TestHedges:
    """Words that leave room."""

    @pytest.mark.parametrize(
        ("text", "found"),
        [("It may help some teams", {"may", "some"}), ("Most teams usually agree", {"most", "usually"})],
    )
    def test_are_found(self, text: str, found: set[str]) -> None:
        assert words.hedges(text) == found

    @pytest.mark.parametrize(
        "text", ["the most accurate", "in May 2026", "on 3 May", "somewhere", "canned answers", "most recent"]
    )
    def test_are_not_seen_elsewhere(self, text: str) -> None:
        assert words.hedges(text) == frozenset()


class TestSentences:
    """Where a sentence ends."""

    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("One. Two? Three!", 3), ("Use e.g. Lambda. Or not.", 2), ("Version 1.2 is out.", 1), ("", 0), ("   ", 0),
            ("A list:\n- one\n- two", 3), ("One paragraph\n\nand another", 2), ('He said "Stop." Then he left.', 2),
        ],
    )  # fmt: skip
    def test_are_counted(self, text: str, number: int) -> None:
        assert len(words.sentences(text)) == number

    def test_the_ask_is_the_last_question_or_else_the_last_sentence(self) -> None:
        assert words.ask("Why? A team waits. Which one fits? It is used once.") == "Which one fits?"
        assert words.ask("A team waits. Put the steps in order.") == "Put the steps in order."
        assert words.ask("") == ""


class TestReading:
    """How hard a text is to read."""

    @pytest.mark.parametrize(
        ("word", "number"),
        [("cat", 1), ("model", 2), ("serverless", 3), ("made", 1), ("table", 2), ("latency", 3), ("used", 1), ("x", 1)],
    )
    def test_syllables(self, word: str, number: int) -> None:
        assert words.syllables(word) == number

    def test_a_plain_text_has_a_low_grade_and_a_tangled_one_a_high_one(self) -> None:
        tangled = (
            "Notwithstanding considerable organizational heterogeneity, the aforementioned infrastructural "
            "modernization necessitates comprehensive interoperability considerations throughout implementation."
        )
        assert words.reading_grade("The cat sat on the mat. It was warm.") < 2
        assert words.reading_grade(tangled) > 18

    def test_names_and_code_do_not_make_a_text_hard(self) -> None:
        named = words.reading_grade(
            "The team uses Amazon Comprehend Medical and `sagemaker:CreateEndpointConfiguration`."
        )
        assert named < 8

    def test_of_nothing_is_nothing(self) -> None:
        assert words.reading_grade("") == words.reading_grade("…") == 0.0


class TestKinds:
    """What sort of thing an option is."""

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("0.67", "number"), ("10-20 %", "number"), ("`max_tokens`", "code"), ("max_tokens", "code"),
            ("bedrock:InvokeModel", "code"), ('{"a": [1, 2]}', "code"), ("Amazon Bedrock", "product name"),
            ("SageMaker Model Registry", "product name"), ("AWS Identity and Access Management", "product name"),
            ("Model Context Protocol (MCP)", "phrase"), ("Multimodal LLM", "phrase"), ("Few-shot prompting", "phrase"),
            ("The model is trained again on new data", "sentence"),
            ("Delete the endpoint and create it with version 9", "phrase"),
            ("Passages that are retrieved from the manual", "phrase"),
        ],
    )  # fmt: skip
    def test_of_options(self, text: str, kind: str) -> None:
        assert words.kind(text) == kind

    @pytest.mark.parametrize(
        "text", ["An Amazon S3 bucket", "VPC Flow Logs", "the TensorRT-LLM engine", "Azure AI Search"]
    )
    def test_a_product_is_seen_in_a_phrase(self, text: str) -> None:
        assert words.names_product(text)

    @pytest.mark.parametrize("text", ["A JSON file", "An LLM", "a REST API", "Few-shot prompting", "RAG"])
    def test_an_acronym_of_the_trade_is_no_product(self, text: str) -> None:
        assert not words.names_product(text)


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("Lower the temperature", "imperative"), ("Encrypt data at rest", "imperative"),
        ("Cache the prefix", "imperative"),
        ("Fine-tune on tickets", "imperative"), ("Retrain on recent data", "imperative"),
        ("Tokenize text", "imperative"),
        ("Caching the prefix", "-ing"), ("Training data", "open"), ("Return on investment", "open"),
        ("Stop words", "open"),
        ("A cached prefix", "noun"), ("Encryption at rest", "noun"), ("Latency", "open"), ("AWS Lambda", "open"),
        ("To cut costs", "to"), ("By caching the prefix", "by"), ("In the gateway", "open"), ("3 days", "number"),
        ("", "open"),
    ],
)  # fmt: skip
def test_the_opening_of_an_option_is_open_unless_it_is_certain(text: str, opening: str) -> None:
    assert words.opening(text) == opening


class TestShingles:
    """Runs of words, by which texts are compared."""

    def test_are_runs_of_three(self) -> None:
        assert words.shingles("one two three four") == {("one", "two", "three"), ("two", "three", "four")}

    def test_of_a_short_text_are_the_text(self) -> None:
        assert words.shingles("One two") == {("one", "two")}
        assert words.shingles(" ") == frozenset()

    def test_the_share_in_common(self) -> None:
        assert words.jaccard(frozenset("abc"), frozenset("bcd")) == 0.5
        assert words.jaccard(frozenset(), frozenset()) == 0.0


@given(st.text(max_size=400))
def test_any_text_is_read_without_an_accident(text: str) -> None:
    for read in (
        words.content_stems, words.absolutes, words.hedges, words.sentences, words.ask, words.reading_grade, words.kind,
        words.opening, words.shingles, words.names_product, words.without_names,
    ):  # fmt: skip
        read(text)


@given(st.text(max_size=200))
def test_normalising_twice_is_normalising_once_for_spacing_and_case(text: str) -> None:
    bare = words.normalise(text)
    assert bare == " ".join(bare.split()).casefold()
