"""Languages that no model reads: direct and mixed quotations by marks, cue verbs and capitals."""

import pytest

CASES = [
    ("de", "„Die Brücke hält noch zwanzig Jahre“, sagte Bürgermeisterin Anna Huber am Montag.", "Anna Huber", "direct"),
    ("de", "Anna Huber erklärte: „Wir bauen weiter.“", "Anna Huber", "direct"),
    ("de", "»Das ist barer Unsinn«, so Jonas Meier.", "Jonas Meier", "direct"),
    ("de", "Anna Huber kritisierte, der Bund habe die Stadt „ganz allein gelassen“.", "Anna Huber", "mixed"),
    ("de", "Laut Jonas Meier ist das „ein schlechter Witz“.", "Jonas Meier", "mixed"),
    ("fr", "« Le pont tiendra encore vingt ans », a déclaré la maire Anne Morel lundi.", "Anne Morel", "direct"),
    ("fr", "Anne Morel a dénoncé le projet, « une farce cruelle » à ses yeux.", "Anne Morel", "mixed"),
    ("fr", "Selon Paul Girard, le pont est « solide comme un roc ».", "Paul Girard", "mixed"),
    ("es", "«El puente aguantará veinte años más», dijo la alcaldesa Ana Robles el lunes.", "Ana Robles", "direct"),
    ("es", "Ana Robles aseguró que el plan es “un regalo para nadie”.", "Ana Robles", "mixed"),
    ("it", "«Il ponte reggerà altri vent’anni», ha detto la sindaca Anna Rinaldi lunedì.", "Anna Rinaldi", "direct"),
    ("it", "Secondo Marco Conti si tratta di «uno scherzo crudele».", "Marco Conti", "mixed"),
    ("pt", "“A ponte aguenta mais vinte anos”, disse a prefeita Ana Moura na segunda.", "Ana Moura", "direct"),
    ("pt", "Ana Moura afirmou que o plano é “um presente para ninguém”.", "Ana Moura", "mixed"),
    (
        "nl",
        "“De brug houdt het nog twintig jaar vol”, zei burgemeester Anna de Boer maandag.",
        "Anna de Boer",
        "direct",
    ),
    ("nl", "Volgens Jan Smit is de brug “zo vast als een rots”.", "Jan Smit", "mixed"),
]


@pytest.mark.parametrize(("language", "text", "speaker", "kind"), CASES)
def test_quotation(read_foreign, language: str, text: str, speaker: str, kind: str) -> None:  # type: ignore[no-untyped-def]
    (quote,) = read_foreign(text, language)
    assert (quote.speaker_name, quote.kind) == (speaker, kind)


DESCRIBED = [
    ("de", "„Das war knapp“, sagt der 54-Jährige.", "der 54-Jährige", None),
    ("de", "„Das wird teuer“, klagte die Sprecherin der Behörde.", "die Sprecherin der Behörde", None),
    ("fr", "Selon le ministère des Eaux, le pont est « solide comme un roc ».", "le ministère des Eaux", None),
    (
        "fr",
        "« Le pont tiendra », a déploré le directeur du port, Luc Pernet, mardi.",
        "le directeur du port, Luc Pernet",
        "Luc Pernet",
    ),
    ("es", "Según el ministerio, el puente es “firme como una roca”.", "el ministerio", None),
    (
        "es",
        "«El puente aguanta», aseguró el jefe de la región, Pedro Vidal.",
        "el jefe de la región, Pedro Vidal",
        "Pedro Vidal",
    ),
    ("it", "Secondo il ministero si tratta di «uno scherzo crudele».", "il ministero", None),
    ("it", "«Il ponte regge», ha chiarito la sindaca ieri.", "la sindaca", None),
    (
        "pt",
        "“A ponte aguenta bem”, salientou a chefe da obra, Sofia Brandão.",
        "a chefe da obra, Sofia Brandão",
        "Sofia Brandão",
    ),
    ("nl", "Volgens het ministerie is de brug “zo vast als een rots”.", "het ministerie", None),
    (
        "nl",
        "“De brug houdt”, zei de voorzitter van de bond, Luuk Pel.",
        "de voorzitter van de bond, Luuk Pel",
        "Luuk Pel",
    ),
]


