"""Encrypted, damaged, hostile and odd PDFs: each becomes the right finding, and takes no other page and no other source along."""

from __future__ import annotations

import base64
import faulthandler
import io
import json
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pdfs
import pytest
from conftest import ROOT, Result, run_paths
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfs import Portrait, portrait_pdf
from stadtatlas import cli
from stadtatlas.edition.choose import sample
from stadtatlas.readers import UnreadableError
from stadtatlas.readers.pdf import contents, guard, read
from stadtatlas.readers.pdf.order import reading_order
from stadtatlas.readers.pdf.pdfium import PdfiumEngine
from stadtatlas.run import Outcome
from stadtatlas.verify import verify

Run = Callable[..., Result]
Record = tuple[Any, ...]

ENGINES = ("pdfium", "pdfplumber")
CITIES = ("Musterstadt", "Kassel", "Weimar", "Aachen")
SECTIONS = {heading: text.replace(pdfs.SOFT, "") for heading, text in pdfs.BODY.items() if heading != "Projektbeispiele"}
GOOD = "# Smart City Emden\n\n" + "\n\n".join(f"## {h}\n\n{text.format(city='Emden')}" for h, text in SECTIONS.items())
"""The portrait that stands beside every bad PDF."""
ALONE = portrait_pdf()
"""Musterstadt's portrait."""
SAMPLE = sample() / "digitalatlas.pdf"
COLUMNS = ROOT / "tests" / "layouts" / "digitalatlas-two-columns.pdf"


def joined(*files: bytes) -> bytes:
    """The pages of several PDFs of `pdfs` in one, without bookmarks."""
    pdf, kids = pdfs.Pdf(), b""
    for data in files:
        shift = len(pdf.objects) - pdfs.BOLD
        moved = [_renumbered(body, shift) for body in pdfs.objects_of(data)]
        pdf.objects += moved[pdfs.BOLD :]
        kids += b" " + re.findall(rb"/Kids \[([^]]*)\]", moved[pdfs.PAGES - 1])[0]
    pdf.pages = [int(n) for n in re.findall(rb"(\d+) 0 R", kids)]
    return pdf.build()


def _renumbered(body: bytes, shift: int) -> bytes:
    """An object whose references are moved on, but for those to what every PDF of `pdfs` has."""
    head, mark, data = body.partition(b"\nstream\n")
    moved = re.sub(rb"(\d+)(?= 0 R)", lambda m: b"%d" % (int(m[1]) + shift * (int(m[1]) > pdfs.BOLD)), head)
    return moved + mark + data


def numbered(*cities: str) -> bytes:
    """A portrait each on a page of its own, which prints its number at the foot."""
    pdf = pdfs.Pdf()
    for number, city in enumerate(cities, 1):
        [sheet] = pdfs.portrait_sheets(Portrait(city))
        pdf.sheet(replace(sheet, lines=(*sheet.lines, pdfs.Line(290, 825, 8, str(number)))))
    return pdf.build()


def record(result: Result, city: str = "musterstadt") -> Record:
    """A city and its projects, without what depends on how many cities the source portrays."""
    rows = [r for r in result.rows("cities") if r["id"] == city] + [r for r in result.rows("projects") if r["city"] == city]
    return tuple({k: v for k, v in row.items() if k not in ("sources", "web")} for row in rows)


def messages(result: Result, code: str) -> list[str]:
    return [f["message"] for f in result.rows("findings") if f["code"] == code]


def errors(result: Result) -> list[str]:
    return [f["code"] for f in result.rows("findings") if f["severity"] == "error"]


