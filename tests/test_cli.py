"""The command line: exit statuses, what stands on which stream, plain errors, and that `verify` sees every damage."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Call, Result
from stadtatlas.edition.choose import sample
from stadtatlas.model.findings import CODES

COMMANDS = ("run", "verify", "export", "show", "explain", "diff", "patch", "history", "review")
WEB = sample() / "web"


# run


def test_run_without_a_source_reads_the_sample(call: Call, tmp_path: Path, sample_result: Result) -> None:
    done = call("run", "--store", tmp_path)
    assert done.status == 0
    assert Path(done.out.splitlines()[-1]) == tmp_path / "sample" / sample_result.path.name


def test_the_last_line_on_standard_output_is_the_runs_folder(call: Call, tmp_path: Path) -> None:
    done = call("run", WEB, "--edition", "sample", "--store", tmp_path)
    assert (Path(done.out.splitlines()[-1]) / "run.json").is_file()


def test_quiet_leaves_the_path_alone(call: Call, tmp_path: Path) -> None:
    done = call("run", WEB / "weimar.txt", "--edition", "sample", "--store", tmp_path, "--quiet")
    assert done.err == ""
    assert len(done.out.splitlines()) == 1


def test_progress_names_every_source_on_standard_error(call: Call, tmp_path: Path) -> None:
    done = call("run", WEB, "--edition", "sample", "--store", tmp_path)
    assert all(path.name in done.err for path in WEB.iterdir())
    assert "\r" not in done.err


def test_a_run_that_exists_is_said_to_exist(call: Call, tmp_path: Path) -> None:
    arguments = ("run", WEB / "weimar.txt", "--edition", "sample", "--store", tmp_path)
    call(*arguments)
    assert "exists already" in call(*arguments).err


@pytest.mark.parametrize(("fail_on", "status"), [("error", 0), ("warning", 1), ("never", 0)])
def test_warnings_fail_only_when_asked(call: Call, tmp_path: Path, fail_on: str, status: int) -> None:
    assert call("run", sample(), "--store", tmp_path, "--fail-on", fail_on).status == status


@pytest.mark.parametrize(("fail_on", "status"), [("error", 1), ("warning", 1), ("never", 0)])
def test_errors_fail_unless_never(call: Call, tmp_path: Path, fail_on: str, status: int) -> None:
    arguments = ("run", WEB / "weimar.txt", tmp_path / "gone.txt", "--edition", "sample", "--store", tmp_path / "store")
    done = call(*arguments, "--fail-on", fail_on)
    assert done.status == status
    assert (Path(done.out.strip()) / "run.json").is_file()


def test_remarks_of_severity_info_never_fail(call: Call, tmp_path: Path) -> None:
    shutil.copy(WEB / "weimar.txt", tmp_path / "again.txt")
    arguments = ("run", WEB / "weimar.txt", tmp_path / "again.txt", "--edition", "sample", "--store", tmp_path / "store")
    assert call(*arguments, "--fail-on", "warning").status == 0


def test_a_run_that_exists_fails_as_it_did_when_computed(call: Call, tmp_path: Path) -> None:
    arguments = ("run", WEB / "weimar.txt", tmp_path / "gone.txt", "--edition", "sample", "--store", tmp_path / "store")
    assert [call(*arguments).status, call(*arguments).status] == [1, 1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--jobs", "0"], "--jobs"),
        (["--jobs", "many"], "--jobs"),
        (["--fail-on", "info"], "--fail-on"),
        (["--no-such-option"], "--no-such-option"),
        (["no-such-file.md"], "no-such-file.md does not exist"),
        (["--edition", "atlas-1919"], "atlas-2019"),
        (["--edition", "no-such-file.toml"], "no-such-file.toml"),
    ],
)
def test_bad_usage_writes_nothing_and_says_what_is_wrong(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = call("run", *arguments, "--store", tmp_path / "store")
    assert (done.status, done.out) == (2, "")
    assert says in done.err
    assert not (tmp_path / "store").exists()


def test_a_folder_without_sources_says_what_was_looked_for(call: Call, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    done = call("run", tmp_path / "in", "--store", tmp_path / "store")
    assert done.status == 2
    assert ".md" in done.err
    assert "in" in done.err


def test_a_broken_edition_file_is_named_with_its_line(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text('id = "x"\ntitle = "X"\ndate = "2020"\ncolour = "red"\n', "utf-8")
    done = call("run", WEB, "--edition", path, "--store", tmp_path / "store")
    assert done.status == 2
    assert f"{path}, line 4: colour" in done.err


def test_an_unwritable_store_is_bad_usage(call: Call, tmp_path: Path) -> None:
    (tmp_path / "store").write_text("", "utf-8")
    done = call("run", WEB / "weimar.txt", "--edition", "sample", "--store", tmp_path / "store")
    assert done.status == 2
    assert "--store" in done.err


def test_every_code_of_a_run_is_documented(sample_result: Result) -> None:
    assert set(sample_result.codes()) <= set(CODES)


# Help


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(call: Call, command: str) -> None:
    done = call(command, "--help")
    assert done.status == 0
    assert done.out.startswith(f"Usage: stadtatlas {command}")
    assert re.search(r"[A-Z][\w ,`-]+[.:;]", done.out.partition("\n\n")[2])


def test_the_tools_help_names_every_command(call: Call) -> None:
    done = call("--help")
    assert done.status == 0
    assert [c for c in COMMANDS if f"  {c} " not in done.out] == []


def test_helps_examples_are_commands_that_exist(call: Call) -> None:
    examples = re.findall(r"^ +stadtatlas (\w+)", call("run", "--help").out, re.M)
    assert examples
    assert set(examples) <= set(COMMANDS)


@pytest.mark.parametrize("arguments", [["rnu"], ["--nothing"]])
def test_unknown_commands_and_options_are_bad_usage(call: Call, arguments: list[str]) -> None:
    done = call(*arguments)
    assert done.status == 2
    assert arguments[0] in done.err


# explain


def test_explain_lists_all_codes(call: Call) -> None:
    done = call("explain")
    assert done.status == 0
    assert [line.split()[0] for line in done.out.splitlines()] == list(CODES)


@pytest.mark.parametrize("code", CODES)
def test_explain_says_what_a_code_means_and_what_to_do(call: Call, code: str) -> None:
    done = call("explain", code)
    assert done.status == 0
    assert CODES[code].meaning in done.out
    assert CODES[code].advice in done.out


def test_an_unknown_code_is_bad_usage_with_a_hint(call: Call) -> None:
    done = call("explain", "section.mising")
    assert done.status == 2
    assert "stadtatlas explain" in done.err


# show


@pytest.mark.parametrize("name", ["goettingen", "Göttingen", "Go\u0308ttingen", "göttingen"])
def test_show_finds_a_city_by_id_and_by_name(call: Call, sample_result: Result, name: str) -> None:
    done = call("show", name, "--run", sample_result.path)
    assert done.status == 0
    assert done.out.startswith("Göttingen  (city:goettingen")


def test_show_prints_values_with_source_and_quote(call: Call, sample_result: Result) -> None:
    out = call("show", "halle", "--run", sample_result.path).out
    assert "population: 242172" in out
    assert re.search(r"↳ study-markdown \d+-\d+; study-pdf p\. \d+, \d+-\d+: 242\.172", out)
    assert "project:halle/waermewende-silberhoehe" in out


def test_show_takes_the_newest_run_of_the_store(call: Call, sample_result: Result) -> None:
    assert call("show", "weimar", "--store", sample_result.path.parents[1]).status == 0


def test_show_suggests_the_city_that_was_meant(call: Call, sample_result: Result) -> None:
    done = call("show", "Regensbrug", "--run", sample_result.path)
    assert done.status == 2
    assert "did you mean regensburg?" in done.err


def test_show_without_a_run_says_how_to_make_one(call: Call, tmp_path: Path) -> None:
    done = call("show", "weimar", "--store", tmp_path)
    assert done.status == 2
    assert "stadtatlas run" in done.err


def test_show_of_a_folder_that_is_no_run_is_a_plain_error(call: Call, tmp_path: Path) -> None:
    done = call("show", "weimar", "--run", tmp_path)
    assert done.status == 2
    assert str(tmp_path) in done.err


# verify


@pytest.fixture
def copy(sample_result: Result, tmp_path: Path) -> Path:
    """The sample's run, to be damaged."""
    path = tmp_path / sample_result.path.name
    shutil.copytree(sample_result.path, path)
    return path