@pytest.mark.parametrize(("language", "text", "words", "name"), DESCRIBED)
def test_a_description_is_whole(read_foreign, language: str, text: str, words: str, name: str | None) -> None:  # type: ignore[no-untyped-def]
    (quote,) = read_foreign(text, language)
    assert (quote.speaker_text, quote.speaker_name) == (words, name)


PRONOUNS = [
    ("de", "„Wir bauen“, sagte Jonas Meier.\n\n„Niemand hat uns jemals gefragt“, klagte er.", "er", "Jonas Meier"),
    ("de", "„Wir bauen“, sagte Jonas Meier.\n\n„Niemand hat uns jemals gefragt“, klagte sie.", "sie", None),
    ("fr", "« Le pont tient », a dit Anne Morel.\n\n« Il date d’hier », regrette-t-elle.", "elle", "Anne Morel"),
    ("fr", "« Le pont tient », a dit Anne Morel.\n\n« Il date d’hier », regrette-t-il.", "il", None),
    ("es", '"Vamos a ver", dijo Pedro Vidal.\n\n"No nos preguntó nadie", lamentó él.', "él", "Pedro Vidal"),
    ("es", '"Vamos a ver", dijo Pedro Vidal.\n\n"No nos preguntó nadie", lamentó ella.', "ella", None),
    ("it", "«Vediamo», ha detto Anna Rinaldi.\n\n«Nessuno ci ha chiesto», lamenta lei.", "lei", "Anna Rinaldi"),
    ("it", "«Vediamo», ha detto Marco Conti.\n\n«Nessuno ci ha chiesto», lamenta lei.", "lei", None),
    ("pt", "«Vamos ver», disse Ana Moura.\n\n«Ninguém nos perguntou», lamentou ela.", "ela", "Ana Moura"),
    ("pt", "«Vamos ver», disse Pedro Vidal.\n\n«Ninguém nos perguntou», lamentou ela.", "ela", None),
    ("nl", "“Wij bouwen”, zei Anna de Boer.\n\n“Niemand heeft iets gevraagd”, klaagde ze.", "ze", "Anna de Boer"),
    ("nl", "“Wij bouwen”, zei Jan Smit.\n\n“Niemand heeft iets gevraagd”, klaagde ze.", "ze", None),
]


@pytest.mark.parametrize(("language", "text", "pronoun", "name"), PRONOUNS)
def test_a_pronoun_is_never_resolved_across_gender(  # type: ignore[no-untyped-def]
    read_foreign, language: str, text: str, pronoun: str, name: str | None
) -> None:
    quote = read_foreign(text, language)[-1]
    how = "pronoun" if name is not None else "unmatched_pronoun"
    assert (quote.speaker_text, quote.speaker_name, quote.resolution) == (pronoun, name, how)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "„Wir bauen“, sagte Anna Huber.\n\n„Niemand hat uns jemals gefragt“, klagten sie."),
        ("nl", "“Wij bouwen”, zei Anna de Boer.\n\n“Niemand heeft iets gevraagd”, klaagden ze."),
    ],
)
def test_a_verb_of_many_makes_its_pronoun_a_group(read_foreign, language: str, text: str) -> None:  # type: ignore[no-untyped-def]
    quote = read_foreign(text, language)[-1]
    assert (quote.speaker_name, quote.speaker_kind, quote.resolution) == (None, "group", "plural_pronoun")


def test_a_lead_is_no_speaker(read_foreign) -> None:  # type: ignore[no-untyped-def]
    (quote,) = read_foreign("Luego dijo: “El puente no aguanta otro invierno”.", "es")
    assert quote.speaker_text is None


