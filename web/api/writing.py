"""What can be asked with a key only, in the order in which it is documented."""

from __future__ import annotations

from web.api import change_shapes, changes, documents, reports, shapes
from web.api.operation import FORM, Body, Operation, Tag
from web.api.reading import ONE
from web.api.schema import Says

CHANGES = Tag("changes", Says("De bibliotheek bijhouden (met sleutel)", "Keeping the library (with a key)"))
REPORTS = Tag("reports", Says("Meldingen van bezoekers (met sleutel)", "Reports of visitors (with a key)"))
CONTRADICTION = (409,)

WRITING = (
    Operation(
        "addDocument",
        "POST",
        "/documents",
        CHANGES,
        Says("Een bestand toevoegen", "Add a file"),
        changes.add_document,
        change_shapes.Job,
        Says(
            "Het bestand wordt gelezen als het aan de beurt is: vraag bij het adres in ‘Location’ hoe ver "
            "het is. Van een ZIP wordt elk bestand een document. Wat u van het stuk weet, zegt u in het "
            "adres; de rest wordt uit het stuk gehaald.",
            "The file is read when its turn comes: ask at the address in ‘Location’ how far it is. Of a "
            "ZIP every file becomes a document. What you know of it you say in the address; the rest is "
            "inferred from the document.",
        ),
        query=changes.SAID_WITH_A_FILE,
        body=Body((changes.A_FILE,), FORM),
        status=202,
        keyed=True,
        problems=CONTRADICTION,
    ),
    Operation(
        "addVersion",
        "POST",
        f"{ONE}/versions",
        CHANGES,
        Says("Een nieuwe versie van een document aanleveren", "Send a new version of a document"),
        changes.add_version,
        change_shapes.Job,
        Says(
            "De oude versie blijft bewaard, zodat oude verwijzingen blijven kloppen.",
            "The old version is kept, so that old links stay right.",
        ),
        path_fields=documents.DOCUMENT,
        body=Body((changes.A_FILE,), FORM),
        status=202,
        keyed=True,
    ),
    Operation(
        "changeDocument",
        "PATCH",
        ONE,
        CHANGES,
        Says("Verbeteren wat er over een document bekend is", "Correct what is known about a document"),
        changes.change_document,
        shapes.DocumentItem,
        path_fields=documents.DOCUMENT,
        body=Body(changes.DESCRIBING, least=1),
        keyed=True,
        problems=CONTRADICTION,
    ),
    Operation(
        "removeDocument",
        "DELETE",
        ONE,
        CHANGES,
        Says("Een document verwijderen, in al zijn versies", "Remove a document, in all its versions"),
        changes.remove_document,
        None,
        path_fields=documents.DOCUMENT,
        status=204,
        keyed=True,
    ),
    Operation(
        "listJobs",
        "GET",
        "/jobs",
        CHANGES,
        Says("Wat er is aangeleverd, het laatste eerst", "What was sent in, the latest first"),
        changes.jobs,
        change_shapes.Jobs,
        keyed=True,
        paged=True,
    ),
    Operation(
        "getJob",
        "GET",
        "/jobs/{jobId}",
        CHANGES,
        Says("Hoe ver een aanlevering is", "How far a delivery is"),
        changes.job,
        change_shapes.Job,
        path_fields=changes.JOB,
        keyed=True,
    ),
    Operation(
        "listReports",
        "GET",
        "/reports",
        REPORTS,
        Says("De meldingen", "The reports"),
        reports.reports,
        change_shapes.Reports,
        query=(reports.CLOSED,),
        keyed=True,
        paged=True,
    ),
    Operation(
        "addReport",
        "POST",
        "/reports",
        REPORTS,
        Says("Een melding doen", "Make a report"),
        reports.add_report,
        change_shapes.Report,
        Says(
            "E-mailadressen, telefoon-, rekening- en burgerservicenummers worden onleesbaar gemaakt.",
            "E-mail addresses, telephone, account and citizen numbers are masked.",
        ),
        body=Body(reports.REPORTING),
        status=201,
        keyed=True,
    ),
    Operation(
        "getReport",
        "GET",
        "/reports/{number}",
        REPORTS,
        Says("Eén melding", "One report"),
        reports.report,
        change_shapes.Report,
        path_fields=reports.NUMBER,
        keyed=True,
    ),
    Operation(
        "closeReport",
        "PATCH",
        "/reports/{number}",
        REPORTS,
        Says("Een melding afsluiten", "Close a report"),
        reports.close_report,
        change_shapes.Report,
        Says("30 dagen later wordt de melding gewist.", "30 days later the report is erased."),
        path_fields=reports.NUMBER,
        body=Body(reports.CLOSING),
        keyed=True,
    ),
)
