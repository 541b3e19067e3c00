"""The study's own record, its annexes tied to the portraits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stadtatlas.reconcile import merge
from stadtatlas.reconcile.cities import CityGroup, find_city
from stadtatlas.reconcile.ledger import Ledger, Row
from stadtatlas.reconcile.projects import ProjectGroup, match_annex
from stadtatlas.reconcile.voices import Sourced, Voice, by_field
from stadtatlas.text.keys import loose_key

_LISTS = ("partners", "contents", "figures", "tables", "annex_projects", "image_credits", "totals")


class StudyRecord:
    """`study.json` in the making."""

    def __init__(self, edition: str, sources: Sequence[Sourced], ledger: Ledger) -> None:
        self.record = f"study:{edition}"
        self.ledger = ledger
        self.voices = by_field([Voice(s, c) for s in sources if s.kind == "study" for c in s.extract.study])
        self.row: Row = {
            k: merge.scalar(self.record, k, self.voices.get(k, []), ledger) for k in ("title", "publisher", "published")
        }
        read = any(s.kind == "study" for s in sources)
        for key in _LISTS:
            entries = merge.best_list(self.record, key, self.voices.get(key, []), ledger)
            self.row[key] = [dict(entry) for entry in entries] if read else None

    def _voice(self, key: str, index: int) -> Voice:
        return self.voices[key][index]

    def credit_cities(self, cities: Sequence[CityGroup], rows: dict[str, Row]) -> None:
        """Give each city its picture credit."""
        for index, entry in enumerate(self.row["image_credits"] or []):
            voice = self._voice("image_credits", index)
            city = find_city(entry["city"], cities)
            if city is None:
                message = f"{entry['city']!r} has no record"
                self.ledger.find(
                    "credit.unmatched", message, self.record, f"image_credits[{index}]", voice.source, voice.claim.spans
                )
            elif rows[city.id]["image_credit"] is None:
                rows[city.id]["image_credit"] = entry["credit"]
                self.ledger.state(city.record, "image_credit", _part(voice, entry["credit"], 1))

    def match_projects(self, cities: Sequence[CityGroup], projects: dict[str, list[ProjectGroup]]) -> None:
        """Tie each entry of the annex to a project, city by city, and the project to its primary field."""
        entries = self.row["annex_projects"] or []
        by_city: dict[str, list[int]] = {}
        for index, entry in enumerate(entries):
            entry["project"] = None
            city = find_city(entry["city"], cities)
            by_city.setdefault(city.id if city else "", []).append(index)
        for city_id, indices in by_city.items():
            groups = projects.get(city_id, [])
            pairs = match_annex([entries[i] for i in indices], groups)
            for place, index in enumerate(indices):
                if place in pairs:
                    self._tie(index, groups[pairs[place]])
                else:
                    self._unmatched(index, city_id)

    def _tie(self, index: int, project: ProjectGroup) -> None:
        entry, voice = self.row["annex_projects"][index], self._voice("annex_projects", index)
        entry["project"] = project.id
        project.row["annex_title"] = entry["title"]
        project.row["primary_action_field"] = entry["action_field"]
        for key, value in (("annex_title", entry["title"]), ("primary_action_field", entry["action_field"])):
            self.ledger.state(project.record, key, _part(voice, value))

    def _unmatched(self, index: int, city_id: str) -> None:
        entry, voice = self.row["annex_projects"][index], self._voice("annex_projects", index)
        why = "no project of the city fits" if city_id else "the city has no portrait"
        message = f"{entry['title']!r} ({entry['city']}): {why}"
        self.ledger.find("annex.unmatched", message, self.record, f"annex_projects[{index}]", voice.source, voice.claim.spans)

    def remark_missing(self, sources: Sequence[Sourced]) -> None:
        """Cities that a contents list names and the study itself does not portray, each once."""
        seen: set[str] = set()
        for source in (s for s in sources if s.kind == "study"):
            printed = {loose_key(p.name.text) for p in source.extract.structured.portraits}
            for view in source.extract.structured.contents:
                if loose_key(view.text) not in printed | seen:
                    seen.add(loose_key(view.text))
                    message = f"the contents list names {view.text}, and no portrait follows"
                    self.ledger.find("portrait.missing", message, self.record, None, source, view.spans(source.text))


def _part(voice: Voice, value: object, first_span: int = 0) -> Voice:
    """The voice on a single value of its entry, which stands from this span of the entry on."""
    return Voice(voice.source, replace(voice.claim, value=value, spans=voice.claim.spans[first_span:] or voice.claim.spans))
