"""`stadtatlas page`: a page as a picture with its blocks on it, and one plain line where there is no such picture."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pdfs
import pytest
from PIL import Image
from stadtatlas import cli
from stadtatlas.picture import _COLORS

SIZE = (2 * pdfs.WIDTH, 2 * pdfs.HEIGHT)
"""Two pixels a point."""


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str


Page = Callable[..., Done]


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Page:
    """Run `stadtatlas page` in this process, in a folder with some PDFs; no call may ever show a traceback."""
    monkeypatch.chdir(tmp_path)
    for name, data in SOURCES.items():
        Path(name).write_bytes(data)

    def go(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["stadtatlas", "page", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return Done(int(end.value.code or 0), out, err)

    return go


SOURCES = {
    "good.pdf": pdfs.portrait_pdf(pdfs.Portrait("Emden"), pdfs.Portrait("Weimar", columns=2)),
    "locked.pdf": pdfs.encrypted(),
    "cut.pdf": pdfs.truncated(),
    "none.pdf": pdfs.zero_pages(),
    "gap.pdf": pdfs.missing_page(),
    "scan.pdf": pdfs.scanned(),
    "text.md": b"# Emden\n\nEinwohner: 50.000\n",
}


def colours(path: Path) -> set[str]:
    """Every colour of a picture, as `#rrggbb`."""
    with Image.open(path) as image:
        found = image.getcolors(image.width * image.height) or ()
        return {"#" + bytes(pixel).hex() for _, pixel in found if isinstance(pixel, tuple)}


def assert_refused(done: Done, *says: str) -> None:
    """Status 2, one line on standard error which says so, and no picture."""
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("Error: ")
    assert done.err.count("\n") == 1
    assert "unexpected" not in done.err
    assert [word for word in says if word not in done.err] == []
    assert list(Path().glob("**/*.png")) == []


# Drawn


def test_a_page_becomes_a_png_of_two_pixels_a_point(page: Page) -> None:
    done = page(1, "good.pdf", "-o", "emden.png")
    assert (done.status, done.out, done.err) == (0, "emden.png\n", "")
    with Image.open("emden.png") as image:
        assert (image.format, image.size) == ("PNG", SIZE)


def test_blocks_are_drawn_in_the_colours_of_their_roles(page: Page) -> None:
    page(1, "good.pdf")
    roles = ("heading", "facts", "grid", "paragraph", "project_heading", "link")
    assert {_COLORS[role] for role in roles} <= colours(Path("page-1.png"))


def test_each_page_is_a_picture_of_its_own_called_after_it(page: Page) -> None:
    assert [page(number, "good.pdf").out for number in (1, 2)] == ["page-1.png\n", "page-2.png\n"]
    assert sorted(path.name for path in Path().glob("*.png")) == ["page-1.png", "page-2.png"]
    assert Path("page-1.png").read_bytes() != Path("page-2.png").read_bytes()


@pytest.mark.parametrize("rotate", [90, 180])
def test_a_turned_page_is_drawn_as_it_is_shown(page: Page, rotate: int) -> None:
    Path("turned.pdf").write_bytes(pdfs.portrait_pdf(pdfs.Portrait(rotate=rotate)))
    assert page(1, "turned.pdf").status == 0
    with Image.open("page-1.png") as image:
        assert image.size == SIZE
    assert {_COLORS[role] for role in ("facts", "grid", "paragraph")} <= colours(Path("page-1.png"))


def test_a_page_without_text_has_no_boxes(page: Page) -> None:
    assert page(1, "scan.pdf").status == 0
    assert not set(_COLORS.values()) & colours(Path("page-1.png"))


def test_a_text_that_no_edition_knows_is_drawn_by_its_shapes(page: Page) -> None:
    assert page(1, "gap.pdf").status == 0
    assert set(_COLORS.values()) & colours(Path("page-1.png"))


def test_the_edition_may_be_named(page: Page) -> None:
    assert page(1, "good.pdf", "--edition", "sample").status == 0


def test_with_its_password_an_encrypted_page_is_drawn(page: Page) -> None:
    assert page(1, "locked.pdf", "--password", "geheim").status == 0
    assert _COLORS["grid"] in colours(Path("page-1.png"))


def test_a_picture_that_exists_is_replaced(page: Page) -> None:
    Path("old.png").write_bytes(b"old")
    assert page(1, "good.pdf", "-o", "old.png").status == 0
    assert Path("old.png").read_bytes().startswith(b"\x89PNG")


# Refused


def test_a_page_that_the_file_has_not_is_refused_with_its_pages(page: Page) -> None:
    assert_refused(page(3, "good.pdf"), "good.pdf", "pages 1 to 2", "no page 3")


@pytest.mark.parametrize("number", ["0", "zwei"])
def test_what_is_no_page_number_is_bad_usage(page: Page, number: str) -> None:
    done = page(number, "good.pdf")
    assert (done.status, done.out) == (2, "")
    assert number in done.err


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("text.md", "no PDF"),
        ("gone.pdf", "does not exist"),
        ("cut.pdf", "cut off"),
        ("none.pdf", "no pages"),
        ("locked.pdf", "--password"),
    ],
)
def test_a_source_without_readable_pages_is_refused_by_name(page: Page, source: str, says: str) -> None:
    assert_refused(page(1, source), source, says)


def test_a_wrong_password_is_refused(page: Page) -> None:
    assert_refused(page(1, "locked.pdf", "--password", "offen"), "locked.pdf", "wrong")


def test_a_folder_of_several_pdfs_is_refused(page: Page) -> None:
    assert_refused(page(1, "."), "one PDF")


def test_a_page_that_cannot_be_read_is_refused(page: Page) -> None:
    assert_refused(page(2, "gap.pdf"), "gap.pdf", "2")


@pytest.mark.parametrize("target", ["no-such-folder/page.png", "folder", "text.md/page.png"])
def test_a_picture_that_cannot_be_written_is_refused(page: Page, target: str) -> None:
    Path("folder").mkdir()
    assert_refused(page(1, "good.pdf", "-o", target), target)


def test_an_unknown_edition_is_refused_with_those_there_are(page: Page) -> None:
    assert_refused(page(1, "good.pdf", "--edition", "atlas-1919"), "atlas-2019")
