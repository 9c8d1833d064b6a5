"""The words by which a question shows that it leans on the one before it, Dutch and English."""

from __future__ import annotations

import re

from index.dutch import STOP_WORDS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What opens a question that goes on, or sets the last one right.
LEAD = re.compile(
    r"^(?:(?:en|maar|of|dan|ook|oh|oke|oké|ok|nou|dus|nee|neen|toch|liever|ik bedoel(?:de)?"
    r"|hoe zit (?:het|dat)(?: dan)?(?! met)|(?<=en )hoe zit (?:het|dat)(?: dan)? met"
    r"|(?:vertel|weet|zeg)(?: (?:me|mij|ons))?(?: (?:eens|nog))? (?:iets )?meer over"
    r"|and|but|or|also|then|so|no|i meant?|what about|how about|tell me more about)\b[\s,:]*)+",
    re.IGNORECASE,
)
THANKS = re.compile(r"\b(?:dank|bedankt|dankjewel|thanks?)\b", re.IGNORECASE)
ONLY = re.compile(r"^(?:nu |dan )?(?:alleen|enkel|slechts|uitsluitend|only|just)\b[\s,]*", re.IGNORECASE)
OTHERS = re.compile(
    r"\b(?:de |het |the |bij |in )*(?:andere?n?|overige|rest|other|others)"
    r"(?: (?:van de )?(?:gemeenten?|municipalit(?:y|ies)|plaatsen))?\b"
    r"|\belders\b|\belsewhere\b",
    re.IGNORECASE,
)
YEAR_BEFORE = re.compile(
    r"\b(?:het )?(?:jaar|jaren) (?:daarvoor|ervoor|eerder)\b|\b(?:het )?(?:vorige?|voorgaande?) jaar\b"
    r"|^(?:daarvoor|ervoor|before(?: that)?)$"
    r"|\b(?:the )?(?:year before|previous year|year earlier)\b",
    re.IGNORECASE,
)
YEAR_AFTER = re.compile(
    r"\b(?:het )?(?:jaar|jaren) (?:daarna|erna|later)\b|\b(?:het )?volgende? jaar\b"
    r"|^(?:daarna|erna|en toen|later|after(?:wards| that)?)$"
    r"|\b(?:the )?(?:year after|next year|following year|year later)\b",
    re.IGNORECASE,
)
MORE = re.compile(r"\b(?:meer|more|verder|rest)\b", re.IGNORECASE)
WHERE = re.compile(
    r"^waar (?:staat|staan|vind ik|lees ik)\b|^(?:in|op) welke? (?:document|stuk|bladzijde|pagina)\b"
    r"|^where (?:is|does it say|can i (?:read|find))\b|^wat is (?:de|je|jullie|uw) bron\b",
    re.IGNORECASE,
)
ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "eerste first",
            "tweede second",
            "derde third",
            "vierde fourth",
            "vijfde fifth",
            "zesde sixth",
            "zevende seventh",
            "achtste eighth",
            "negende ninth",
            "tiende tenth",
        ),
        1,
    )
    for word in words.split()
}
NUMBERED = re.compile(r"(?:\b(?:nummer|bron|punt|nr\.?|number|source)\s*|\[)(\d{1,2})\b", re.IGNORECASE)
# Words of asking for more that name no subject.
MORE_WORDS = _words(
    """laat toon zien geef vertel zeg lees meer verder over van rest nog iets eens mij me ons
    alstublieft graag bron bronnen nummer nr punt antwoord document stuk deel passage passages alinea
    resultaten tekst laatste show tell give us more about the please source number part one answer
    results last staat staan vind bladzijde pagina welke welk precies exact where does say read find it"""
)
ENGLISH = _words(
    """a an the and or but is are was were be been do does did has have had can could will would may
    must shall i you he she we they it this that these those them there here what which who whom when
    where why how much many long about for of in on at by with from to as if so then than also any some
    not no only just still their his her its my our your me us said say says since after before during
    get gets go goes municipality municipalities council policy year years really exactly"""
)
ENGLISH_ONLY = _words("what how who why when where it and the that this they them those")
FUNCTION = (
    STOP_WORDS
    | ENGLISH
    | _words(
        """jaar jaren ja zit gemeentes precies eigenlijk ongeveer daarvoor daarna ervoor erna tijd toen
        vroeger later momenteel vandaag zoveel zo nogal hoezo geef woon bedoel bedoelde alleen enkel
        gelden geldt stond zeggen zegt heb hadden zat via"""
    )
)
# What is asked about a subject, and is none of its own. Nouns: an article may stand before them.
ASPECT_NOUNS = _words(
    """geld bedrag bedragen kosten budget budgetten prijs tarief subsidie voorwaarden voorwaarde reden
    redenen doel doelen resultaat resultaten uitvoering uitvoerder uitvoerders begindatum einddatum
    looptijd gevolgen gevolg effect effecten stand planning aanpak maatregelen maatregel regels plan
    plannen regeling mensen inwoners personen deelnemers aantal percentage telefoonnummer contact
    aanvraag oplossing oorzaak oorzaken verschil verschillen lasten baten saldo uitgaven inkomsten euro
    miljoen idee ideeen partners besluit cijfers cijfer money amount cost costs price reason reasons
    goal goals result results conditions condition people residents number plans measures difference"""
)
ASPECT_OTHERS = _words(
    """uitleggen houdt true kost kostte kosten betaalt betalen betaal gratis verplicht voert uitvoert
    uitgevoerd duurt loopt geldig werkt werkte geholpen gelukt bereikt begint begon gestart stopt klaar
    aanvragen aanmelden aanmelding vraag vragen meld aanmerking geregeld besloten beslist bepaald
    betekent helpt help doel verandert veranderd begroot begrootte besteed besteden uitgegeven doelgroep
    verantwoordelijk regelt organiseert lang hoog groot oud snel cost costs pay pays free mandatory
    carried carries out works work valid apply last lasts starts started stopped responsible decided
    runs run old high long spent spend"""
)
ASPECTS = ASPECT_NOUNS | ASPECT_OTHERS
OF_A_WHOLE = re.compile(r"\b(?:begro\w+|lasten|baten|saldo|resultaat)\b", re.IGNORECASE)
# "daarvoor" is "voor" and what the last question was about.
PRONOUN_ADVERB = re.compile(
    r"\b(?:daar|er|hier)(voor|aan|mee|over|van|bij|naar|op|in|uit|door|tegen|om|toe|onder|achter)\b",
    re.IGNORECASE,
)
APART = re.compile(r"\bdaar\b(?=.*\b(voor|aan|mee|over|van|bij|tegen|naar)(\s+\w+en)?\s*\??$)", re.IGNORECASE)
# "Hoeveel mensen zijn dat": of what was told of the subject.
AMOUNTS_TO = re.compile(r"^hoeveel\b.*\b(?:is|zijn|was|waren|wordt) dat$", re.IGNORECASE)
FULL_PREPOSITIONS = {"mee": "met", "toe": "tot"}
THING = re.compile(r"\b(?:dat|dit|die|deze|zoiets|zulke|het|it|that|this|those|these|them)\b", re.IGNORECASE)
DEMONSTRATIVES = _words("dat dit die deze zulke that this those these")
# After these a demonstrative opens a clause of its own: "mensen die", "iedereen die", "het dat".
OPENS_CLAUSE = _words(
    "het iemand iedereen degene degenen alles iets niets al niemand people anyone everyone everything"
)
# "Het" before one of these is a pronoun, not an article or the "het" of "hoe gaat het met".
AFTER_PRONOUN = _words("ook nog al dan nu wel niet eigenlijk precies hier daar now also still exactly")
THEM = re.compile(r"\b(?:ze|zij|daar|they|there)\b(?!\s*(?:voor|aan|mee|over|van)\s*\?)", re.IGNORECASE)
# Prepositions that open a group or place to narrow a question to, and those that name its subject.
NARROWS = _words("voor bij onder van met zonder tijdens for among with without of")
SUBJECT = _words("aan over rond rondom tegen about on against regarding")
QUESTION_WORDS = _words(
    """wat hoe wie waar wanneer waarom waarmee waarvoor waaraan welke welk what how who where when why
    which hoezo"""
)
VERBS = _words(
    """doen doet deed deden is zijn was waren heeft hebben had hadden wordt worden werd werden kan
    kunnen mag mogen moet moeten gaat gaan ging krijgt krijgen komt komen wil willen geeft geven gaf
    gaven staat maakt zal zullen zou are were do does did has have can will get gets"""
)
# Between the words of a subject these belong to it: "hulp voor mensen met schulden".
JOINTS = _words(
    """aan bij de een en het in met naar of om onder op over rond te tegen tot tussen uit van voor
    zonder a an and for on or the to with without"""
)
ARTICLES = _words("de het een den the a an welke welk geen")
KIND_IN_ENGLISH = {
    "policy plan": "beleidsplan",
    "budget": "begroting",
    "annual report": "jaarverslag",
    "annual accounts": "jaarverslag",
    "by-law": "verordening",
    "ordinance": "verordening",
    "coalition agreement": "coalitieakkoord",
    "motion": "motie",
    "amendment": "amendement",
    "council proposal": "raadsvoorstel",
}