def bad_blocks(result: Result, page: int) -> list[dict[str, Any]]:
    """The blocks of a page of `bad.pdf`."""
    [name] = [s["id"] for s in result.outcome.manifest["sources"] if s["path"] == "bad.pdf"]
    blocks = json.loads((result.path / "documents" / f"{name}.json").read_text("utf-8"))["blocks"]
    return [b for b in blocks if b["page"] == page]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Record]:
    """What the portraits say, each read from a good PDF of its own."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "good.md").write_text(GOOD, "utf-8")
    for city in CITIES:
        (folder / f"{city}.pdf").write_bytes(portrait_pdf(Portrait(city)))
    result = run_paths(folder / "store", folder, edition="atlas-2019")
    return {city: record(result, city) for city in result.by_id("cities")}


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """`stadtatlas run` in this process on `bad.pdf`, and on `good.md` if there is one; its exit status."""

    def go(bad: bytes, *options: str, good: bytes = b"") -> int:
        folder = tmp_path / "in"
        folder.mkdir(exist_ok=True)
        for name, data in (("bad.pdf", bad), ("good.md", good)):
            if data:
                (folder / name).write_bytes(data)
        told = [str(folder), "--edition", "atlas-2019", "--store", str(tmp_path / "store"), "--quiet"]
        monkeypatch.setattr(sys, "argv", ["stadtatlas", "run", *told, *options])
        with pytest.raises(SystemExit) as end:
            cli.main()
        return int(end.value.code or 0)

    return go


@pytest.fixture
def run_pdf(command: Callable[..., int], whole: dict[str, Record], capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a bad PDF beside Emden's portrait. However bad it is: the run is whole, Emden is untouched, all is quiet, the status
    tells errors, and no worker is left."""

    def go(bad: bytes, *options: str) -> Result:
        status = command(bad, *options, good=GOOD.encode())
        out, err = capfd.readouterr()
        assert (err, len(out.splitlines())) == ("", 1)
        path = Path(out.strip())
        result = Result(path, Outcome(path, json.loads((path / "run.json").read_text("utf-8")), True))
        assert status == bool(errors(result))
        assert multiprocessing.active_children() == []
        assert list(verify(path)) == []
        assert record(result, "emden") == whole["emden"]
        return result

    return go


def test_a_good_portrait_has_nothing_of_a_bad_one(run_pdf: Run, whole: dict[str, Record]) -> None:
    result = run_pdf(ALONE)
    assert set(result.codes()) == {"place.unknown"}
    assert record(result) == whole["musterstadt"]


# Locked


def test_without_its_password_an_encrypted_file_is_an_error_that_names_the_option(run_pdf: Run) -> None:
    result = run_pdf(pdfs.encrypted())
    assert errors(result) == ["source.encrypted"]
    [message] = messages(result, "source.encrypted")
    assert "bad.pdf" in message
    assert "--password" in message


@pytest.mark.parametrize("engine", ENGINES)
def test_with_its_password_an_encrypted_file_gives_the_same_records(run_pdf: Run, whole: dict[str, Record], engine: str) -> None:
    result = run_pdf(pdfs.encrypted(), "--password", "geheim", "--pdf-engine", engine)
    assert errors(result) == []
    assert record(result) == whole["musterstadt"]


def test_a_wrong_password_is_said_to_be_wrong(run_pdf: Run) -> None:
    result = run_pdf(pdfs.encrypted(), "--password", "offen")
    assert errors(result) == ["source.encrypted"]
    assert "wrong" in messages(result, "source.encrypted")[0]


def test_an_empty_password_opens_by_itself(run_pdf: Run, whole: dict[str, Record]) -> None:
    result = run_pdf(pdfs.encrypted(user_password=""))
    assert errors(result) == []
    assert record(result) == whole["musterstadt"]


def test_a_password_for_another_file_does_no_harm(run_pdf: Run, whole: dict[str, Record]) -> None:
    assert record(run_pdf(ALONE, "--password", "geheim")) == whole["musterstadt"]


def test_a_password_is_written_nowhere(run_pdf: Run) -> None:
    result = run_pdf(pdfs.encrypted(), "--password", "geheim")
    assert [name for name, data in result.files().items() if b"geheim" in data] == []


# Damaged


@pytest.mark.parametrize("share", [0.05, 0.9])
def test_a_truncated_file_is_unreadable(run_pdf: Run, share: float) -> None:
    result = run_pdf(pdfs.truncated(share=share))
    assert errors(result) == ["source.unreadable"]
    assert "cut off" in messages(result, "source.unreadable")[0]


