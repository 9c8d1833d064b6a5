"""Reading: files in, documents out. Nothing here knows of indexes, questions or pages."""
