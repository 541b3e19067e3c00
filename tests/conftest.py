"""What tests share: the sample edition run once, and the study where it lies beside the checkout."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from stadtatlas import cli
from stadtatlas.edition.choose import sample
from stadtatlas.run import Options, Outcome, run

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
STUDY = SHARED / "sources" / "2019" / "smart-city-atlas.md"
PAGES = SHARED / "sources" / "2019" / "web"

needs_study = pytest.mark.skipif(not STUDY.is_file(), reason="needs ../shared (the study's text is not part of the repository)")


@dataclass(frozen=True)
class Result:
    """A run's files, read back."""

    path: Path
    outcome: Outcome

    def rows(self, name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.path / f"{name}.jsonl").read_text("utf-8").splitlines()]

    def by_id(self, name: str) -> dict[str, dict[str, Any]]:
        return {row["id"]: row for row in self.rows(name)}

    @property
    def study(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads((self.path / "study.json").read_text("utf-8"))
        return data

    def codes(self, *prefixes: str) -> list[str]:
        return [f["code"] for f in self.rows("findings") if not prefixes or f["code"].startswith(prefixes)]

    def files(self) -> dict[str, bytes]:
        """Every file's bytes; of `run.json` all but what may differ."""
        found = {p.relative_to(self.path).as_posix(): p.read_bytes() for p in self.path.rglob("*") if p.is_file()}
        manifest = json.loads(found["run.json"])
        found["run.json"] = json.dumps({k: v for k, v in manifest.items() if k != "recorded"}).encode()
        return found


class Done(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


Call = Callable[..., Done]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run the command line in this process; no call may ever show a traceback."""

    def go(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["stadtatlas", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        assert "unexpected" not in err
        return Done(end.value.code if isinstance(end.value.code, int) else int(bool(end.value.code)), out, err)

    return go


def run_paths(store: Path, *paths: Path, **options: Any) -> Result:
    outcome = run(paths, Options(store=store, **{"exports": False, **options}), lambda _: lambda _: None)
    return Result(outcome.path, outcome)


@pytest.fixture(scope="session")
def sample_result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return run_paths(tmp_path_factory.mktemp("store"), sample(), exports=True)


@pytest.fixture(scope="session")
def editions_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three runs of two editions, made at three times: a web page, the first edition's text, the second's."""
    store = tmp_path_factory.mktemp("editions")
    runs = [
        run_paths(store, sample() / "web" / "kassel.html", edition="sample").path,
        run_paths(store, sample() / "digitalatlas.md", edition="sample").path,
        run_paths(store, sample().parent / "sample-2026").path,
    ]
    for hour, path in enumerate(runs, 10):
        manifest = json.loads((path / "run.json").read_text("utf-8"))
        manifest["recorded"]["at"] = f"2026-01-01T{hour}:00:00Z"
        (path / "run.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")
    return store


@pytest.fixture
def run_text(tmp_path: Path) -> Callable[..., Result]:
    """Run texts (or bytes) as files of these names, with the 2019 edition unless told."""

    def go(edition: str | None = "atlas-2019", **texts: str | bytes) -> Result:
        folder = tmp_path / "in"
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            file = folder / name.replace("__", ".")
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return run_paths(tmp_path / "store", folder, edition=edition)

    return go