@pytest.mark.parametrize(
    ("language", "text", "cue", "words"),
    [
        ("de", "Nach Angaben der Polizei war die Brücke „in sehr schlechtem Zustand“.", "Nach Angaben", "der Polizei"),
        ("de", "Nach Angaben von Jonas Meier ist das „ein Witz“.", "Nach Angaben von", "Jonas Meier"),
        ("fr", "D’après Luc Pernet, le pont est « solide comme un roc ».", "D’après", "Luc Pernet"),
        ("es", "De acuerdo con Luis Cano, el puente es “firme como una roca”.", "De acuerdo con", "Luis Cano"),
        ("it", "Stando a Marco Conti il ponte è «saldo come una roccia».", "Stando a", "Marco Conti"),
        ("pt", "De acordo com Luís Cano, a ponte é “firme como uma rocha”.", "De acordo com", "Luís Cano"),
        ("nl", "Volgens de politie is de brug “zo vast als een rots”.", "Volgens", "de politie"),
    ],
)
def test_a_source_after_its_preposition(read_foreign, language: str, text: str, cue: str, words: str) -> None:  # type: ignore[no-untyped-def]
    (quote,) = read_foreign(text, language)
    assert (quote.cue, quote.speaker_text, quote.kind) == (cue, words, "mixed")


def test_a_group_with_its_article_is_no_person(read_foreign) -> None:  # type: ignore[no-untyped-def]
    (quote,) = read_foreign("Die Opposition meinte: „Wir sagten es schon immer.“", "de")
    assert (quote.speaker_text, quote.speaker_name, quote.speaker_kind) == ("Die Opposition", None, "organization")


def test_the_listener_is_no_part_of_the_speaker(read_foreign) -> None:  # type: ignore[no-untyped-def]
    (quote,) = read_foreign("«Il ponte non regge», ha detto Piero Valli al Corriere.", "it")
    assert quote.speaker_name == "Piero Valli"


def test_rows_without_a_parser_are_trusted_less(read, read_foreign) -> None:  # type: ignore[no-untyped-def]
    (quote,) = read_foreign("“A ponte aguenta bem”, disse Ana Moura.", "pt")
    (parsed,) = read("“The bridge will stand,” said Ann Miller.")
    assert quote.confidence < parsed.confidence


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "„Die Brücke“, so Anna Graf weiter, „wird im Herbst fertig.“", "Anna Graf"),
        ("fr", "« Le pont », explique Luc Pernet, « ne tiendra pas l’hiver. »", "Luc Pernet"),
        ("es", "«El puente», dijo Luis Cano, «no aguanta otro invierno».", "Luis Cano"),
        ("it", "«Il ponte», ha detto Marco Conti, «non reggerà l’inverno».", "Marco Conti"),
        ("pt", "“A ponte”, disse Luís Cano, “não aguenta outro inverno”.", "Luís Cano"),
        ("nl", "“De brug”, zegt ingenieur Luuk Pel, “houdt de winter niet vol.”", "Luuk Pel"),
    ],
)
def test_a_quotation_broken_by_its_cue_is_one(read_foreign, language: str, text: str, name: str) -> None:  # type: ignore[no-untyped-def]
    (quote,) = read_foreign(text, language)
    assert (quote.speaker_name, quote.kind, len(quote.spans)) == (name, "direct", 2)


def test_another_cue_after_it_makes_a_second_quotation(read_foreign) -> None:  # type: ignore[no-untyped-def]
    quotes = read_foreign("„Die Brücke hält“, sagte Anna Graf, „sie hält nie“, sagte Jonas Meier.", "de")
    assert [q.speaker_name for q in quotes] == ["Anna Graf", "Jonas Meier"]


def test_surname_takes_the_name_met_before(read_foreign) -> None:  # type: ignore[no-untyped-def]
    text = "„Die Brücke hält“, sagte Anna Huber.\n\n„Wir prüfen sie jedes Jahr“, sagte Huber."
    assert [q.speaker_name for q in read_foreign(text, "de")] == ["Anna Huber", "Anna Huber"]


def test_pronoun_is_null_with_its_reason(read_foreign) -> None:  # type: ignore[no-untyped-def]
    (quote,) = read_foreign("« Le pont tiendra encore vingt ans », a-t-elle ajouté.", "fr")
    assert (quote.speaker_text, quote.speaker_name, quote.resolution) == ("elle", None, "unmatched_pronoun")


