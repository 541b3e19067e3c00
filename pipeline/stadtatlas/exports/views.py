"""Views and worked questions in SQL. They run on SQLite as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """A view for a common question; `columns` says what each column holds, in order."""

    name: str
    description: str
    columns: Mapping[str, str]
    sql: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the query that answers it."""

    name: str
    title: str
    sql: str


VIEWS = (
    View(
        "project_overview",
        "Projects with their city and their action fields in printed order.",
        {
            "project": "The project's id.",
            "title": "Its title.",
            "city": "The city's id.",
            "city_name": "The city's name.",
            "state": "The state's ISO 3166-2 code.",
            "fields": "Its action fields, parted by a semicolon.",
        },
        """
SELECT p.id AS project, p.title, c.id AS city, c.name AS city_name, c.state,
       (SELECT group_concat(field, '; ')
          FROM (SELECT field FROM project_action_fields WHERE project = p.id ORDER BY position)) AS fields
  FROM projects AS p JOIN cities AS c ON c.id = p.city
""",
    ),
    View(
        "funding_by_funder",
        "Who is funded by whom: each funding with the ministry, state or other funder that its text names, under one name.",
        {
            "funder": "The funder's entity id, such as ministry:bmvi.",
            "funder_kind": "What the funder is.",
            "funder_name": "Its full name.",
            "city": "The city's id.",
            "city_name": "The city's name.",
            "position": "The funding's place in the city's list.",
            "funding": "The funding's name.",
            "kind": "What the funding is.",
            "level": "On which level the funder stands.",
        },
        """
SELECT DISTINCT e.id AS funder, e.kind AS funder_kind, e.name AS funder_name, c.id AS city, c.name AS city_name,
       f.position, f.name AS funding, f.kind, f.level
  FROM funding AS f
  JOIN cities AS c ON c.id = f.city
  JOIN mentions AS m ON m.record = 'city:' || f.city AND m.field = 'funding[' || f.position || ']'
  JOIN entities AS e ON e.id = m.entity
 WHERE f.funder IS NOT NULL AND e.kind NOT IN ('programme', 'competition', 'award', 'project')
""",
    ),
    View(
        "field_share_by_state",
        "How many of a state's cities are active in each action field; cities for which no source shows it do not count.",
        {
            "state": "The state's ISO 3166-2 code.",
            "field": "The action field.",
            "active": "Cities that are active in it.",
            "cities": "Cities for which a source shows whether they are.",
            "percent": "The share of the former in the latter, in percent.",
        },
        """
SELECT c.state, a.field, sum(a.active) AS active, count(a.active) AS cities,
       round(100.0 * sum(a.active) / count(a.active), 1) AS percent
  FROM city_action_fields AS a JOIN cities AS c ON c.id = a.city
 WHERE c.state IS NOT NULL AND a.active IS NOT NULL
 GROUP BY c.state, a.field
""",
    ),
    View(
        "city_values",
        "Every value of a city as its sources give it, with the quote and its page.",
        {
            "city": "The city's id.",
            "field": "The field, with a list's index in brackets.",
            "value": "The value as JSON.",
            "source": "The source.",
            "page": "The page.",
            "quote": "The text that says so.",
        },
        """
SELECT c.id AS city, s.field, s.value, s.source, s.page, s.quote
  FROM cities AS c JOIN statements AS s ON s.record = 'city:' || c.id
""",
    ),
)

QUESTIONS = (
    Question(
        "mobility_and_energy",
        "Which cities have projects in Mobilität and in Energie & Umwelt?",
        """
SELECT c.name AS city
  FROM cities AS c
  JOIN projects AS p ON p.city = c.id
  JOIN project_action_fields AS f ON f.project = p.id
 WHERE f.field IN ('Mobilität', 'Energie & Umwelt')
 GROUP BY c.id, c.name
HAVING count(DISTINCT f.field) = 2
 ORDER BY c.id
""",
    ),
    Question(
        "funded_by_ministry",
        "Who is funded by which ministry?",
        """
SELECT DISTINCT e.name AS ministry, c.name AS city, f.name AS funding
  FROM entities AS e
  JOIN mentions AS m ON m.entity = e.id
  JOIN funding AS f ON m.record = 'city:' || f.city AND m.field = 'funding[' || f.position || ']'
  JOIN cities AS c ON c.id = f.city
 WHERE e.kind = 'ministry'
 ORDER BY ministry, city, funding
""",
    ),
    Question(
        "field_share_by_state",
        "How does the share of each action field differ between states?",
        """
SELECT c.state, a.field, round(100.0 * avg(CASE WHEN a.active THEN 1 ELSE 0 END), 1) AS percent
  FROM city_action_fields AS a
  JOIN cities AS c ON c.id = a.city
 WHERE c.state IS NOT NULL AND a.active IS NOT NULL
 GROUP BY c.state, a.field
 ORDER BY a.field, percent DESC, c.state
""",
    ),
)
"""Plain enough for SQLite, DuckDB and PostgreSQL alike."""
