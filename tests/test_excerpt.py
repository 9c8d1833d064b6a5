"""Which sentences of a passage are quoted together, and which of them leads."""

from __future__ import annotations

from assistant.excerpt import excerpts
from assistant.question import understand
from assistant.retrieve import Evidence, Weighted
from corpus.document import Description, Role, Span
from index.dutch import analyse
from index.engine import DocumentRecord, PassageRecord
from index.search import Hit

RECORD = DocumentRecord("d1", "v1", "a.txt", "/a.txt", "0", Description("Nota", "Emmen"), 1, "")
FAR, NEAR = 0.79, 0.9


def quote(question: str, *sentences: str, most: int = 60, near: tuple[int, ...] = ()) -> str:
    """Return what is quoted of a passage of these sentences, those in ``near`` near in meaning."""
    text = " ".join(sentences)
    spans, at = [], 0
    for sentence in sentences:
        spans.append(Span(at, at + len(sentence)))
        at += len(sentence) + 1
    passage = PassageRecord(
        1, RECORD, Span(0, len(text)), text, tuple(spans), (), (), Role.POLICY, None, False, None
    )
    cosines = tuple(NEAR if n in near else FAR for n in range(len(sentences)))
    words = frozenset(analyse(text).words)
    item = Evidence(Hit(passage, 1.0, max(cosines), cosines), 1.0, 0.5, 0.5, words, words)
    understood = understand(question, ("Emmen",))
    weights = tuple((word, 1.0) for word in analyse(understood.topic).words)
    (found,) = excerpts([item], Weighted(weights, {}), understood, most)
    assert found.quote == found.span.of(text)
    return found.quote


LIST = (
    "Wij nemen deze maatregelen:",
    "een loket in elke kern;",
    "een maatje voor nieuwe inwoners;",
    "korting op de sportclub voor kinderen.",
)


def test_an_item_is_quoted_with_what_announces_its_list() -> None:
    """The item that answers stands with the sentence that ends in a colon, and all between them."""
    assert quote("korting sportclub kinderen", *LIST, near=(3,)) == " ".join(LIST)


def test_an_item_stands_alone_where_its_lead_in_does_not_fit() -> None:
    """With room for the item only, the item is quoted."""
    assert quote("korting sportclub kinderen", *LIST, most=8) == LIST[-1]


def test_a_lead_in_far_above_is_left_out() -> None:
    """Beyond four items the sentence that announces the list is not taken along."""
    long = (LIST[0], *(f"een plek nummer {n} in het dorp;" for n in range(5)), LIST[-1])
    assert quote("korting sportclub kinderen", *long, near=(6,)) == LIST[-1]


def test_what_announces_a_list_goes_on_in_its_items() -> None:
    """Where the sentence with the colon answers best, the list that it announces follows."""
    assert quote("welke maatregelen nemen wij", *LIST, near=(0,)).startswith(f"{LIST[0]} {LIST[1]}")


def test_a_sentence_that_points_back_follows_and_another_does_not() -> None:
    """The next sentence comes along where it leans on the one that answers ("Daarbij ...")."""
    answer = "De bibliotheek geeft cursussen aan volwassenen."
    leaning, other = "Daarbij helpen vrijwilligers uit het dorp.", "Vrijwilligers helpen in het dorp."
    question = "cursussen bibliotheek volwassenen"
    assert quote(question, answer, leaning, near=(0,)) == f"{answer} {leaning}"
    assert quote(question, answer, other, near=(0,)) == answer
    assert quote(question, answer, leaning, near=(0,), most=8) == answer


def test_a_sentence_that_points_back_is_quoted_with_the_one_before() -> None:
    """An answer that opens with "Dit" stands with what it means."""
    before, answer = "Wij openen een loket in het dorp.", "Dit verkort de wachttijd voor jeugdhulp."
    assert quote("wachttijd jeugdhulp", before, answer, near=(1,)) == f"{before} {answer}"


def test_a_definition_leads_where_one_is_asked_for() -> None:
    """Asked what something is, the sentence that says so is chosen; asked otherwise, the nearer one."""
    definition = "Mantelzorg is onbetaalde hulp aan een naaste."
    nearer = "Mensen die mantelzorg geven, krijgen elk jaar van ons een cadeaubon."
    apart = "Wij bouwen woningen in het centrum van het dorp."
    told = (nearer, apart, definition)
    assert quote("Wat is mantelzorg?", *told, most=12).startswith(definition)
    assert quote("Wat verstaat de gemeente onder mantelzorg?", *told, most=12).startswith(definition)
    near = (0,)
    assert quote("Wat krijgt wie mantelzorg geeft?", *told, most=12, near=near).startswith(nearer)


def test_a_sentence_that_is_of_something_else_is_no_definition() -> None:
    """What stands before "is" must be what the question is about."""
    other = "Het doel van ons beleid is dat mantelzorg vanzelf gaat."
    meant = "Met mantelzorg bedoelen wij hulp. Mantelzorg is onbetaalde hulp."
    first, second = meant.split(". ")
    assert quote("Wat is mantelzorg?", other, f"{first}.", second, most=9).endswith(second)


def test_a_source_or_a_note_is_never_the_quote() -> None:
    """A footnote and a line that names a source are passed over, however near."""
    assert (
        quote(
            "cijfers over jeugdhulp",
            "Bron: cijfers over jeugdhulp van 2020.",
            "[1] Zie de cijfers over jeugdhulp.",
            "Wij volgen elk jaar de jeugdhulp.",
            near=(0, 1),
        )
        == "Wij volgen elk jaar de jeugdhulp."
    )


def test_who_does_something_is_told_where_a_task_lies_with_somebody() -> None:
    """Asked who carries something out, the sentence that says with whom it lies is chosen."""
    told = "De uitvoering van de schuldhulp ligt bij de Kredietbank."
    other = "Schuldhulp is het traject na de aanvraag van schuldhulp."
    apart = "Wij bouwen woningen in het centrum van het dorp."
    assert quote("Wie voert de schuldhulp uit?", other, apart, told, most=12).startswith(told)
