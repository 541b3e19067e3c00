"""The study's own record, its annexes tied to the portraits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stadtatlas.model.rulings import Tie, stands
from stadtatlas.reconcile import merge
from stadtatlas.reconcile.cities import CityGroup, find_city
from stadtatlas.reconcile.ledger import Ledger, Row
from stadtatlas.reconcile.projects import ProjectGroup, match_annex
from stadtatlas.reconcile.steer import Steering
from stadtatlas.reconcile.voices import Sourced, Voice, by_field
from stadtatlas.text.keys import loose_key

_LISTS = ("partners", "contents", "figures", "tables", "annex_projects", "image_credits", "totals")


class StudyRecord:
    """`study.json` in the making."""

    def __init__(self, edition: str, sources: Sequence[Sourced], steering: Steering, ledger: Ledger) -> None:
        self.record = f"study:{edition}"
        self.ledger = ledger
        self.steering = steering
        voices = [Voice(s, c) for s in sources if s.kind == "study" for c in s.extract.study]
        self.voices = steering.ranked(self.record, by_field(voices))
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
        homes = [city.id if (city := find_city(entry["city"], cities)) else "" for entry in entries]
        for entry in entries:
            entry["project"] = None
        by_id = {group.record: group for groups in projects.values() for group in groups}
        tied = {
            index: by_id[tie.record]
            for tie in sorted(self.steering.rulings.ties)
            if (index := self._tied(tie, homes, by_id)) is not None
        }
        for index, group in tied.items():
            self._tie(index, group)
        for city_id in dict.fromkeys(homes):
            indices = [i for i, home in enumerate(homes) if home == city_id and i not in tied]
            groups = [g for g in projects.get(city_id, []) if g.row["annex_title"] is None]
            apart = self.steering.apart([entries[i]["title"] for i in indices], [g.record for g in groups])
            pairs = match_annex([entries[i] for i in indices], groups, apart)
            for place, index in enumerate(indices):
                if place in pairs:
                    self._tie(index, groups[pairs[place]])
                else:
                    self._unmatched(index, city_id)

    def _tied(self, tie: Tie, homes: Sequence[str], projects: dict[str, ProjectGroup]) -> int | None:
        """The entry that somebody ruled to be a project: one of its own city, else the only one of the title."""
        entries = self.row["annex_projects"]
        fitting = [i for i, entry in enumerate(entries) if stands(tie.title, entry["title"])]
        if tie.record not in projects:
            return None
        at_home = [i for i in fitting if homes[i] == projects[tie.record].city.id]
        return at_home[0] if at_home else fitting[0] if len(fitting) == 1 else None

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

    def remark_missing(self, sources: Sequence[Sourced], portrayed: bool) -> None:
        """Cities that a contents list names and the study itself does not portray, each once; and that no source portrays any."""
        seen: set[str] = set()
        for source in (s for s in sources if s.kind == "study"):
            printed = {loose_key(p.name.text) for p in source.extract.structured.portraits}
            for view in source.extract.structured.contents:
                if loose_key(view.text) not in printed | seen:
                    seen.add(loose_key(view.text))
                    message = f"the contents list names {view.text}, and no portrait follows"
                    self.ledger.find("portrait.missing", message, self.record, None, source, view.spans(source.text))
            listed = source.extract.structured.contents
            if listed and not portrayed and not any(r.code == "portrait.none" for r in source.extract.remarks):
                where = source.extract.structured.document.where(listed[0].start)
                message = f"the contents list at {where} names cities, and no source has a portrait; give the source whole"
                self.ledger.find("portrait.none", message, None, None, source, listed[0].spans(source.text))


def _part(voice: Voice, value: object, first_span: int = 0) -> Voice:
    """The voice on a single value of its entry, which stands from this span of the entry on."""
    return Voice(voice.source, replace(voice.claim, value=value, spans=voice.claim.spans[first_span:] or voice.claim.spans))
