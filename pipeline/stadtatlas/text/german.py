"""What is German in the text: slugs, numbers, dates, quotation marks and who stands behind them."""

from __future__ import annotations

import unicodedata

import regex

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "ae", "Ö": "oe", "Ü": "ue", "ẞ": "ss"})
_NUMBER_WORDS = (
    "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
    "achtzehn neunzehn zwanzig"
).split()
_INFLECTED_ONE = {"eine", "einen", "einem", "einer", "eines", "eins"}
MONTHS = (
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember",
)  # fmt: skip
_DATE = regex.compile(
    r"(?:(?P<day>\d{1,2})\.\s*)?(?P<month>" + "|".join(MONTHS) + r"|jänner|maerz)\s+(?P<year>(?:19|20)\d\d)", regex.I
)
_QUALIFIER = regex.compile(r"\s*\([^()]*\)$")
_NUMERIC_DATE = regex.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|20)\d\d)")
_ISO_DATE = regex.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)")


def slug(text: str) -> str:
    """`Köln` → `koeln`, `Oldenburg (Oldb)` → `oldenburg-oldb`; only `a-z0-9-`, never empty."""
    text = unicodedata.normalize("NFC", text).translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return regex.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "x"


def without_brackets(name: str) -> str:
    """A place's name without its bracketed qualifier: `Oldenburg (Oldb)` → `Oldenburg`."""
    return (_QUALIFIER.sub("", name).strip() or name) if name.endswith(")") else name


def number(text: str) -> int | float | None:
    """A figure as German text prints it: `246.272`, `3 613 495`, `181,36`, `181.36`; `None` if it is none.

    A full stop or blank before exactly three digits groups thousands (DIN 5008); any other full stop, and every comma,
    is a decimal mark.
    """
    text = regex.sub(r"(?<=\d)[\s\u00a0\u202f'’.](?=\d{3}(?!\d))", "", text.strip())
    if regex.fullmatch(r"\d+", text):
        return int(text)
    return float(text.replace(",", ".")) if regex.fullmatch(r"\d+[.,]\d+", text) else None


def count(text: str) -> int | None:
    """A counting word or figure: `zwei` → 2, `13` → 13, `keine` → 0."""
    word = text.casefold().strip()
    if word.isdigit():
        return int(word)
    if word in _INFLECTED_ONE:
        return 1
    if word.startswith("kein"):
        return 0
    return _NUMBER_WORDS.index(word) if word in _NUMBER_WORDS else None


COUNT = r"(?:\d+|" + "|".join(sorted([*_NUMBER_WORDS[1:], *_INFLECTED_ONE], key=len, reverse=True)) + ")"
"""Pattern for what `count` reads."""


_PARTS = {"hälfte": 2, "drittel": 3, "viertel": 4, "fünftel": 5, "sechstel": 6, "zehntel": 10}
_PERCENT = r"\d{1,3}(?:,\d+)?\s*(?:%|Prozent)"
_SHARE = regex.compile(rf"(?:(?P<times>\p{{L}}+)\s+)?(?P<part>\p{{L}}+?)n?|(?P<percent>{_PERCENT})", regex.I)
SHARE = rf"(?:(?:(?:eine[mnr]?|ein|der|zwei|drei|vier)\s+)?(?:{'|'.join(_PARTS)})n?|{_PERCENT})"
"""Pattern for what `share` reads; case does not count."""


def share(text: str) -> int | None:
    """A share in percent, rounded: `ein Drittel` → 33, `zwei Dritteln` → 67, `der Hälfte` → 50, `40 Prozent` → 40."""
    match = _SHARE.fullmatch(text.strip())
    if match and match["percent"]:
        return round(float(match["percent"].rstrip("%Prozent \u00a0").replace(",", ".")))
    part = _PARTS.get(match["part"].casefold()) if match else None
    return round(100 * (count(match["times"] or "") or 1) / part) if match and part else None


def find_date(text: str) -> tuple[int, int, str] | None:
    """The first calendar date in the text: (start, end, `2019-03-19` or `2019-03`)."""
    found = [m for p in (_DATE, _NUMERIC_DATE, _ISO_DATE) for m in [p.search(text)] if m]
    if not found:
        return None
    match = min(found, key=lambda m: (m.start(), -m.end()))
    month, day = match["month"].casefold(), match["day"]
    number_ = int(month) if month.isdigit() else MONTHS.index({"jänner": "januar", "maerz": "märz"}.get(month, month)) + 1
    value = f"{match['year']}-{number_:02d}" + (f"-{int(day):02d}" if day else "")
    return match.start(), match.end(), value


_CLOSING = {"„": '“”"', "“": "”“", "»": "«", "«": "»", '"': '"', "”": "”"}
SHORTEST_QUOTE = 60
"""Characters from which words in quotation marks are somebody's speech and no name or term."""


def quoted(text: str, share: float = 0.6) -> tuple[int, int] | None:
    """Where the speech inside a line's quotation marks stands, if it makes up this share of the line or more."""
    start = next((i for i, char in enumerate(text) if char in _CLOSING), None)
    if start is None:
        return None
    end = next((i for i in range(start + 1, len(text)) if text[i] in _CLOSING[text[start]]), None)
    if end is None or end - start < max(SHORTEST_QUOTE, share * len(text)):
        return None
    return start + 1, end


_PERSON = regex.compile(
    r"(?:(?:Prof|Dr|Dipl|Ing)[.\w-]*\s+)*(?!(?:Die|Der|Das|Ein|Eine|Im|In|Mit|Nach|Unter|Für|So)\b)"
    r"\p{Lu}[\p{L}.'-]+(?:\s+(?:von|van|de|zu|der)\b)*\s+(?:\p{Lu}[\p{L}.'-]+\s*){1,2}(?:$|[,|(:]|[-–—]\s).*",
    regex.S,
)
_ATTRIBUTION = regex.compile(r"\s*(?:,?\s*(?:so|\p{Ll}{2,}t)\s+\p{Lu}|[–—-]\s*\p{Lu})")


def is_person(text: str) -> bool:
    """Whether a line is a person's name, alone or with a role behind it: `Dr. Ada Klug – Beirat`."""
    return bool(_PERSON.fullmatch(text.strip()))


def is_attribution(text: str) -> bool:
    """Whether a line says who spoke: `, sagt Ada Klug, Beirätin.` or `– Ada Klug`."""
    return len(text) < 200 and bool(_ATTRIBUTION.match(text))
