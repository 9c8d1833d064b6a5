"""Everything that can be asked of the interface."""

from __future__ import annotations

from web.api.reading import READING
from web.api.writing import WRITING

OPERATIONS = (*READING, *WRITING)
