-- One library. Every change is one transaction and one new generation.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE documents (
    document_id TEXT PRIMARY KEY,
    text_version TEXT NOT NULL,
    source TEXT NOT NULL,
    origin TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    description TEXT NOT NULL,
    added TEXT NOT NULL,
    added_generation INTEGER NOT NULL,
    coverage TEXT NOT NULL DEFAULT '{}',
    -- What the text looks like (index.versions), and of which document this is an earlier version.
    sketch BLOB NOT NULL DEFAULT x'',
    newer TEXT
) WITHOUT ROWID;
CREATE INDEX documents_content ON documents (sha256);
CREATE INDEX documents_text ON documents (text_version);
CREATE INDEX documents_newer ON documents (newer);
CREATE INDEX documents_family ON documents (
    json_extract(description, '$.municipality'), json_extract(description, '$.kind')
);

-- Files with the content of a document that was there already: only their names are kept.
CREATE TABLE copies (
    origin TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    source TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    text_version TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX copies_document ON copies (document_id);
CREATE INDEX copies_content ON copies (sha256);

-- What people said of versions: of which document this one is an earlier version, NULL for of none.
CREATE TABLE said_links (
    document_id TEXT PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    newer TEXT REFERENCES documents ON DELETE CASCADE
) WITHOUT ROWID;

-- Every reading of a document, the superseded ones too, until the document is removed.
CREATE TABLE versions (
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    text_version TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    text TEXT NOT NULL,
    structure TEXT NOT NULL,
    added_generation INTEGER NOT NULL,
    superseded_generation INTEGER,
    PRIMARY KEY (document_id, text_version, sha256)
);

CREATE TABLE passages (
    passage_id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    is_row INTEGER NOT NULL,
    role TEXT NOT NULL,
    speaker TEXT,
    page INTEGER,
    section TEXT NOT NULL,
    sentences TEXT NOT NULL,
    context TEXT NOT NULL,
    vector BLOB NOT NULL,
    sentence_vectors BLOB NOT NULL,
    added_generation INTEGER NOT NULL,
    pages TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX passages_document ON passages (document_id);
CREATE INDEX passages_generation ON passages (added_generation);

-- Terms come analysed (index.dutch); the document stands in it as a term, to filter by.
CREATE VIRTUAL TABLE terms USING fts5 (
    words, parts, document,
    content = '', contentless_delete = 1, detail = full,
    tokenize = "unicode61 remove_diacritics 0 tokenchars ',.'"
);
CREATE VIRTUAL TABLE term_counts USING fts5vocab (terms, 'row');

CREATE TABLE figures (
    figure_id INTEGER PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    section TEXT NOT NULL,
    page INTEGER,
    value TEXT NOT NULL,
    number TEXT NOT NULL,
    unit TEXT NOT NULL,
    multiplier INTEGER NOT NULL,
    year INTEGER,
    measure TEXT,
    side TEXT,
    column_name TEXT NOT NULL,
    spans TEXT NOT NULL,
    parents TEXT NOT NULL,
    context TEXT NOT NULL,
    doubts TEXT NOT NULL,
    sign INTEGER NOT NULL,
    adds_up_to TEXT,
    in_text INTEGER NOT NULL,
    box TEXT
);
CREATE INDEX figures_document ON figures (document_id);