def test_a_broken_table_of_objects_costs_nothing(run_pdf: Run, whole: dict[str, Record]) -> None:
    result = run_pdf(pdfs.broken_xref())
    assert errors(result) == []
    assert record(result) == whole["musterstadt"]


def test_a_file_without_pages_is_unreadable_and_says_so(run_pdf: Run) -> None:
    result = run_pdf(pdfs.zero_pages())
    assert errors(result) == ["source.unreadable"]
    assert "no pages" in messages(result, "source.unreadable")[0]


def refusal(data: bytes, password: str | None, engine: str) -> str:
    with pytest.raises(UnreadableError) as error:
        read(data, password, engine)
    return f"{error.type.__name__}: {error.value}"


@pytest.mark.parametrize("password", [None, "offen"])
@pytest.mark.parametrize(
    "data", [pdfs.encrypted(), pdfs.truncated(), pdfs.zero_pages()], ids=["encrypted", "truncated", "no pages"]
)
def test_both_engines_refuse_a_file_in_the_same_words(data: bytes, password: str | None) -> None:
    assert refusal(data, password, "pdfium") == refusal(data, password, "pdfplumber")


@pytest.mark.parametrize(
    ("data", "says"),
    [(pdfs.encrypted(), "--password"), (pdfs.truncated(), "cut off"), (pdfs.zero_pages(), "no pages"), (pdfs.scanned(), "OCR")],
    ids=["encrypted", "truncated", "no pages", "scanned"],
)
def test_a_bad_file_alone_writes_nothing_and_is_named(
    command: Callable[..., int], tmp_path: Path, capfd: pytest.CaptureFixture[str], data: bytes, says: str
) -> None:
    assert command(data) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert "bad.pdf" in err
    assert says in err
    assert not (tmp_path / "store").exists()


def test_five_thousand_empty_pages_are_an_empty_source_within_seconds(run_pdf: Run) -> None:
    begun = time.monotonic()
    result = run_pdf(pdfs.empty_pages(5_000))
    assert time.monotonic() - begun < 10
    assert errors(result) == ["source.empty"]
    assert messages(result, "page.no_text") == []


def test_scanned_pages_are_an_empty_source_and_are_named(run_pdf: Run) -> None:
    result = run_pdf(pdfs.scanned(3))
    assert errors(result) == ["source.empty"]
    [message] = messages(result, "page.no_text")
    assert "bad.pdf: pages 1–3 are pictures" in message


@pytest.mark.parametrize("engine", ENGINES)
def test_a_scanned_page_beside_text_is_named_and_the_text_is_read(run_pdf: Run, whole: dict[str, Record], engine: str) -> None:
    result = run_pdf(joined(ALONE, pdfs.scanned()), "--pdf-engine", engine)
    assert errors(result) == []
    assert record(result) == whole["musterstadt"]
    assert "page 2 is a picture" in messages(result, "page.no_text")[0]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_page_that_is_not_there_is_lost_and_the_others_are_read(run_pdf: Run, whole: dict[str, Record], engine: str) -> None:
    result = run_pdf(joined(ALONE, pdfs.missing_page()), "--pdf-engine", engine)
    assert record(result) == whole["musterstadt"]
    assert [len(bad_blocks(result, page)) for page in (2, 3, 4)] == [1, 0, 1]
    assert errors(result) == ["page.failed"]
    assert "page 3 " in messages(result, "page.failed")[0]


def test_a_page_with_damaged_content_costs_no_other(run_pdf: Run, whole: dict[str, Record]) -> None:
    result = run_pdf(joined(ALONE, pdfs.broken_content()))
    assert record(result) == whole["musterstadt"]
    assert [b["role"] for b in bad_blocks(result, 3)] == ["heading"]
    assert errors(result) == ["page.damaged"]
    assert messages(result, "page.damaged")[0].startswith("page 2 ")


