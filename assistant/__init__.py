"""Understanding, proving, answering: questions in, cited answers out."""