@pytest.mark.parametrize(("words", "name"), [("Anna Berg sanoi", None), ("sanoi Anna Berg", "Anna Berg")])
def test_a_language_without_words_of_its_own_finds_marks_and_the_person_behind_a_verb(  # type: ignore[no-untyped-def]
    read_foreign, words: str, name: str | None
) -> None:
    (quote,) = read_foreign(f"”Silta kestää vielä kaksikymmentä vuotta”, {words}.", "fi")
    assert (quote.kind, quote.speaker_name) == ("direct", name)


@pytest.mark.parametrize(
    ("language", "text", "said", "name"),
    [
        (
            "fr",
            "« Le pont, explique l’ingénieur Luc Pernet, ne tient plus. »",
            "Le pont ... ne tient plus.",
            "Luc Pernet",
        ),
        ("fr", "« Nous partons, a insisté Anne Morel. Demain. »", "Nous partons ... Demain.", "Anne Morel"),
        ("it", "«Il ponte – ha aggiunto Marco Conti – non regge».", "Il ponte ... non regge", "Marco Conti"),
        ("pt", "“A ponte, conta Ana Moura, não aguenta”.", "A ponte ... não aguenta", "Ana Moura"),
        (
            "fr",
            "« Le pont ne tient plus, dit Luc Pernet, ingénieur. Il casse. »",
            "Le pont ne tient plus ... Il casse.",
            "Luc Pernet",
        ),
        ("it", "Anna Rinaldi apre. «Il ponte – prosegue – non regge».", "Il ponte ... non regge", "Anna Rinaldi"),
    ],
)
def test_a_cue_inside_the_marks_is_no_part_of_what_is_said(  # type: ignore[no-untyped-def]
    read_foreign, language: str, text: str, said: str, name: str
) -> None:
    (quote,) = read_foreign(text, language)
    assert (quote.text, quote.kind, quote.speaker_name) == (said, "direct", name)