def page_of(content: bytes, entries: str = "/Filter /FlateDecode", resources: str = "") -> bytes:
    """A page that shows this stream; without its text it would be a blank one."""
    pdf = pdfs.Pdf()
    pdf.page(pdf.stream(content, entries), resources)
    return pdf.build()


def page_of_form(content: bytes, entries: str = "/Filter /FlateDecode") -> bytes:
    """A page that shows nothing but a form with this stream."""
    pdf = pdfs.Pdf()
    form = pdf.stream(content, f"{pdfs.FORM} {entries}")
    pdf.page(pdf.stream(b"q /Fm1 Do Q"), f"/XObject << /Fm1 {form} 0 R >>")
    return pdf.build()


def page_without_its_part() -> bytes:
    pdf = pdfs.Pdf()
    pdf.page(999)
    return pdf.build()


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


TEXT = b"".join(pdfs.shown(pdfs.Line(72, 80 + 14 * n, 11, f"Zeile {n} von vielen.")) for n in range(40))
PACKED = zlib.compress(TEXT)
DAMAGED = {
    "zeroed": page_of(b"\0" * 400),
    "zeroed and not compressed": page_of(b"\0" * 400, ""),
    "zeroed in its second half": page_of(PACKED[: len(PACKED) // 2] + b"\0" * (len(PACKED) // 2)),
    "cut off": page_of(PACKED[: len(PACKED) // 2]),
    "a bit turned": page_of(flipped(PACKED, len(PACKED) - 12)),
    "no operators": page_of(zlib.compress(bytes(range(128, 256)))),
    "another filter": page_of(PACKED, "/Filter /FlatDecode"),
    "not there": page_without_its_part(),
    "a form": page_of_form(b"\0" * 400),
    "two filters": page_of(base64.a85encode(PACKED[:-40]) + b"~>", "/Filter [/ASCII85Decode /FlateDecode]"),
}
BLANK = {
    "empty": page_of(b""),
    "empty and not compressed": page_of(b"", ""),
    "blanks": page_of(b" \r\n\t ", ""),
    "nothing compressed": page_of(zlib.compress(b"")),
    "graphics state": page_of(
        zlib.compress(b"% blank\nq 1 0 0 -1 0 842 cm /Cs1 cs .5 -.5 0 scn /P <</MCID 0>> BDC BT /F1 9 Tf ET EMC Q")
    ),
    "an empty string": page_of(b"BT /F1 9 Tf () Tj [] TJ ET", ""),
    "a blank": page_of(b"BT /F1 9 Tf 72 700 Td ( ) Tj ET", ""),
    "an empty form": page_of_form(zlib.compress(b"")),
    "a form that is not used": page_of(b"q Q", "", "/XObject << /Fm1 999 0 R >>"),
}
WHOLE = {
    "plain": page_of(TEXT, ""),
    "compressed": page_of(PACKED),
    "its checksum missing": page_of(PACKED[:-4]),
    "more behind it": page_of(PACKED + b"\r\n"),
    "two filters": page_of(base64.a85encode(PACKED) + b"~>", "/Filter [/ASCII85Decode /FlateDecode]"),
    "a form": page_of_form(PACKED),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("what", DAMAGED)
def test_a_damaged_page_is_named_and_costs_no_other(run_pdf: Run, whole: dict[str, Record], what: str, engine: str) -> None:
    result = run_pdf(joined(DAMAGED[what], ALONE, portrait_pdf(Portrait("Kassel"))), "--pdf-engine", engine)
    [code] = errors(result)
    assert code == ("page.failed" if (what, engine) == ("another filter", "pdfplumber") else "page.damaged")
    assert "page 1 " in messages(result, code)[0]
    assert [record(result, city) for city in ("musterstadt", "kassel")] == [whole["musterstadt"], whole["kassel"]]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("pages", [BLANK, WHOLE], ids=["blank", "whole"])
def test_blank_and_whole_pages_are_not_damaged(pages: dict[str, bytes], engine: str) -> None:
    found = {name: [r.code for r in read(joined(ALONE, page), None, engine).remarks] for name, page in pages.items()}
    assert found == {name: [] for name in pages}


def zeroed(data: bytes, *numbers: int) -> bytes:
    """A PDF with the contents of these pages as zeros; its length and all its offsets stay."""
    pages = list(PDFPage.get_pages(io.BytesIO(data)))
    for raw in (resolve1(part).rawdata for n in numbers for part in pages[n - 1].contents):
        assert data.count(raw) == 1
        data = data.replace(raw, b"\0" * len(raw))
    return data


@pytest.mark.parametrize("engine", ENGINES)
def test_pages_lost_of_a_study_are_named(tmp_path: Path, engine: str) -> None:
    (tmp_path / "study.pdf").write_bytes(zeroed(SAMPLE.read_bytes(), 12, 14))
    result = run_paths(tmp_path / "store", tmp_path / "study.pdf", pdf_engine=engine)
    assert [m.partition(" is ")[0] for m in messages(result, "page.damaged")] == ["page 12", "page 14"]
    assert result.outcome.failed("error")


def test_an_encrypted_page_is_not_damaged() -> None:
    assert read(pdfs.encrypted(), "geheim").remarks == ()


def test_what_cannot_be_inspected_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*_: object) -> None:
        time.sleep(60)

    monkeypatch.setattr(contents, "states", hang)
    monkeypatch.setattr(guard, "SECONDS", 0.5)
    assert read(ALONE).text == read(ALONE).text != ""
    assert multiprocessing.active_children() == []


# Costly


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Less patience with slow pages: workers are watched from here."""
    monkeypatch.setattr(guard, "SECONDS", 0.5)


COSTLY = {
    "bomb": pdfs.bomb(),
    "bomb of drawing": pdfs.bomb(unit=b"0 0 1 1 re f "),
    "forms in forms": pdfs.form_bomb(),
    "slow to load": pdfs.slow_page(),
    "slow to read": pdfs.slow_page("text"),
}


def test_a_map_of_many_strokes_is_read(run_pdf: Run, whole: dict[str, Record]) -> None:
    result = run_pdf(joined(ALONE, pdfs.many_paths(60_000)))
    assert errors(result) == []
    assert record(result) == whole["musterstadt"]
    assert len(bad_blocks(result, 2)) == 1


@pytest.mark.usefixtures("hurry")
@pytest.mark.parametrize("what", COSTLY)
def test_a_costly_page_is_lost_in_time_and_the_others_are_read(run_pdf: Run, whole: dict[str, Record], what: str) -> None:
    begun = time.monotonic()
    result = run_pdf(joined(ALONE, COSTLY[what]))
    assert time.monotonic() - begun < 10
    [code] = errors(result)
    assert code == "page.timeout" if "slow" in what else code.startswith("page.")
    assert "page 2 " in messages(result, code)[0]
    assert record(result) == whole["musterstadt"]
    assert len(bad_blocks(result, 3)) == 1


def test_a_file_of_nothing_but_a_lost_page_is_empty_and_says_why(run_pdf: Run) -> None:
    result = run_pdf(pdfs.shuffled(pdfs.missing_page(), [1]))
    assert errors(result) == ["page.failed", "source.empty"]
    assert "bad.pdf: page 1 " in messages(result, "page.failed")[0]


PEAK = """
import resource, sys
from pathlib import Path
from stadtatlas.readers.pdf import read
print(read(Path(sys.argv[1]).read_bytes()).text)
print(max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux alone")
def test_a_bomb_takes_less_than_a_gigabyte(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    path.write_bytes(COSTLY["bomb"])
    done = subprocess.run([sys.executable, "-c", PEAK, path], capture_output=True, text=True, timeout=60, check=True)
    text, kilobytes = done.stdout.splitlines()
    assert text == pdfs.GOOD
    assert int(kilobytes) < 2**20


# Text that is not text


@pytest.mark.parametrize(("kind", "first"), [("differences", 35), ("identity", 1), ("identity", 35), ("type3", 1)])
def test_a_page_without_letters_is_garbled_and_unassigned(
    run_pdf: Run, whole: dict[str, Record], kind: pdfs.Unmapped, first: int
) -> None:
    result = run_pdf(joined(pdfs.no_unicode_map(kind, first), ALONE, portrait_pdf(Portrait("Kassel"))))
    assert "page 1: " in messages(result, "page.garbled")[0]
    assert {b["role"] for b in bad_blocks(result, 1)} == {"unassigned"}
    assert errors(result) == []
    assert [record(result, city) for city in ("musterstadt", "kassel")] == [whole["musterstadt"], whole["kassel"]]


@pytest.mark.parametrize("before", [True, False], ids=["before", "behind"])
def test_a_lone_portrait_is_read_beside_a_garbled_page(run_pdf: Run, whole: dict[str, Record], before: bool) -> None:
    pages = (pdfs.no_unicode_map(), ALONE)
    result = run_pdf(joined(*(pages if before else pages[::-1])))
    assert {b["role"] for b in bad_blocks(result, 1 if before else 2)} == {"unassigned"}
    assert record(result) == whole["musterstadt"]


# Turned pages


def near(one: Sequence[float], two: Sequence[float]) -> bool:
    return all(abs(a - b) <= 1 for a, b in zip(one, two, strict=True))


def within(box: Sequence[float]) -> bool:
    """Whether a box lies on the page as it is shown."""
    x0, top, x1, bottom = box
    return 0 <= x0 < x1 <= pdfs.WIDTH and 0 <= top < bottom <= pdfs.HEIGHT


def values(result: Result) -> list[Any]:
    return [[s[key] for key in ("record", "field", "value", "spans", "quote")] for s in result.rows("statements")]


def boxes(result: Result) -> list[Sequence[float]]:
    found = [s for s in result.rows("statements") if s["source"] == "musterstadt-pdf"]
    return [box for s in found for box in (s["bbox"], *(place["bbox"] for place in s["boxes"]))]


@pytest.mark.parametrize("columns", [1, 2])
def test_a_turned_page_gives_the_same_values_at_the_same_places(run_pdf: Run, columns: int) -> None:
    upright = run_pdf(portrait_pdf(Portrait(columns=columns)))
    for rotate in (90, 180, 270):
        turned = run_pdf(portrait_pdf(Portrait(rotate=rotate, columns=columns)))
        assert record(turned) == record(upright)
        assert values(turned) == values(upright)
        assert all(map(within, boxes(turned)))
        assert [box for box, there in zip(boxes(turned), boxes(upright), strict=True) if not near(box, there)] == []


def test_the_other_engine_reads_turned_pages_too(run_pdf: Run, whole: dict[str, Record]) -> None:
    turned = [portrait_pdf(Portrait(city, rotate=rotate)) for city, rotate in zip(CITIES, (0, 90, 180, 270), strict=True)]
    result = run_pdf(joined(*turned), "--pdf-engine", "pdfplumber")
    assert [record(result, city.lower()) for city in CITIES] == [whole[city.lower()] for city in CITIES]


# Order


@given(st.permutations(range(1, 13)), st.integers(0, 40))
def test_pages_are_read_in_the_order_of_their_numbers(numbers: list[int], before: int) -> None:
    printed = {page: before + number for page, number in enumerate(numbers, 1)}
    order = reading_order(len(numbers), printed)
    assert [printed[page] for page in order] == sorted(printed.values())


@given(st.sets(st.integers(1, 20)), st.integers(-3, 40))
def test_pages_in_order_stay_whatever_numbers_are_missing(bare: set[int], before: int) -> None:
    printed = {page: page + before for page in range(1, 21) if page not in bare}
    assert reading_order(20, printed) == list(range(1, 21))


@given(st.data(), st.integers(2, 8), st.integers(2, 8))
def test_an_unnumbered_page_keeps_its_place_before_the_next_one(data: st.DataObject, first: int, second: int) -> None:
    numbers = [*range(first + 1, first + second + 1), *range(1, first + 1)]  # two halves of a file, the wrong way round
    bare = data.draw(st.sampled_from([n for n in numbers if n not in (first, first + second)]))
    printed = {page: number for page, number in enumerate(numbers, 1) if number != bare}
    assert [numbers[page - 1] for page in reading_order(len(numbers), printed)] == sorted(numbers)


@given(st.dictionaries(st.integers(1, 15), st.integers(0, 30)))
def test_whatever_is_printed_every_page_is_read_once(printed: dict[int, int]) -> None:
    assert sorted(reading_order(15, printed)) == list(range(1, 16))


@pytest.mark.parametrize("printed", [{}, {1: 7, 2: 7, 3: 6}, {2: 5}, {1: 3, 2: 4, 3: 3, 4: 4}])
def test_numbers_that_are_missing_or_stand_twice_say_nothing(printed: dict[int, int]) -> None:
    assert reading_order(4, printed) == [1, 2, 3, 4]


def test_shuffled_pages_give_the_same_records_and_are_remarked(run_pdf: Run) -> None:
    straight = run_pdf(numbered(*CITIES))
    assert straight.codes("page.") == []
    for order in ([3, 2, 1, 0], [2, 0, 3, 1]):
        shuffled = run_pdf(pdfs.shuffled(numbered(*CITIES), order))
        assert shuffled.codes("page.") == ["page.order"]
        assert published(shuffled) == published(straight)


def test_a_page_that_stands_twice_is_one_portrait(run_pdf: Run, whole: dict[str, Record]) -> None:
    result = run_pdf(pdfs.shuffled(ALONE, [0, 0]))
    assert "page 2 is page 1 once more" in messages(result, "page.duplicate")[0]
    assert result.codes("portrait.") == []
    assert record(result) == whole["musterstadt"]


def test_pages_that_stand_twice_are_one_finding(run_pdf: Run, whole: dict[str, Record]) -> None:
    result = run_pdf(pdfs.shuffled(portrait_pdf(*map(Portrait, CITIES)), [0, 1, 2, 3, 1, 3]))
    assert "1 more" in messages(result, "page.duplicate")[0]
    assert [record(result, city.lower()) for city in CITIES] == [whole[city.lower()] for city in CITIES]


# Engines, processes


def published(result: Result) -> dict[str, bytes]:
    return {name: (result.path / name).read_bytes() for name in ("cities.jsonl", "projects.jsonl", "study.json")}


@pytest.mark.parametrize("source", [SAMPLE, COLUMNS], ids=["one column", "two columns"])
def test_both_engines_give_the_same_records(tmp_path: Path, source: Path) -> None:
    ours, theirs = (published(run_paths(tmp_path, source, edition="sample", pdf_engine=engine)) for engine in ENGINES)
    assert [name for name in ours if ours[name] != theirs[name]] == []


def exits() -> None:
    os._exit(1)


def is_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def raises() -> None:
    raise ZeroDivisionError


def runs_out_of_memory() -> None:
    raise MemoryError


@pytest.fixture(autouse=True)
def unreported(monkeypatch: pytest.MonkeyPatch) -> None:
    """No report of pytest's on a worker that crashes."""
    real = guard._limit

    def limit() -> None:
        faulthandler.disable()
        real()

    monkeypatch.setattr(guard, "_limit", limit)


@pytest.fixture
def fatal(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make the engine fail so at these pages; workers are forked and inherit it."""
    real = PdfiumEngine.sheet

    def go(how: Callable[[], None], *pages: int) -> None:
        def sheet(engine: PdfiumEngine, index: int) -> Any:
            if index + 1 in pages:
                how()
            return real(engine, index)

        monkeypatch.setattr(PdfiumEngine, "sheet", sheet)

    return go


@pytest.mark.parametrize(
    ("how", "stretch"), [(exits, 60), (exits, 1), (is_killed, 60), (raises, 60), (runs_out_of_memory, 60)],
    ids=["exits", "exits, one of many", "is killed", "raises", "runs out of memory"],
)  # fmt: skip
def test_a_worker_that_fails_costs_the_page_it_was_at(
    run_pdf: Run, whole: dict[str, Record], fatal: Callable[..., None], monkeypatch: pytest.MonkeyPatch,
    how: Callable[[], None], stretch: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(guard, "_STRETCH", stretch)
    fatal(how, 2)
    result = run_pdf(portrait_pdf(*map(Portrait, CITIES)))
    assert errors(result) == ["page.failed"]
    assert "page 2 " in messages(result, "page.failed")[0]
    assert {city: record(result, city) for city in result.by_id("cities")} == {c: r for c, r in whole.items() if c != "kassel"}


def test_many_workers_that_fail_cost_a_page_each(run_pdf: Run, whole: dict[str, Record], fatal: Callable[..., None]) -> None:
    fatal(exits, 2, 3, 4, 5, 6)
    result = run_pdf(joined(*[ALONE] * 6, portrait_pdf(Portrait("Kassel"))))
    assert errors(result) == ["page.failed"] * 5
    assert [record(result, city) for city in ("musterstadt", "kassel")] == [whole["musterstadt"], whole["kassel"]]


def test_the_time_to_open_a_file_is_not_taken_from_its_pages(
    run_pdf: Run, fatal: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = PdfiumEngine.__init__

    def slowly(engine: PdfiumEngine, data: bytes, password: str | None = None) -> None:
        time.sleep(1.0)
        real(engine, data, password)

    fatal(exits, 2)
    monkeypatch.setattr(PdfiumEngine, "__init__", slowly)
    monkeypatch.setattr(guard, "_PATIENCE", 1)
    monkeypatch.setattr(guard, "_HURRIED", 0.9)
    assert errors(run_pdf(portrait_pdf(*map(Portrait, CITIES)))) == ["page.failed"]


@pytest.mark.parametrize(("how", "says"), [(exits, "crash"), (lambda: time.sleep(60), "too long")], ids=["crash", "hang"])
def test_a_file_that_cannot_be_opened_alive_is_unreadable(
    run_pdf: Run, monkeypatch: pytest.MonkeyPatch, how: Callable[[], None], says: str
) -> None:
    real = PdfiumEngine.__init__

    def opened(engine: PdfiumEngine, data: bytes, password: str | None = None) -> None:
        how()
        real(engine, data, password)

    monkeypatch.setattr(PdfiumEngine, "__init__", opened)
    monkeypatch.setattr(guard, "SECONDS", 0.25)
    result = run_pdf(ALONE)
    assert errors(result) == ["source.unreadable"]
    assert says in messages(result, "source.unreadable")[0]


def test_an_interrupt_ends_the_workers_and_writes_nothing(
    command: Callable[..., int], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.3)  # while a worker is deep in a call of the engine
        assert command(COSTLY["slow to load"]) == 130
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert multiprocessing.active_children() == []
    assert "interrupted" in capfd.readouterr().err
    assert not (tmp_path / "store").exists()


def test_two_readings_on_one_and_on_many_workers_give_the_same_document(monkeypatch: pytest.MonkeyPatch) -> None:
    once = read(SAMPLE.read_bytes())
    monkeypatch.setattr(guard, "_STRETCH", 5)
    again = read(SAMPLE.read_bytes())
    assert once.text == again.text
    assert once.elements == again.elements
    assert once.layout == again.layout
    assert once.remarks == again.remarks


def test_the_number_of_processes_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, data in (
        ("one.pdf", numbered(*CITIES)),
        ("two.pdf", joined(ALONE, pdfs.missing_page())),
        ("cut.pdf", pdfs.truncated()),
    ):
        (tmp_path / "in" / name).write_bytes(data)
    one, two = (run_paths(tmp_path / str(jobs), tmp_path / "in", edition="atlas-2019", jobs=jobs) for jobs in (1, 2))
    assert {"page.failed", "source.unreadable"} <= set(one.codes())
    assert one.files() == two.files()