def edit(path: Path, change: Callable[[str], str]) -> None:
    text = path.read_bytes().decode("utf-8")
    changed = change(text)
    assert changed != text
    path.write_bytes(changed.encode("utf-8"))


def without_hashes(run: Path) -> None:
    """Make the manifest fit the damaged files, so that only the damage itself can be seen."""
    from hashlib import sha256

    manifest = json.loads((run / "run.json").read_text("utf-8"))
    for name in manifest["recorded"]["files"]:
        if (run / name).is_file():
            manifest["recorded"]["files"][name] = sha256((run / name).read_bytes()).hexdigest()
    (run / "run.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")


def problems(call: Call, run: Path) -> list[str]:
    done = call("verify", run)
    assert done.status == 1
    return done.out.splitlines()


def test_verify_finds_nothing_wrong_with_the_sample(call: Call, copy: Path) -> None:
    done = call("verify", copy)
    assert (done.status, done.out) == (0, "")


def test_verify_takes_latest(call: Call, sample_result: Result) -> None:
    assert call("verify", sample_result.path.parent / "latest").status == 0


@pytest.mark.parametrize(
    "name", ["cities.jsonl", "projects.jsonl", "statements.jsonl", "findings.jsonl", "study.json", "documents/kassel-text.txt"]
)
def test_verify_names_any_changed_file(call: Call, copy: Path, name: str) -> None:
    edit(copy / name, lambda text: text + "\n" if name.endswith((".txt", "study.json")) else text.replace("Kassel", "Kassle", 1))
    assert any(line.startswith(f"{name}: was changed") for line in problems(call, copy))


