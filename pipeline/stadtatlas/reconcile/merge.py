"""One value out of several sources' claims: the best-ranked source decides, the others are kept and compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from stadtatlas.reconcile.compare import differences
from stadtatlas.reconcile.ledger import Ledger
from stadtatlas.reconcile.voices import Voice
from stadtatlas.text.keys import loose_key, typographic_key


def scalar(record: str, field: str, voices: Sequence[Voice], ledger: Ledger) -> Any:
    """The leading voice's value (`None` without any); other values become findings, every voice a statement."""
    for voice in voices:
        ledger.state(record, field, voice)
        if voice.value != voices[0].value:
            _remark_value(record, field, voices[0], voice, ledger)
    return voices[0].value if voices else None


def _remark_value(record: str, field: str, leading: Voice, other: Voice, ledger: Ledger) -> None:
    typographic = isinstance(leading.value, str) and typographic_key(leading.value) == typographic_key(str(other.value))
    code = "variant.typographic" if typographic else "conflict.value"
    message = f"{leading.source.id} has {leading.value!r}, {other.source.id} has {other.value!r}"
    ledger.find(code, message, record, field, other.source, other.claim.spans)


def text(record: str, field: str, voices: Sequence[Voice], ledger: Ledger, elsewhere: dict[str, str]) -> Any:
    """Like `scalar`, for running text; `elsewhere` is each source's teaser, where a sentence may have gone."""
    for voice in voices:
        ledger.state(record, field, voice)
    if not voices:
        return None
    seen = {_wording(voices[0])}
    for voice in voices[1:]:
        if _wording(voice) in seen:
            continue
        seen.add(_wording(voice))
        for difference in differences(_wording(voices[0]), _wording(voice), elsewhere.get(voice.source.id, "")):
            ledger.find(difference.code, difference.message, record, field, voice.source, voice.claim.spans)
    return voices[0].value


def _wording(voice: Voice) -> str:
    value = voice.value
    return value["text"] if isinstance(value, dict) else str(value)


def lists(record: str, field: str, voices: Sequence[Voice], ledger: Ledger, key: Callable[[Any], str]) -> list[Any]:
    """The leading source's list, and behind it what only others have; entries are the same where `key` is."""
    merged: list[Any] = []
    places: dict[str, int] = {}
    for source in dict.fromkeys(v.source.id for v in voices):
        fresh: dict[str, int] = {}
        for voice in (v for v in voices if v.source.id == source):
            name = key(voice.value)
            # A source may list one thing twice: its second entry is the other sources' second entry.
            fresh[name] = fresh.get(name, 0) + 1
            name = f"{name}\n{fresh[name]}"
            if name not in places:
                places[name] = len(merged)
                merged.append(voice.value)
            ledger.state(record, f"{field}[{places[name]}]", voice)
    return merged


def best_list(record: str, field: str, voices: Sequence[Voice], ledger: Ledger) -> list[Any]:
    """The leading source's list as it stands; entries of others are statements on the entry they resemble."""
    if not voices:
        return []
    leading = [v for v in voices if v.source.id == voices[0].source.id]
    values = [v.value for v in leading]
    keys = [loose_key(_plain(v)) for v in values]
    for index, voice in enumerate(leading):
        ledger.state(record, f"{field}[{index}]", voice)
    for voice in voices[len(leading) :]:
        name = loose_key(_plain(voice.value))
        if name in keys:
            ledger.state(record, f"{field}[{keys.index(name)}]", voice)
        else:
            ledger.state(record, field, voice)
            ledger.find("conflict.value", f"only {voice.source.id} has {_plain(voice.value)!r}", record, field, voice.source,
                        voice.claim.spans)  # fmt: skip
    return values


def _plain(value: Any) -> str:
    return str(value.get("text") or value.get("title") or value) if isinstance(value, dict) else str(value)
