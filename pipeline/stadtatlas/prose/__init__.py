"""Facts in running text: a spaCy pipeline reads a portrait's prose, and a component for each kind of fact marks spans in it.

The components in `language.py` are the stage, in order; each is a registered spaCy factory. An edition's profile may add others
(`prose.components`), which are found as spaCy finds them: by the entry point group `spacy_factories`.
"""

from __future__ import annotations

import sys
from types import ModuleType


def _import_spacy() -> None:
    """Import spaCy without its command line, which takes a third of the time and is not used here.

    spaCy's package imports it for the sake of `spacy.info`. Whoever needs it later imports it as ever.
    """
    if "spacy" in sys.modules:
        return
    package, info = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
    info.info = None  # type: ignore[attr-defined]
    stubs = {"spacy.cli": package, "spacy.cli.info": info}
    sys.modules.update(stubs)
    try:
        import spacy  # noqa: F401
    finally:
        for name in stubs:
            sys.modules.pop(name, None)


_import_spacy()