def test_verify_names_a_quote_that_stands_nowhere(call: Call, copy: Path) -> None:
    path = copy / "statements.jsonl"
    number = next(n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if '"quote": "242.172"' in line)
    edit(path, lambda text: text.replace('"quote": "242.172"', '"quote": "242.173"'))
    without_hashes(copy)
    lines = problems(call, copy)
    assert [line.partition(": the quote")[0] for line in lines] == [
        f"statements.jsonl, line {number + place}: city:halle population" for place in range(2)
    ]


def test_verify_names_a_deleted_statement_by_its_value(call: Call, copy: Path) -> None:
    edit(copy / "statements.jsonl", lambda text: "".join(s for s in text.splitlines(True) if '"quote": "242.172"' not in s))
    without_hashes(copy)
    assert "city:halle: population has no statement" in problems(call, copy)


def test_verify_counts_the_records(call: Call, copy: Path) -> None:
    edit(copy / "findings.jsonl", lambda text: text.split("\n", 1)[1])
    without_hashes(copy)
    assert any(line.startswith("run.json: counts 10 findings") for line in problems(call, copy))


def test_verify_names_statements_that_a_changed_text_moved(call: Call, copy: Path) -> None:
    edit(copy / "documents" / "weimar-text.txt", lambda text: "x" + text)
    without_hashes(copy)
    assert any(re.match(r"statements\.jsonl, line \d+: city:weimar", line) for line in problems(call, copy))


