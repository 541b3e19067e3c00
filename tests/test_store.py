"""The store: the same inputs give the same bytes, and a run is whole or absent whatever happens."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Result, run_paths
from stadtatlas.edition.choose import sample
from stadtatlas.run import Options, RunError, run
from stadtatlas.store import write
from stadtatlas.verify import verify

WEIMAR = sample() / "web" / "weimar.txt"
PROFILE = sample() / "edition.toml"
TOOL = [sys.executable, "-m", "stadtatlas"]


def weimar(store: Path, **options: object) -> Result:
    """A run of a single page, for tests that look at the store and not at the records."""
    return run_paths(store, WEIMAR, **{"edition": "sample", **options})


def profile(folder: Path, text: str = "") -> Path:
    """The sample's profile with more text, beside a copy of the one that it extends."""
    base = folder / "base.toml"
    base.write_bytes((sample().parent / "atlas-2019" / "edition.toml").read_bytes())
    path = folder / "mine.toml"
    path.write_text(PROFILE.read_text("utf-8").replace('"atlas-2019"', '"base.toml"') + text, "utf-8")
    return path


def inside(store: Path) -> list[str]:
    """Everything in the store, by path."""
    return sorted(p.relative_to(store).as_posix() for p in store.rglob("*")) if store.is_dir() else []


# The same bytes


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's sources in another folder, two of them deeper."""
    folder = tmp_path_factory.mktemp("elsewhere") / "copy"
    shutil.copytree(sample() / "web", folder / "z" / "pages")
    shutil.copy(sample() / "digitalatlas.pdf", folder / "z")
    shutil.copy(sample() / "digitalatlas.md", folder / "a.md")
    shutil.copy(PROFILE, folder)
    (folder / "a.md").rename(folder / "digitalatlas.md")
    return folder


def variants(moved: Path) -> dict[str, tuple[list[Path], dict[str, object]]]:
    files = [*sorted((sample() / "web").iterdir()), sample() / "digitalatlas.md", sample() / "digitalatlas.pdf"]
    return {
        "one process": ([sample()], {"jobs": 1}),
        "two processes": ([sample()], {"jobs": 2}),
        "other order": (list(reversed(files)), {"edition": "sample"}),
        "same file twice": ([*files, files[0]], {"edition": "sample"}),
        "other folder": ([moved], {}),
    }


@pytest.mark.parametrize("variant", ["one process", "two processes", "other order", "same file twice", "other folder"])
def test_the_same_inputs_give_the_same_bytes(sample_result: Result, tmp_path: Path, moved: Path, variant: str) -> None:
    paths, options = variants(moved)[variant]
    assert run_paths(tmp_path, *paths, **options, exports=True).files() == sample_result.files()


def test_a_forced_run_gives_the_same_bytes(tmp_path: Path) -> None:
    first = weimar(tmp_path).files()
    again = weimar(tmp_path, force=True)
    assert again.outcome.computed
    assert again.files() == first


def test_hash_seed_and_locale_do_not_count(sample_result: Result, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONHASHSEED": "7", "LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "Asia/Tokyo"}
    done = subprocess.run(
        [*TOOL, "run", "--quiet", "--store", str(tmp_path)], env=env, capture_output=True, text=True, check=True, timeout=60
    )
    assert Result(Path(done.stdout.strip()), sample_result.outcome).files() == sample_result.files()


# Identity


def test_a_run_that_exists_is_not_computed_again(tmp_path: Path) -> None:
    first = weimar(tmp_path)
    before = {p: p.stat().st_mtime_ns for p in first.path.rglob("*")}
    again = weimar(tmp_path)
    assert (first.outcome.computed, again.outcome.computed) == (True, False)
    assert {p: p.stat().st_mtime_ns for p in again.path.rglob("*")} == before


def test_the_run_id_does_not_count_file_names(tmp_path: Path) -> None:
    copy = tmp_path / "other name.md"
    shutil.copy(WEIMAR, copy)
    renamed = run_paths(tmp_path / "two", copy, edition="sample")
    assert renamed.path.name == weimar(tmp_path / "one").path.name


def test_a_changed_source_is_another_run(tmp_path: Path) -> None:
    copy = tmp_path / WEIMAR.name
    copy.write_text(WEIMAR.read_text("utf-8").replace("sechs Wochen", "acht Wochen"), "utf-8")
    assert run_paths(tmp_path / "store", copy, edition="sample").path.name != weimar(tmp_path / "store").path.name