@pytest.mark.parametrize(
    ("language", "text", "said", "name"),
    [
        (
            "es",
            "—El puente no aguanta —dijo Luis Cano—. Hay que cerrarlo.",
            "El puente no aguanta ... Hay que cerrarlo.",
            "Luis Cano",
        ),
        ("es", "—Tú verás —dijo Luis Cano, y cerró la puerta.", "Tú verás", "Luis Cano"),
        ("fr", "– Le pont ne tiendra pas, dit Luc Pernet.", "Le pont ne tiendra pas", "Luc Pernet"),
        ("it", "– Non regge, disse Marco Conti.", "Non regge", "Marco Conti"),
        (
            "pt",
            "– A ponte não aguenta – disse Luís Cano. – É preciso fechar.",
            "A ponte não aguenta ... É preciso fechar.",
            "Luís Cano",
        ),
        (
            "sv",
            "– Bron håller, säger Anna Berg, ordförande i kommunen. Vi vet det.",
            "Bron håller ... Vi vet det.",
            "Anna Berg",
        ),
        ("nb", "– Broen holder, sier Anna Holm.", "Broen holder", "Anna Holm"),
        (
            "pl",
            "– Most nie wytrzyma – mówi Anna Nowak. – Trzeba go zamknąć.",
            "Most nie wytrzyma ... Trzeba go zamknąć.",
            "Anna Nowak",
        ),
    ],
)
def test_a_line_of_dialogue_with_its_cue(read_foreign, language: str, text: str, said: str, name: str) -> None:  # type: ignore[no-untyped-def]
    (quote,) = read_foreign(text, language)
    assert (quote.text, quote.kind, quote.speaker_name) == (said, "direct", name)


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "– Die Brücke hält, sagt Anna Huber."), ("fr", "– le pont ;\n– la route."), ("es", "—El puente—")],
)
def test_a_list_behind_dashes_is_no_dialogue(read_foreign, language: str, text: str) -> None:  # type: ignore[no-untyped-def]
    assert read_foreign(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "words", "name"),
    [
        ("de", "„Die Brücke hält“, sagte Verkehrsminister Karl Brandt.", "Verkehrsminister Karl Brandt", "Karl Brandt"),
        (
            "de",
            "„Wir bauen“, so Anna von der Heide. „Gut“, sagte Von der Heide.",
            "Von der Heide",
            "Anna von der Heide",
        ),
        ("fr", "« Il tient », dit Anne Morel. « Il tiendra encore », promet Mme Morel.", "Mme Morel", "Anne Morel"),
        ("nl", "“Hij houdt”, zei Anna de Boer. De Boer zei: “Wij bouwen verder.”", "De Boer", "Anna de Boer"),
        ("nl", "“Hij houdt”, zei Piet van Dam. Van Dam zei: “Wij bouwen verder.”", "Van Dam", "Piet van Dam"),
        ("es", "“Aguanta”, dijo Luis Cano Vega. “Es firme”, insistió Cano.", "Cano", "Luis Cano Vega"),
        (
            "es",
            "Según el portavoz del grupo en el Congreso, Luis Cano, es “firme como una roca”.",
            "el portavoz del grupo en el Congreso, Luis Cano",
            "Luis Cano",
        ),
        ("it", "«Regge bene», assicura l’ONG Greenpeace.", "l’ONG Greenpeace", "Greenpeace"),
        ("de", "„Gut“, sagte Wiens Polizeichef Xaver Zwölfer.", "Wiens Polizeichef Xaver Zwölfer", "Xaver Zwölfer"),
        ("es", "“Bien”, dice Von der Heide.", "Von der Heide", "Von der Heide"),
        ("nl", "Aaltje Bos lacht. “De brug houdt het”, zegt Bos.", "Bos", "Aaltje Bos"),
        ("nl", "Het was “een grote fout”, volgens het OM.", "het OM", "OM"),
    ],
)
def test_a_name_is_without_its_title(read_foreign, language: str, text: str, words: str, name: str) -> None:  # type: ignore[no-untyped-def]
    quote = read_foreign(text, language)[-1]
    assert (quote.speaker_text, quote.speaker_name) == (words, name)


@pytest.mark.parametrize(
    ("language", "text", "cue", "words"),
    [
        ("de", "Wie Anna Huber mitteilte, sei die Brücke „fest wie ein Berg“.", "mitteilte", "Anna Huber"),
        (
            "de",
            "Einem Bericht der „Neuen Post“ zufolge ist die Brücke „fest wie ein Berg“.",
            "zufolge",
            "Einem Bericht der „Neuen Post“",
        ),
        ("fr", "Pour Anne Morel, du syndicat, « le compte n’y est pas ».", "Pour", "Anne Morel"),
        ("es", "El puente es “firme como una roca”, según informó la policía.", "según informó", "la policía"),
        ("nl", "Volgens de politie reed de man “veel te hard”.", "Volgens", "de politie"),
        ("it", "«Noi andiamo avanti», fa sapere il ministero.", "fa", "il ministero"),
        ("fr", "« Le pont tient », a martelé, lundi 12 mai, le maire Luc Pernet.", "martelé", "le maire Luc Pernet"),
        ("de", "„Die Brücke hält“, jauchzte Anna Huber.", "jauchzte", "Anna Huber"),  # a verb that no list has
        ("es", "“No lo sabemos”, dijeron fuentes de la policía.", "dijeron", "fuentes de la policía"),
        ("es", "“Ya está bien”, terció el alcalde, Luis Cano.", "terció", "el alcalde, Luis Cano"),
        ("es", "Ana Robles recordó que la obra cuenta con “un apoyo enorme”.", "recordó", "Ana Robles"),
        ("es", "El alcalde, Luis Cano, la definió como “un regalo para todos”.", "definió", "El alcalde, Luis Cano"),
        (
            "it",
            "«Regge», ha chiarito l’assessore al Bilancio Anna Rinaldi.",
            "chiarito",
            "l’assessore al Bilancio Anna Rinaldi",
        ),
        ("de", "Der Staatsschutz in Wien hält fest: „Wir prüfen das jetzt.“", "hält", "Der Staatsschutz"),
        ("de", "Von der Heide sagte: „Wir bauen die Brücke jetzt.“", "sagte", "Von der Heide"),
        ("de", "Nebenbei sagte sie: „Wir bauen die Brücke jetzt.“", "sagte", "sie"),
        ("de", "Den Bau der Brücke nannte Anna Huber „ein Wunder“.", "nannte", "Anna Huber"),
        ("fr", "Le maire parle d’« un vrai gâchis ».", "parle", "Le maire"),
        ("nl", "“De brug houdt”, aldus bestuursvoorzitter Anna de Boer.", "aldus", "Anna de Boer"),
    ],
)
def test_a_cue_and_its_speaker(read_foreign, language: str, text: str, cue: str, words: str) -> None:  # type: ignore[no-untyped-def]
    (quote,) = read_foreign(text, language)
    assert (quote.cue, quote.speaker_text) == (cue, words)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "“El puente aguanta”, dijo Ana Robles. Hay obras. “No hay peligro alguno”, añadió."),
        ("it", "«Il ponte regge», ha detto Ana Robles. Ci sono lavori. «Nessun pericolo», ha aggiunto."),
        ("pt", "“A ponte aguenta”, disse Ana Robles. Há obras. E acrescentou: “Não há perigo nenhum”."),
        ("fr", "« Le pont tient », dit Ana Robles. Des travaux ont lieu. Et d’ajouter : « Aucun danger. »"),
    ],
)
def test_a_verb_alone_goes_on_with_who_spoke_last(read_foreign, language: str, text: str) -> None:  # type: ignore[no-untyped-def]
    quotes = read_foreign(text, language)
    assert [(q.speaker_name, q.cue is not None) for q in quotes] == [("Ana Robles", True)] * 2


