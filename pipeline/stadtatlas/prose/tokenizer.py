"""spaCy's German tokeniser, with the abbreviations, compounds and names of administrative prose."""

from __future__ import annotations

import re
from typing import Any, cast

from spacy.lang.de import German, GermanDefaults
from spacy.language import Language
from spacy.symbols import ORTH

ABBREVIATIONS = (
    "Abs. Abt. Art. Aufl. Az. Dipl. einschl. gem. ggü. Hbf. Hr. Hrsg. insb. insbes. lfd. Max. Mio. Mrd. Nds. Prof. rd. stellv. "
    "St. Str. techn. Tel. Tsd. v.a. vgl. Wiss. zzgl. zw."
).split()
"""What spaCy's own list lacks."""
INFIXES = [r"[.…»«“”„(),/–—-](?:(?<=[…»«“”„()])|(?<=\.)\.+|(?<=\w,)(?=\w)|(?<=\w[/–—])(?=\w)|(?<=[0-9]-)(?=[0-9]))"]
"""Where a word is cut. Other than spaCy's own, they leave names whole: `Stadt.Land.Digital`, `KS:COB`, `Start-up`.

One pattern that begins with the signs themselves, which is sought faster than one that begins with what stands before them.
"""

PREFIXES = [r"[.,;:!?…»«“”„‚‘’‹›\"'()\[\]{}<>/&%€$§°=_–—*#|•]"]
"""What a word loses at its beginning; a hundred signs fewer than spaCy's own list."""

SUFFIXES = [
    r"[.,;:!?…»«“”„‚‘’‹›\"'()\[\]{}/&%€$§°–—*|•]",
    "'s",
    "’s",
    r"(?<=[0-9])(?:km|m|qm|m²|km²|ha|kWp?|MWp?|GW|MB|GB|TB|h)",
]
"""What a word loses at its end. spaCy's own list knows a thousand signs more; to look for them takes half of the tokenising."""


_PLAIN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*\Z")
"""Words of letters and hyphens: whole as they are, so none of the above is sought in them."""

_URL = re.compile(r"(?:https?://|www\.|[\w.-]+\.[a-z]{2,}/)\S+")
"""What is left whole. spaCy's own pattern tells addresses from anything, and takes a sixth of the tokenising for it."""


class _Defaults(GermanDefaults):
    """spaCy's, with the above. So made, the tokeniser is built once; to change a finished one builds it anew with each change."""

    prefixes = PREFIXES
    suffixes = SUFFIXES
    infixes = INFIXES
    token_match = _PLAIN.match
    url_match = _URL.match
    tokenizer_exceptions = GermanDefaults.tokenizer_exceptions | {short: [{ORTH: short}] for short in ABBREVIATIONS}


class _Administrative(German):  # type: ignore[no-untyped-call]
    """German as offices write it."""

    Defaults = _Defaults


def blank(lexical: bool = True) -> Language:
    """A pipeline of the tokeniser alone.

    Not `lexical`, words know nothing of themselves but their letters (no `shape`, `like_num`, `is_stop`): to work that out for
    each new word takes longer than to cut the text.
    """
    nlp = _Administrative()
    if not lexical:
        cast("Any", nlp.vocab).lex_attr_getters = {}
    return nlp
