"""Makes corpus/vendored/villages.csv from the table of CBS "Woonplaatsen in Nederland".

    python -m tools.villages corop.generated.csv

The table has the columns Woonplaats and Gemeentecode; corpus/vendored/README.md says where it comes from.
Places of a municipality that corpus/municipalities.csv does not have are left out and counted.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from corpus.municipalities import municipalities

TARGET = Path("corpus/vendored/villages.csv")


def main(source: str) -> None:
    """Write the names and codes, in order of name, and say how many were left out."""
    codes = {place.code for place in municipalities()}
    with Path(source).open(encoding="utf-8", newline="") as file:
        rows = [(row["Woonplaats"].strip(), f"gm{row['Gemeentecode']}") for row in csv.DictReader(file)]
    kept = sorted({row for row in rows if row[1] in codes})
    lines = ["name,code", *(f"{name},{code}" for name, code in kept)]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(kept)} places kept, {sum(code not in codes for _, code in rows)} left out")


if __name__ == "__main__":
    main(*sys.argv[1:])
