"""Pages and schemas made from the code are the committed ones, their example works, and their links lead somewhere."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from stadtatlas import schemas
from stadtatlas.edition.load import find, load

ROOT = Path(__file__).resolve().parents[1]
DOCS: dict[str, str] = runpy.run_path(str(ROOT / "pipeline" / "tools" / "docs.py"))["rendered"]()
SCHEMAS = schemas.rendered()
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def committed(path: Path) -> str:
    return path.read_bytes().decode() if path.is_file() else ""


@pytest.mark.parametrize("name", sorted(DOCS))
def test_page_is_up_to_date(name: str) -> None:
    assert committed(ROOT / name) == DOCS[name], f"{name} differs from what the code says: run `make docs`"


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_schema_is_up_to_date(name: str) -> None:
    assert committed(ROOT / "schemas" / name) == SCHEMAS[name], f"schemas/{name} differs from the models: run `make schemas`"


def test_no_schema_is_left_over() -> None:
    assert {p.name for p in (ROOT / "schemas").iterdir()} == set(SCHEMAS), "run `make schemas`, and delete what no model has"


def test_example_profile_loads(tmp_path: Path) -> None:
    examples = re.findall(r"^```toml\n(.*?)^```$", committed(ROOT / "docs" / "profile.md"), re.M | re.S)
    assert len(examples) == 1
    path = tmp_path / "example.toml"
    path.write_text(examples[0], encoding="utf-8")
    profile, parent = load(path).profile, load(find("atlas-2019")).profile
    assert profile.id != parent.id
    assert profile.sections.milestones != parent.sections.milestones, "the page says that a key set anew is replaced"
    assert profile.sections.funding == parent.sections.funding, "the page says that the table's other keys stay"
    assert len(profile.totals) == 1, "the page says that an array of tables is replaced as a whole"
    assert profile.action_fields == parent.action_fields, "the page says that what is not named stays"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_local_links_lead_somewhere(page: Path) -> None:
    broken = [link for link in local_links(committed(page)) if not (page.parent / link).exists()]
    assert not broken, f"{page.name} links to files that do not exist: {broken}"


def local_links(text: str) -> list[str]:
    """Targets of links and pictures, without their anchors; code is no link."""
    plain = re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S))
    targets = re.findall(r"\]\(<?([^)\s>]+)", plain) + re.findall(r"^\[[^\]]+\]:\s*<?([^\s>]+)", plain, re.M)
    return [t.split("#")[0] for t in targets if not re.match(r"[a-z][a-z0-9+.-]*:|#", t)]


def test_local_links_are_found() -> None:
    text = "[a](docs/a.md#top) ![b](b.png) `[c](c.md)` [d](https://example.org) [e](#here)\n[f]: f.md\n```\n[g](g.md)\n```\n"
    assert local_links(text) == ["docs/a.md", "b.png", "f.md"]
