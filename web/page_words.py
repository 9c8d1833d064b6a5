"""The words that stand on pages, by code, in Dutch and in English: ``{{ t('ask') }}`` in a template.

Sentences about errors and answers, which the terminal says too, are in :mod:`web.messages`; pages of
running text, such as that on privacy, are templates of their own in each language.
"""

from __future__ import annotations

NL: dict[str, str] = {
    # every page
    "to_content": "Naar de inhoud",
    "main_menu": "Hoofdmenu",
    "ask_a_question": "Vraag stellen",
    "documents": "Documenten",
    "compare": "Vergelijken",
    "footer_says": "{site} toont letterlijke zinnen uit stukken van gemeenten, met de bron erbij. "
    "Twijfelt u? Lees dan de bron, of vraag het uw gemeente.",
    "about_this_site": "Over deze website",
    "languages": "Taal",
    # what was understood of a question, and how to take it back
    "item_read_as": "Gelezen als",
    "drop_correction": "Zoek zoals getypt",
    "municipality": "Gemeente",
    "not_in_library": "{name} (niet in deze bibliotheek)",
    "all_municipalities": "Alle gemeenten",
    "item_not": "Niet",
    "drop_not": "Toch ook",
    "item_since": "Sinds",
    "year": "Jaar",
    "all_years": "Alle jaren",
    "item_only": "Alleen",
    "kind_of_document": "Soort stuk",
    "all_kinds": "Alle stukken",
    "item_home": "Uw gemeente",
    "no_matter": "Maakt niet uit",
    # pages of running text
    "how_it_works": "Hoe werkt dit?",
    "word_list": "Woordenlijst",
    "privacy": "Privacy",
    "accessibility": "Toegankelijkheid",
    # the word list
    "word_list_lead": "In stukken van gemeenten staan moeilijke woorden. Hier leggen wij ze uit in gewone taal.",
    "word_list_ours": "Deze uitleg is van ons en staat niet in de stukken.",
    "by_letter": "Woorden per letter",
    # a report
    "report": "Meld een fout",
    "report_lead": "Klopt er iets niet? Of mist u een stuk? Vertel het ons. Zo wordt deze website beter.",
    "report_fold": "Klopt dit niet? Mist u een stuk?",
    "report_what": "Wat wilt u melden?",
    "report_wrong": "Klopt dit niet?",
    "report_wrong_means": "Er staat iets dat fout of oud is, of dat niet past bij de vraag.",
    "report_missing": "Mist u een stuk?",
    "report_missing_means": "Er is een document dat hier niet bij zit.",
    "report_text": "Uw melding",
    "report_hint": "Zeg wat er niet klopt, of welk stuk u mist. Typ geen namen, adressen of BSN.",
    "report_keep": "U mag ook mijn vraag bewaren: “{question}”",
    "report_kept": "Wij bewaren uw melding, de datum en het adres van deze pagina. Wij weten niet wie u bent, en kunnen u "
    "dus geen antwoord sturen.",
    "report_kept_question": "De vraag bewaren wij alleen als u dat aankruist.",
    "report_more": "Lees meer over uw privacy",
    "report_send": "Verstuur de melding",
    "report_leave_empty": "Laat dit leeg",
    "report_thanks": "Bedankt voor uw melding",
    "report_thanks_says": "Een medewerker leest uw melding en kijkt wat er moet veranderen. U krijgt geen bericht, "
    "want wij weten niet wie u bent.",
    "report_urgent": "Hebt u snel hulp nodig? Neem dan contact op met uw gemeente.",
    "report_back": "Terug naar het document",
    "report_empty": "U hebt nog niets getypt. Vertel wat er niet klopt, of welk stuk u mist.",
    "report_long": "Uw melding is te lang. Maak de tekst korter dan {most} tekens.",
    "report_old_page": "Deze pagina stond lang open. Uw melding is nog niet verstuurd. Verstuur haar nog een keer.",
    "report_busy": "Er komen nu te veel meldingen binnen. Uw melding is nog niet verstuurd. Probeer het over een "
    "paar minuten weer.",
    "report_not_kept": "Wij konden uw melding niet bewaren. Probeer het later weer.",
    "fault_before_title": "Fout: {title}",
    # when something goes wrong
    "ask_here": "Of stel hier uw vraag",
    "question_hint": "Gebruik gewone woorden. Zet geen namen, adressen of BSN in uw vraag.",
    "find_answer": "Zoek antwoord",
    "to_start": "Naar de beginpagina",
    "to_documents": "Bekijk alle documenten",
    "fault_code": "Foutcode {status}",
    # files for programs
    "no_administrator": "Er is geen contactadres. De beheerder stelt dat in met de instelling administrator.",
}
EN: dict[str, str] = {
    "to_content": "Skip to the content",
    "main_menu": "Main menu",
    "ask_a_question": "Ask a question",
    "documents": "Documents",
    "compare": "Compare",
    "footer_says": "{site} shows sentences from municipal documents, word for word, with their source. "
    "Do you doubt one? Then read the source, or ask your municipality.",
    "about_this_site": "About this website",
    "languages": "Language",
    "item_read_as": "Read as",
    "drop_correction": "Search as typed",
    "municipality": "Municipality",
    "not_in_library": "{name} (not in this library)",
    "all_municipalities": "All municipalities",
    "item_not": "Not",
    "drop_not": "Add it again",
    "item_since": "Since",
    "year": "Year",
    "all_years": "All years",
    "item_only": "Only",
    "kind_of_document": "Kind of document",
    "all_kinds": "All documents",
    "item_home": "Your municipality",
    "no_matter": "No matter which",
    "how_it_works": "How does this work?",
    "word_list": "Word list",
    "privacy": "Privacy",
    "accessibility": "Accessibility",
    "word_list_lead": "Municipal documents use difficult words. Here we explain them in plain language.",
    "word_list_ours": "These explanations are ours and do not stand in the documents.",
    "by_letter": "Words by letter",
    "report": "Report a mistake",
    "report_lead": "Is something wrong? Or is a document missing? Tell us. It makes this website better.",
    "report_fold": "Is this wrong? Is a document missing?",
    "report_what": "What do you want to report?",
    "report_wrong": "Is this wrong?",
    "report_wrong_means": "Something is wrong or out of date, or does not fit the question.",
    "report_missing": "Is a document missing?",
    "report_missing_means": "There is a document that is not in here.",
    "report_text": "Your report",
    "report_hint": "Say what is wrong, or which document is missing. Do not type names, addresses or a citizen "
    "service number.",
    "report_keep": "You may keep my question too: “{question}”",
    "report_kept": "We keep your report, the date and the address of this page. We do not know who you are, so we cannot "
    "send you an answer.",
    "report_kept_question": "We keep the question only if you tick the box.",
    "report_more": "Read more about your privacy",
    "report_send": "Send the report",
    "report_leave_empty": "Leave this empty",
    "report_thanks": "Thank you for your report",
    "report_thanks_says": "A member of staff reads your report and looks at what must change. You will get no "
    "message, since we do not know who you are.",
    "report_urgent": "Do you need help soon? Then contact your municipality.",
    "report_back": "Back to the document",
    "report_empty": "You have not typed anything yet. Say what is wrong, or which document is missing.",
    "report_long": "Your report is too long. Make it shorter than {most} characters.",
    "report_old_page": "This page was open for a long time. Your report has not been sent yet. Send it once more.",
    "report_busy": "Too many reports are coming in. Yours has not been sent yet. Try again in a few minutes.",
    "report_not_kept": "We could not keep your report. Try again later.",
    "fault_before_title": "Error: {title}",
    "ask_here": "Or ask your question here",
    "question_hint": "Use plain words. Put no names, addresses or citizen service number in your question.",
    "find_answer": "Find an answer",
    "to_start": "Go to the first page",
    "to_documents": "See all documents",
    "fault_code": "Error code {status}",
    "no_administrator": "There is no contact address. The administrator sets it with the setting administrator.",
}
PAGE_WORDS: dict[str, dict[str, str]] = {"nl": NL, "en": EN}


def page_word(code: str, language: str = "nl", **parameters: object) -> str:
    """Return the words of a code in a language, its parameters filled in; raises KeyError."""
    return PAGE_WORDS[language][code].format(**parameters)