@pytest.mark.parametrize(
    "name", ["cities.jsonl", "statements.jsonl", "study.json", "documents/kassel-html.json", "documents/kassel-html.txt"]
)
def test_verify_names_a_missing_file(call: Call, copy: Path, name: str) -> None:
    (copy / name).unlink()
    assert f"{name}: is missing" in problems(call, copy)


def test_verify_names_a_file_too_many(call: Call, copy: Path) -> None:
    (copy / "notes.txt").write_text("mine", "utf-8")
    assert problems(call, copy) == ["notes.txt: is not part of the run"]


@pytest.mark.parametrize(("key", "by", "says"), [("start", -1, "overlaps"), ("end", -1, "no block covers")])
def test_verify_names_blocks_that_overlap_or_leave_a_gap(call: Call, copy: Path, key: str, by: int, says: str) -> None:
    path = copy / "documents" / "weimar-text.json"
    record = json.loads(path.read_text("utf-8"))
    first, second = record["blocks"][:2]
    record["blocks"][1 if key == "start" else 0][key] = first["end"] + by
    assert second["start"] >= first["end"] + by
    path.write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    without_hashes(copy)
    [line] = problems(call, copy)
    assert line.startswith("documents/weimar-text.json: ")
    assert says in line


@pytest.mark.parametrize("name", ["cities.jsonl", "statements.jsonl", "study.json", "run.json", "documents/weimar-text.json"])
@pytest.mark.parametrize("damage", [lambda text: text[: len(text) // 2], lambda text: "[]", lambda text: "{"])
def test_verify_names_a_file_that_is_no_json_of_its_kind(call: Call, copy: Path, name: str, damage: Callable[[str], str]) -> None:
    edit(copy / name, damage)
    assert any(line.startswith(name) for line in problems(call, copy))


@pytest.mark.parametrize("name", ["cities.jsonl", "study.json", "run.json", "documents/weimar-text.txt"])
def test_verify_names_a_file_that_is_no_utf8(call: Call, copy: Path, name: str) -> None:
    (copy / name).write_bytes(b'{"id": "\xff\xfe"}')
    assert any(line.startswith(name) for line in problems(call, copy))


def test_verify_names_the_key_that_breaks_the_schema(call: Call, copy: Path) -> None:
    edit(copy / "cities.jsonl", lambda text: text.replace('"population": 242172', '"population": "242172"'))
    without_hashes(copy)
    assert any(line.startswith("cities.jsonl, line 3: population") for line in problems(call, copy))


def test_verify_without_manifest_says_what_is_no_run(call: Call, copy: Path) -> None:
    (copy / "run.json").unlink()
    done = call("verify", copy)
    assert done.status == 2
    assert str(copy) in done.err
    assert "run.json" in done.err


def test_verify_names_a_folder_of_another_name(call: Call, copy: Path) -> None:
    other = copy.rename(copy.with_name("0123456789ab"))
    [line] = problems(call, other)
    assert line.startswith("run.json: ")
    assert "0123456789ab" in line


# The process


def python(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], env={**os.environ, **env}, capture_output=True, text=True, timeout=60, check=False
    )


def test_the_module_can_be_run() -> None:
    done = python("-m", "stadtatlas", "--version")
    assert done.returncode == 0
    assert done.stdout.startswith("stadtatlas")


def test_help_loads_none_of_the_heavy_libraries() -> None:
    code = "import sys, stadtatlas.cli; print([m for m in ('pydantic', 'rapidfuzz', 'selectolax', 'regex') if m in sys.modules])"
    assert python("-c", code).stdout.strip() == "[]"


def test_a_closed_pipe_is_no_error() -> None:
    done = subprocess.run(
        f"'{sys.executable}' -m stadtatlas explain | head -1", shell=True, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stderr == ""


def test_umlauts_are_printed_on_a_terminal_without_utf8(sample_result: Result) -> None:
    done = python(
        "-m", "stadtatlas", "show", "goettingen", "--run", str(sample_result.path), LC_ALL="C", PYTHONIOENCODING="ascii"
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 0