@pytest.mark.parametrize("text", ["“No lo sabemos”, dijeron.", "„Wir wissen nichts“, hieß es im Amt."])
def test_a_verb_of_many_or_of_nobody_is_nobodys(read_foreign, text: str) -> None:  # type: ignore[no-untyped-def]
    before = "“El puente aguanta”, dijo Ana Robles.\n\n" if "dijeron" in text else "„Gut“, sagte Anna Huber.\n\n"
    quote = read_foreign(before + text, "es" if "dijeron" in text else "de")[-1]
    assert quote.speaker_text is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Film „Die letzte Fähre“ kommt ins Kino. Die sogenannte „kalte Progression“ bleibt."),
        ("fr", "Dans « Le Bruit des vagues », la romancière raconte son enfance."),
        ("es", "La película “La casa del lago” se estrena hoy. La policía busca a “un hombre de mediana edad”."),
        ("it", "Il romanzo «Cento notti d’inverno» ha vinto il premio."),
        ("pt", "O jornal “O Farol” fechou. A chamada “pauta bomba” foi adiada."),
        ("nl", "De film ‘Het huis aan het meer’ draait. ’s Avonds is het ’t rustigst, en ’s morgens ook."),
    ],
)
def test_titles_of_works_and_words_in_doubt_are_nobodys(read_foreign, language: str, text: str) -> None:  # type: ignore[no-untyped-def]
    assert read_foreign(text, language) == []


@pytest.mark.parametrize(
    ("language", "title", "said", "name"),
    [
        ("de", "Trainer Huber nach Derby: „Das war ein Witz“", "Das war ein Witz", "Jonas Huber"),
        ("fr", "Pont de Brive : « Nous n’irons pas », prévient Jonas Huber", "Nous n’irons pas", "Jonas Huber"),
        ("es", "Jonas Huber: “El campo se muere”", "El campo se muere", "Jonas Huber"),
        ("it", "Ponte, Huber attacca: «Non reggerà l’inverno»", "Non reggerà l’inverno", "Jonas Huber"),
        ("nl", "Premier Huber: ‘Dit kabinet valt niet’", "Dit kabinet valt niet", "Jonas Huber"),
    ],
)
def test_a_headline_names_whom_the_text_names(read_foreign, language: str, title: str, said: str, name: str) -> None:  # type: ignore[no-untyped-def]
    (quote,) = read_foreign("Jonas Huber 2026.", language, title)
    assert (quote.in_title, quote.text, quote.speaker_name) == (True, said, name)


