"""JSON Schema of every file of a run, and of a diff, from the Pydantic models: `python -m stadtatlas.schemas FOLDER`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from stadtatlas.model.comparison import Diff
from stadtatlas.model.records import SCHEMAS, Record

_ALL: dict[str, type[Record]] = {**SCHEMAS, "diff": Diff}


def rendered() -> dict[str, str]:
    """Each schema file's text by its name."""
    files = {}
    for name, model in _ALL.items():
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
        files[f"{name}.schema.json"] = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    return files


if __name__ == "__main__":
    for file_name, text in rendered().items():
        Path(sys.argv[1], file_name).write_text(text, encoding="utf-8", newline="\n")