def test_a_source_more_is_another_run(tmp_path: Path) -> None:
    more = run_paths(tmp_path, WEIMAR, WEIMAR.with_suffix(".html"), edition="sample")
    assert more.path.name != weimar(tmp_path).path.name


def test_a_changed_profile_is_another_run(tmp_path: Path) -> None:
    changed = profile(tmp_path, 'regions = ["Überblick"]\n')
    assert weimar(tmp_path / "store", edition=str(changed)).path.name != weimar(tmp_path / "store").path.name


def test_a_comment_in_the_profile_is_the_same_run(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    plain, commented = profile(tmp_path / "a"), profile(tmp_path / "b", "# nothing but a remark\n")
    names = [weimar(tmp_path / "store", edition=str(p)).path.name for p in (plain, commented)]
    assert names[0] == names[1]


def test_the_same_content_twice_is_read_once_and_remarked(tmp_path: Path) -> None:
    copy = tmp_path / "in" / "weimar again.txt"
    copy.parent.mkdir()
    shutil.copy(WEIMAR, copy)
    result = run_paths(tmp_path / "store", WEIMAR, copy, edition="sample")
    assert [s["path"] for s in result.outcome.manifest["sources"]] == ["weimar.txt"]
    assert [(f["code"], f["severity"]) for f in result.rows("findings")] == [("source.duplicate", "info")]


@pytest.mark.parametrize("names", ["ab", "ba", "abc", "cba", "bca"])
def test_copies_of_one_source_give_the_same_bytes_in_any_order(tmp_path: Path, names: str) -> None:
    for name in names:
        shutil.copy(WEIMAR, tmp_path / f"{name}.txt")
    sorted_, given = (
        run_paths(tmp_path / store, *(tmp_path / f"{name}.txt" for name in order), edition="sample")
        for store, order in (("one", sorted(names)), ("two", names))
    )
    assert given.files() == sorted_.files()


# Latest


def test_latest_is_a_relative_link_to_the_newest_run(tmp_path: Path) -> None:
    weimar(tmp_path)
    second = run_paths(tmp_path, sample() / "web" / "kassel.txt", edition="sample")
    link = second.path.parent / "latest"
    assert link.is_symlink()
    assert str(link.readlink()) == second.path.name


def test_latest_follows_a_run_that_existed_already(tmp_path: Path) -> None:
    first = weimar(tmp_path)
    run_paths(tmp_path, sample() / "web" / "kassel.txt", edition="sample")
    weimar(tmp_path)
    assert (first.path.parent / "latest").readlink() == Path(first.path.name)


def test_a_store_may_be_moved(tmp_path: Path) -> None:
    weimar(tmp_path / "store")
    (tmp_path / "store").rename(tmp_path / "moved")
    assert list(verify(tmp_path / "moved" / "sample" / "latest")) == []


# Broken writes


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let every write fail after so many files."""
    real = Path.write_bytes
    written = 0

    def arm(files: int) -> None:
        def write_bytes(path: Path, data: bytes) -> int:
            nonlocal written
            written += 1
            if written > files:
                real(path, data[: len(data) // 2])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            return real(path, data)

        monkeypatch.setattr(Path, "write_bytes", write_bytes)

    return arm


@pytest.mark.parametrize("files", [0, 1, 3, 6])
def test_a_full_disk_leaves_no_run_and_no_leftovers(tmp_path: Path, full_disk: Callable[[int], None], files: int) -> None:
    full_disk(files)
    with pytest.raises(RunError):
        weimar(tmp_path / "store")
    assert [name for name in inside(tmp_path / "store") if name != "sample"] == []


def test_a_full_disk_is_said_plainly_with_what_to_do(tmp_path: Path, full_disk: Callable[[int], None]) -> None:
    full_disk(2)
    with pytest.raises(RunError, match=r"cannot write to .*store: No space left on device\. Choose another folder with --store"):
        weimar(tmp_path / "store")


def test_a_full_disk_keeps_the_run_that_was_to_be_replaced(tmp_path: Path, full_disk: Callable[[int], None]) -> None:
    first = weimar(tmp_path)
    before = {p.name: p.read_bytes() for p in first.path.iterdir() if p.is_file()}
    full_disk(2)
    with pytest.raises(RunError):
        weimar(tmp_path, force=True)
    assert {p.name: p.read_bytes() for p in first.path.iterdir() if p.is_file()} == before


def test_a_store_that_is_a_file_is_said_plainly(tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.write_text("a file", "utf-8")
    with pytest.raises(RunError, match=r"cannot write to .*--store"):
        weimar(store)
    assert store.read_text("utf-8") == "a file"


def test_a_failing_rename_puts_no_half_run_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, target: Path) -> Path:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="Input/output"):
        write({"run.json": b"{}", "documents/a.txt": b"a"}, tmp_path / "store" / "x" / "0123456789ab")
    assert inside(tmp_path / "store") == ["x"]


def test_what_a_killed_process_left_long_ago_is_swept_away(tmp_path: Path) -> None:
    stale, fresh = tmp_path / ".partial-old", tmp_path / ".partial-new"
    for folder in (stale, fresh):
        (folder / "run").mkdir(parents=True)
        (folder / "run" / "run.json").write_text("{", "utf-8")
    long_ago = time.time() - 2 * 24 * 3600
    os.utime(stale, (long_ago, long_ago))
    weimar(tmp_path)
    assert (stale.exists(), fresh.exists()) == (False, True)


def test_a_folder_without_manifest_is_no_run_and_is_computed(tmp_path: Path) -> None:
    first = weimar(tmp_path)
    (first.path / "run.json").unlink()
    again = weimar(tmp_path)
    assert again.outcome.computed
    assert list(verify(again.path)) == []


# Killed and interrupted


def start(store: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*TOOL, "run", "--store", str(store), "--force"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def whole_runs(store: Path) -> list[Path]:
    """The runs in the store; fails where one is not whole."""
    runs = [p for p in store.glob("sample/*") if p.name != "latest"]
    for path in runs:
        assert len(path.name) == 12
        assert list(verify(path)) == []
    return runs


def test_killed_at_any_moment_the_store_holds_only_whole_runs(tmp_path: Path) -> None:
    chance = random.Random(2019)
    for _ in range(3):
        process = start(tmp_path)
        time.sleep(chance.uniform(0.2, 1.2))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=20)
        whole_runs(tmp_path)
    result = run_paths(tmp_path, sample(), force=True)
    assert whole_runs(tmp_path) == [result.path]


def killed_at(moment: int, store: Path) -> bool:
    """Whether a run that is killed at its n-th step on the disk, in a process of its own, got that far."""
    child = os.fork()
    if child == 0:
        count = 0

        def step(real: Callable[..., object]) -> Callable[..., object]:
            def counted(*args: object, **kwargs: object) -> object:
                nonlocal count
                count += 1
                if count == moment:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*args, **kwargs)

            return counted

        for name in ("write_bytes", "rename", "symlink_to", "replace", "mkdir"):
            setattr(Path, name, step(getattr(Path, name)))
        weimar(store, force=True, jobs=1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_killed_before_any_step_of_writing_the_store_holds_only_whole_runs(tmp_path: Path) -> None:
    moment = 1
    while killed_at(moment, tmp_path):
        whole_runs(tmp_path)
        moment += 1
    assert 5 < moment < 50
    assert len(whole_runs(tmp_path)) == 1


def test_ctrl_c_ends_with_status_130_without_traceback_or_run(tmp_path: Path) -> None:
    hold = tmp_path / "hold.py"
    hold.write_text(
        "import sys, time\nfrom stadtatlas import cli, stages\n"
        "def slow(*_):\n    print('reading', flush=True)\n    time.sleep(30)\n"
        "stages.digest = slow\nsys.argv[1:] = ['run', '--store', sys.argv[1], '--jobs', '1']\ncli.main()\n",
        "utf-8",
    )
    command = [sys.executable, str(hold), str(tmp_path / "store")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "reading\n"
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in output + errors
    assert inside(tmp_path / "store") == []


def test_ctrl_c_while_writing_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.write_bytes

    def interrupted(path: Path, data: bytes) -> int:
        if path.name == "cities.jsonl":
            raise KeyboardInterrupt
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run([WEIMAR], Options("sample", tmp_path), lambda _: lambda _: None)
    assert inside(tmp_path) == []


# What the manifest says


def test_counts_and_hashes_are_those_of_the_files(sample_result: Result) -> None:
    manifest = json.loads((sample_result.path / "run.json").read_text("utf-8"))
    for name in ("cities", "projects", "statements", "findings"):
        assert manifest["counts"][name] == len(sample_result.rows(name))
    assert manifest["run_id"] == sample_result.path.name


def test_nothing_in_a_run_names_the_folder_it_was_read_from(sample_result: Result) -> None:
    folder = str(sample().parent).encode()
    assert {name for name, data in sample_result.files().items() if folder in data} == set()