def test_marks_of_another_kind_within_a_quotation_close_nothing(read_foreign) -> None:  # type: ignore[no-untyped-def]
    (quote,) = read_foreign("«Mi padre me dijo “vete” y me fui», recuerda Ana Robles.", "es")
    assert quote.text == "Mi padre me dijo “vete” y me fui"


def test_what_is_judged_in_marks_is_mixed(read_foreign) -> None:  # type: ignore[no-untyped-def]
    (quote,) = read_foreign("Anne Morel a dénoncé « une campagne de mensonges ».", "fr")
    assert (quote.kind, quote.speaker_name) == ("mixed", "Anne Morel")


def test_two_who_fit_a_pronoun_are_nobody(read_foreign) -> None:  # type: ignore[no-untyped-def]
    text = "Anna Huber traf Clara Wendt. „Wir bauen weiter“, sagte sie."
    (quote,) = read_foreign(text, "de")
    assert (quote.speaker_name, quote.resolution) == (None, "ambiguous_pronoun")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Kritik am Bürgermeister: „Zu langsam und zu teuer war das“"),
        ("de", "Sie gibt einen Rat: „Geht jeden Tag eine Stunde spazieren.“"),
    ],
)
def test_a_topic_or_an_object_before_a_colon_is_no_speaker(read_foreign, language: str, text: str) -> None:  # type: ignore[no-untyped-def]
    (quote,) = read_foreign(text, language)
    assert quote.speaker_text in (None, "Sie")


def test_the_topic_of_a_headline_says_nothing(read_foreign) -> None:  # type: ignore[no-untyped-def]
    text = "Le phare de Brive est vendu. Le maire de Brive, Luc Pernet, se tait."
    quotes = read_foreign(text, "fr", "Le phare de Brive vendu aux enchères : « On ne vend pas un repère »")
    assert [quote.speaker_text for quote in quotes if quote.in_title] in ([], [None])


def test_a_pronoun_before_a_colon_is_who_was_spoken_of(read_foreign) -> None:  # type: ignore[no-untyped-def]
    text = "„Die Brücke hält“, sagte Jonas Huber. Er sehe darin eine Chance für die Stadt: „Wir bauen sie um.“"
    assert [quote.speaker_name for quote in read_foreign(text, "de")] == ["Jonas Huber", "Jonas Huber"]


@pytest.mark.parametrize(
    ("language", "text", "cue"),
    [
        ("es", "«El puente no va a aguantar el invierno», ha subrayado Ana Robles.", "subrayado"),
        ("es", "«El puente no va a aguantar el invierno», recalcaban Ana Robles y los suyos.", "recalcaban"),
        ("fr", "« Le pont ne tiendra pas tout l’hiver », a dénoncé Anne Morel.", "dénoncé"),
        ("it", "«Il ponte non reggerà tutto l’inverno», avrebbe confermato Anna Rinaldi.", "confermato"),
        ("pt", "“A ponte não vai aguentar o inverno”, ressaltava Ana Moura.", "ressaltava"),
        ("de", "„Die Brücke hält den Winter nicht aus“, entgegneten Anna Huber und die Ihren.", "entgegneten"),
        ("nl", "“De brug houdt het de hele winter niet”, verzekerde Anna de Boer.", "verzekerde"),
    ],
)
def test_verbs_report_in_all_their_tenses(read_foreign, language: str, text: str, cue: str) -> None:  # type: ignore[no-untyped-def]
    (quote,) = read_foreign(text, language)
    assert quote.cue == cue and quote.speaker_text


def test_a_stem_takes_the_endings_of_its_class(speech) -> None:  # type: ignore[no-untyped-def]
    assert {"afirma", "afirmó", "afirmaban", "afirmado", "afirmará"} <= speech.cues["es"].keys()
    assert "afirm" not in speech.cues["es"]
