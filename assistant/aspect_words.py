"""How Dutch policy says what it wants, does, for whom, with whom, at what cost and since when.

A sign is a construction, not a subject: a verb with who does it, a preposition with a group, a date
after "sinds". ``STRONG`` says an aspect by itself, ``WEAK`` only where something else speaks for it too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.comparison import Aspect
from assistant.excerpt import PROVES
from assistant.reply import Wants
from corpus.organisations import BODY

_WE = r"(?:wij|we|(?:de|onze) gemeente|het college|de raad)"
_OR = re.IGNORECASE


def _any(*patterns: str, flags: int = _OR) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), flags)


AIM = _any(
    rf"\b(?:willen|wil|wensen|beogen|beoogt|ambiëren)\s+(?:\w+\s+)?{_WE}\b",
    rf"\b{_WE}\s+(?:\w+\s+)?(?:willen|wil|wensen|beogen|beoogt|ambiëren)\b",
    r"\bstre(?:ven|eft|efden)\b|\bnastreven\b",
    r"\b(?:met als|met het|ten|het|als|ons|de|onze|een|gezamenlijke) (?:hoofd|eind|sub)?doel(?:stelling|en|stellingen)?\b(?! van de wet)",
    r"\bambities?\b|\bbeoog(?:t|de|d)\b",
    r"\b(?:moet|moeten) (?:er\s?toe )?leiden tot\b|\bleidt dit tot\b",
    r"\b(?:ervoor|er voor) (?:te )?zorgen dat\b",
    r"\b(?:uitgangspunt|streven|inzet|insteek|bedoeling|speerpunt|prioriteit|gewenste resultaat)\s+(?:hierbij\s+|daarbij\s+)?(?:is|blijft)\b",
    r"\bin 20\d\d (?:is|zijn|hebben|heeft|kan|kunnen)\b[^.]*\b(?:gerealiseerd|bereikt|minder|meer|alle|iedereen)\b",
    r"\b(?:staan|staat) (?:hierbij |daarbij )?(?:voorop|centraal)\b|\btoewerken naar\b|\bwerken (?:we|wij) toe naar\b",
    r"\bis (?:het )?(?:van (?:groot )?belang|belangrijk|onze insteek|een prioriteit|hierin een prioriteit)\b",
)
AIM_WEAK = _any(
    r"\bwil(?:len)?\b",
    r"^[•\-–\s]*(?:meer|minder|alle|iedere?|elke|geen)\s",
    r"\bzodat\b|\bom te voorkomen\b|\bgericht op\b|\bter voorkoming\b|\bgewenst\w*\b",
    r"\bmoet(?:en)?\b",
    r"\b(?:voorkomen|bestrijden|verminderen|terugdringen|vergroten|verbeteren|bevorderen) (?:van|we|wij)\b",
)
_DOES = (
    r"bied(?:en|t)|biedt|organise(?:ren|ert)|subsidi(?:ëren|eert)|verle(?:nen|ent)|verstrek(?:ken|t)|"
    r"faciliteert|faciliteren|ondersteun(?:en|t)|begeleid(?:en|t)|help(?:en|t)|advise(?:ren|ert)|"
    r"coördine(?:ren|ert)|stimule(?:ren|ert)|investe(?:ren|ert)|contracte(?:ren|ert)|financier(?:en|t)|"
    r"behandel(?:en|t)|verzorg(?:en|t)|signale(?:ren|ert)|monitor(?:en|t)|train(?:en|t)|bezoek(?:en|t)|"
    r"inform(?:eren|eert)|versterk(?:en|t)|activer(?:en|t)|bemidde(?:len|lt)"
)
_ALSO_DOES = (
    r"zetten|zet|starten|start|onderzoeken|onderzoekt|evalueren|evalueert|ontwikkelen|ontwikkelt|maken|maakt|"
    r"geven|geeft|stellen|stelt|werken|werkt|nemen|neemt|doen|doet|gaan|gaat|voeren|voert|voerden|zorgen|zorgt|"
    r"kopen|koopt|realiseren|realiseert|intensiveren|intensiveert|continueren|continueert|bellen|belt|"
    r"verbeteren|verbetert|breiden|breidt|openen|opent|waarderen|waardeert|houden|houdt|hielden|kiezen|kiest|"
    r"betrekken|betrekt|besteden|besteedt|implementeren|pakken|pakt|leggen|legt|kijken|kijkt|verkennen|"
    r"verbinden|verbindt|richten|richt|plaatsen|plaatst|gebruiken|gebruikt|vragen|vraagt|brengen|brengt|"
    r"sluiten|sluit|actualiseren|actualiseert|participeren|participeert|stelden|organiseerden|verleenden|maakten|"
    r"hebben|heeft"
)
_GE = r"(?:ge\w{3,}(?:d|t|en)|(?:aan|af|in|uit|op|voor|door|mee|toe|vast|plaats|bij|over|samen)ge\w{2,}(?:d|t|en)|ver\w{3,}(?:d|t|en)|be\w{3,}(?:d|t)|ont\w{3,}(?:d|t|en)|on\w+steund|\w+eerd)"
ACTION = _any(
    rf"\b(?:wij|we)\s+(?:\w+\s+){{0,2}}?(?:{_DOES}|{_ALSO_DOES})\b",
    rf"\b(?:{_DOES}|{_ALSO_DOES})\s+(?:wij|we)\b",
    rf"\b(?:de|onze) gemeente\s+(?:\w+\s+){{0,3}}?(?:{_DOES}|{_ALSO_DOES})\b",
    rf"\b(?:{_DOES})\s+(?:de|onze) gemeente\b",
    rf"^[^,]{{3,90}}?\b(?:organiseert|biedt|adviseert|begeleidt|subsidieert|verleent|verstrekt|faciliteert|verzorgt|coördineert|helpt|ondersteunt)\b",
    r"\bvoer(?:t|en)\b[^.]{0,80}\buit\b|\buitgevoerd\b",
    r"\bzet(?:ten)?\b[^.]{0,120}\b(?:in|voort)\b(?:[.,;]|\s+op\b|$)",
    rf"\b(?:is|zijn|hebben|heeft|wordt|worden|werd|werden)\b[^.,;]{{0,120}}\b{_GE}\b",
    r"\bkun(?:nen|t)?\b[^.,;]{0,80}\b(?:terecht|deelnemen|gebruik ?maken|een beroep doen|aanvragen|meedoen|aanmelden)\b|\bkan\b[^.,;]{0,60}\b(?:terecht|aanvragen|deelnemen)\b",
    rf"\b(?:{_DOES})\s+(?:de|het|onze|een|deze)\b",
    r"\bvind(?:t|en)\b[^.]{0,80}\bplaats\b",
    r"\bdoen (?:wij|we) door\b|\bis er een\b|\ber is een\b|\ber (?:is|zijn) (?:twee|drie|vier|vijf)\b",
    r"\bgaan (?:we|wij)\b",
)
ACTION_WEAK = _any(
    rf"\b{_GE}\b",
    r"^[•\-–\d.)\s]*(?:verder\s)?\w+en\s+van\b",
    r"\b(?:pilot|project|campagne|cursus|training|traject|loket|spreekuur|inloop|subsidie|plan van aanpak)\w*\b",
    r"\b(?:zorg ?dragen|uitvoering geven|opstellen|ontwikkelen|onderzoeken|evalueren|inzetten|opzetten|doorontwikkel\w+|monitor\w+)\b",
)
GROUP = (
    r"(?:inwoners?|burgers?|bewoners?|mensen|personen|jongeren|jeugdigen?|kinderen|kind|ouderen|senioren|gezinnen|gezin|"
    r"huishoudens?|volwassenen|ouders?|opvoeders|mantelzorgers?|vrijwilligers?|statushouders|nieuwkomers|inburgeraars|"
    r"vluchtelingen|asielzoekers|cliënten|leerlingen|scholieren|studenten|minima|werklozen|werkgevers|"
    r"werknemers|ondernemers|bedrijven|verenigingen|sportverenigingen|patiënten|huurders|huiseigenaren|starters|"
    r"laaggeletterden|nabestaanden|slachtoffers|peuters|baby's|tieners|vrouwen|mannen|professionals|"
    r"alleenstaanden|dak- en thuislozen|daklozen|leden|anderstaligen|migranten|arbeidsmigranten|meisjes|jongens|"
    r"\w+gerechtigden|\w+zoekenden|\w*minima|\w+gezinnen|\w+kinderen|\w+jongeren|\w+ouderen|\w+ouders)"
)
_WITH = r"(?:die|met|zonder|in|uit|vanaf|tot|tussen|boven|onder|waar|waarbij)"
TARGET = _any(
    r"\b(?:doelgroep(?:en)?|aandachtsgroep\w*|risicogroep\w*)\b",
    rf"\b{GROUP},?\s+(?:die|met (?!elkaar)|zonder|uit (?:een |gezinnen|arme)|in (?:de |een )?(?:armoede|bijstand|uitkering|knel|kwetsbare)|"
    r"vanaf \d+|tot (?:en met )?\d+ jaar|tussen de \d+|van \d+)",
    r"\b\w+gezinnen\b|\b\w+gerechtigden\b|\b\w+zoekenden\b",
    rf"\b(?:voor|aan|bij|van) (?:\w+ ){{0,2}}?(?:kwetsbare|jonge|oudere|arme|eenzame|overbelaste|volwassen|alleenstaande|werkloze|lage?|laag\S*) {GROUP}\b",
    rf"\b(?:bedoeld|bestemd) voor\b|\b(?:richt|richten|gericht|focus ligt)\b[^.]{{0,30}}\bop (?:\w+ ){{0,3}}?{GROUP}\b",
)
TARGET_DIRECT = _any(
    r"\bdoelgroep(?:en)?\b|\b(?:bedoeld|bestemd) voor\b|\bin aanmerking\b|\brecht op\b|\b(?:richt|richten|gericht)\b[^.]{0,30}\bop\b"
)
TARGET_WEAK = _any(rf"\b(?:voor|aan|bij) (?:\w+ ){{0,3}}?{GROUP}\b", rf"\b{GROUP} (?:kunnen|krijgen|worden|ontvangen)\b")
PARTNER = _any(
    r"\bin (?:nauwe )?(?:samenwerking|samenspraak|samenspel|overleg|afstemming) met\b",
    r"\bsamen met (?!elkaar|hen\b|ons\b)|\bgezamenlijk met\b|\bdoor onze partners?\b",
    r"\bwerk(?:en|t)\b[^.]{0,80}\bsamen\b(?: met\b)?|\bsamenwerk(?:en|t|ing) (?:met|tussen)\b",
    r"\bwerken\b[^.]{3,160}\bsamen\b",
    r"\b(?:keten|samenwerkings|maatschappelijke |lokale |regionale |externe )partners\b|\bpartners (?:uit|in|zoals|als)\b",
    r"\b(?:ligt|liggen|belegd|ondergebracht) bij (?:de |het )?(?-i:[A-Z])",
    r"\b(?:uitgevoerd|verzorgd|gegeven|georganiseerd|aangeboden|geleid) door (?:de |het |een )?(?!middel)\w",
    r"\bvia (?:de|het|een|onze) (?:scholen|school|huisarts\w*|bibliotheek|woning\w+|consultatiebureau\w*|sport\w+|wijk\w+|"
    r"gebieds\w+|sociaal team|sociale teams?|loket|(?-i:[A-Z])\w+)",
    rf"^(?:de|het) (?!gemeente|college|raad|rijk)(?-i:[A-Z])[\w’'-]+(?: (?-i:[A-Z])[\w’'-]+)*(?: \([^)]*\))? (?:{_DOES}|voert|geeft|heeft)\b",
    rf"^(?:de|het) (?:bibliotheek|kredietbank|GGD|woningcorporaties?|politie|scholen|huisartsen) (?:{_DOES}|voert|voeren|geeft|geven)\b",
    r"\bafspraken (?:gemaakt )?met\b|\b(?:nieuwe )?afspraken met\b|\bconvenant met\b|\bcoalitie met\b",
)
PARTNER_NAME = re.compile(
    rf"{BODY.pattern}|\b(?:Stichting|Vereniging|Coöperatie|Steunpunt|Contactpunt|Kredietbank|Bibliotheek)\s+[A-Z]\w+"
    r"|\b(?:GGD|GGZ|UWV|MEE|COA|VNG|JGZ|Veilig Thuis|Humanitas|Rode Kruis|Voedselbank|Leger des Heils|VluchtelingenWerk)\b"
    r"|\b[Dd]e (?:bibliotheek|kredietbank|woningcorporaties?|huisartsen|scholen|zorgaanbieders|zorgverzekeraars?|politie|voedselbank)\b"
)
COST = _any(
    PROVES[Wants.AMOUNT].pattern,
    r"\b(?:kost|kosten)\b[^.]{0,40}\d[\d.]{3,}|\beigen bijdrage\b|\b(?:gratis|kosteloos)\b",
)
COST_WEAK = _any(
    r"\b(?:budget|krediet|subsidies?|financier\w+|bekostig\w+|middelen|uitkering van het rijk|bezuinig\w+|"
    r"besparing\w*|lasten|baten|uitgaven|tekort(?:en)?|kosten)\b"
)
_MONTH = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_YEAR = r"(?:19|20)\d\d"
_WHEN = rf"(?:(?:\d{{1,2}} )?(?:{_MONTH})(?: {_YEAR})?|{_YEAR}|het (?:voor|na)jaar|begin|medio|eind|dit jaar|nu)"
PERIOD = _any(
    rf"\b(?:sinds|vanaf|met ingang van|ingaande|per|tot en met|t/m) (?:{_WHEN})\b(?! jaar)",
    rf"\b(?:voor de (?:periode|jaren)|in de (?:periode|jaren)|periode|van) {_YEAR}\s?(?:[-–/]|tot|t/m|tot en met)\s?{_YEAR}\b",
    r"\blooptijd\b|\b(?:een|twee|drie|vier|vijf|meer|driejarige|\d)-?\s?jarige?\b",
    rf"\bin (?:(?:{_MONTH}) )?{_YEAR} (?:is|zijn|werd|werden|start|starten|gaat|gaan|zetten|wordt|worden|hebben)\b",
    rf"\b(?:is|zijn|werd|werden|hebben|heeft|wordt|worden)\b[^.]{{0,60}}\b(?:in|per|sinds|vanaf|eind|medio|begin) (?:(?:{_MONTH}) )?{_YEAR}\b[^.]*\b(?:gestart|geopend|begonnen|opgericht|ingevoerd|vastgesteld|gestopt|beëindigd|afgerond|ingegaan|operationeel|ingezet)\b",
)
PERIOD_WEAK = _any(
    rf"\b(?:in|eind|medio|begin) (?:(?:{_MONTH}) )?{_YEAR}\b",
    r"\b(?:de komende|de afgelopen|voorgaande|al jaren|jarenlang|komende) ?(?:jaren|periode|vier jaar|twee jaar|drie jaar|jaar)?\b",
)
STRONG: Mapping[Aspect, re.Pattern[str]] = {
    Aspect.AIMS: AIM,
    Aspect.ACTIONS: ACTION,
    Aspect.TARGETS: TARGET,
    Aspect.PARTNERS: PARTNER,
    Aspect.COSTS: COST,
    Aspect.PERIOD: PERIOD,
}
WEAK: Mapping[Aspect, re.Pattern[str]] = {
    Aspect.AIMS: AIM_WEAK,
    Aspect.ACTIONS: ACTION_WEAK,
    Aspect.TARGETS: TARGET_WEAK,
    Aspect.PARTNERS: PARTNER_NAME,
    Aspect.COSTS: COST_WEAK,
    Aspect.PERIOD: PERIOD_WEAK,
}
# What tells how bad things are, or how many: neither an aim nor an action.
PROBLEM = _any(
    r"\bte (?:ver|veel|weinig|laat|hoog|vaak|lang)\b|\bsteeds (?:meer|minder|vaker|hoger)\b|\bonvoldoende\b|\bhelaas\b",
    r"\b(?:is|was|zijn|kan|er) (?:er )?(?:vaak )?sprake (?:zijn )?van\b|\bkampt|\btoegenomen\b|\bgestegen\b|\bgedaald\b",
    r"\b(?:blijkt|bleek|blijken)\b|\blandelijk(?:e)? (?:gezien|gemiddelde|trend)\b|\bvan de (?:Nederlanders|inwoners|bevolking)\b",
)
# Headings that say of what aspect all is that stands under them.
HEADINGS: Mapping[Aspect, re.Pattern[str]] = {
    Aspect.AIMS: _any(
        r"\bwat wil(?:len|t)?\b|\bdoel(?:en|stelling|stellingen)?\b|\bambities?\b|\bmissie\b|\bgewenst\w*\b|\bstreefbeeld\b|"
        r"\bwaar gaan we voor\b|\bbeoogd\w*\b|\bspeerpunten\b|\bwaar staan we voor\b|\bwaarom\b"
    ),
    Aspect.ACTIONS: _any(
        r"\bwat (?:gaan|doen|hebben|gaat|doet|heeft|deden|is er)\b|\bactiepunt\w*|\b(?:aanpak|activiteiten|acties|maatregelen|interventies|uitvoering|aanbod|voortgang|resultaten)\b|"
        r"\bhoe (?:gaan|doen)\b|\bzo (?:gaan|doen)\b|\beerste (?:/ ?volgende )?stap\b"
    ),
    Aspect.TARGETS: _any(r"\bdoelgroep\w*\b|\bvoor wie\b"),
    Aspect.PARTNERS: _any(r"\bpartners?\b|\bsamenwerking\w*\b|\bmet wie\b|\bverbonden partij\w*\b"),
    Aspect.COSTS: _any(r"\bkost(?:en)?\b|\bfinanci\w+\b|\bbudget\b|\blasten\b"),
    Aspect.PERIOD: _any(r"\bplanning\b|\blooptijd\b|\bwanneer\b"),
}
