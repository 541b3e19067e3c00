"""spaCy's German tokeniser, with the abbreviations, compounds and names of administrative prose."""

from __future__ import annotations

from typing import cast

from spacy.language import Language
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_suffix_regex

ABBREVIATIONS = (
    "Abs. Abt. Art. Aufl. Az. Dipl. einschl. gem. ggü. Hbf. Hr. Hrsg. insb. insbes. lfd. Max. Mio. Mrd. Nds. Prof. rd. stellv. "
    "Str. techn. Tel. Tsd. v.a. vgl. Wiss. zzgl. zw."
).split()
"""What spaCy's own list lacks."""
INFIXES = [r"\.\.+", "…", "[»«„“”()]", r"(?<=\w),(?=\w)", r"(?<=\w)[/–—](?=\w)", r"(?<=[0-9])-(?=[0-9])"]
"""Where a word is cut. Other than spaCy's own, they leave names whole: `Stadt.Land.Digital`, `KS:COB`, `Start-up`."""

SUFFIXES = [
    r"[.,;:!?…»«“”„‚‘’‹›\"'()\[\]{}/&%€$§°–—*|•]",
    "'s",
    "’s",
    r"(?<=[0-9])(?:km|m|qm|m²|km²|ha|kWp?|MWp?|GW|MB|GB|TB|h)",
]
"""What a word loses at its end. spaCy's own list knows a thousand signs more; to look for them takes half of the tokenising."""


def adapt(nlp: Language) -> None:
    """Teach a blank German pipeline the above."""
    tokenizer = cast("Tokenizer", nlp.tokenizer)
    for abbreviation in ABBREVIATIONS:
        tokenizer.add_special_case(abbreviation, [{ORTH: abbreviation}])
    tokenizer.suffix_search = compile_suffix_regex(SUFFIXES).search
    tokenizer.infix_finditer = compile_infix_regex(INFIXES).finditer
