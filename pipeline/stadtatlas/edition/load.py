"""Find and read an edition profile. What is wrong in one is said with its key and line."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stadtatlas.errors import StadtatlasError

if TYPE_CHECKING:
    from stadtatlas.edition.profile import Profile

PROFILE_NAME = "edition.toml"


_PLAIN = {
    "Extra inputs are not permitted": "unknown key; docs/profile.md lists them all",
    "Input should be a valid tuple": 'must be a list, as in ["…", "…"]',
    "Input should be a valid string": "must be text in quotes",
    "Input should be a valid dictionary or instance of Part": "must be a table",
    "Field required": "is missing",
}
"""What Pydantic says in its users' words, in ours."""


class ProfileError(StadtatlasError):
    """An edition profile that cannot be used; the message names the file, the key and the line."""


@dataclass(frozen=True)
class Edition:
    """A profile's values, parents merged in, their hash, and where they were found."""

    values: dict[str, Any]
    sha256: str
    path: Path
    assumed: str = ""
    """Why this edition was taken where the sources do not tell which is theirs."""

    @property
    def id(self) -> str:
        """The edition's id. Raises ProfileError."""
        name = self.values.get("id")
        return name if isinstance(name, str) else self.profile.id

    @property
    def title(self) -> str:
        """The study's title, or nothing where the profile has none."""
        return str(self.values.get("title") or "")

    @cached_property
    def profile(self) -> Profile:
        """The profile, checked. Raises ProfileError with the key and line of what is wrong.

        Checked when asked for: a run that exists already does not wait for it.
        """
        from pydantic import ValidationError

        from stadtatlas.edition.profile import Profile

        try:
            return Profile.model_validate(self.values)
        except ValidationError as error:
            text = self.path.read_text("utf-8-sig")
            problems = (_explain(self.path, text, problem["loc"], problem["msg"]) for problem in error.errors())
            raise ProfileError("\n".join(problems)) from None


def shelf() -> Path:
    """The folder of the editions that come with the program: in the wheel, or in the checkout beside `pipeline/`."""
    inside = Path(__file__).resolve().parent.parent / "sources"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[3] / "sources"


@cache
def built_in() -> dict[str, Path]:
    """Profile files by the name of their folder, e.g. `atlas-2019`."""
    return {path.parent.name: path for path in sorted(shelf().glob(f"*/{PROFILE_NAME}"))}


def find(name: str) -> Path:
    """The profile file that `--edition` means: a path, a built-in name (`atlas-2019`) or an edition's id (`2019`).

    Raises ProfileError where there is none.
    """
    if name.endswith(".toml") or "/" in name:
        path = Path(name)
        return path if path.suffix == ".toml" else path / PROFILE_NAME
    if name in built_in():
        return built_in()[name]
    for path in built_in().values():
        if load(path).id == name:
            return path
    known = ", ".join(built_in()) or "none"
    raise ProfileError(f"no edition {name!r}; built in: {known}. Or give the path of an edition's TOML file.")


@cache
def load(path: Path) -> Edition:
    """Read a profile file. Raises ProfileError where it is no TOML."""
    values = _extended(path, _read(path))
    # The hash is over what the profile says, parents included: comments and line ends do not make a new run.
    canonical = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return Edition(values, hashlib.sha256(canonical.encode()).hexdigest(), path)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ProfileError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ProfileError(f"{path}: is not UTF-8; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{path}: is no valid TOML: {error}") from None


def _extended(path: Path, values: dict[str, Any], seen: tuple[Path, ...] = ()) -> dict[str, Any]:
    """The profile on top of the one that it `extends`: tables are merged key by key, anything else is replaced."""
    name = values.get("extends")
    if not isinstance(name, str):
        return values
    parent = (find(name) if name in built_in() else path.parent / name).resolve()
    if parent in seen:
        raise ProfileError(f"{path}: extends: {name!r} leads back to itself")
    return _merged(_extended(parent, _read(parent), (*seen, path.resolve())), values)


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    both = {k: _merged(below[k], v) for k, v in above.items() if isinstance(v, dict) and isinstance(below.get(k), dict)}
    return {**below, **above, **both}


def _explain(path: Path, text: str, location: Sequence[str | int], message: str) -> str:
    key = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in location).lstrip(".")
    line = line_of(text, location) or _line_with(text, message)
    where = f"{path}, line {line}" if line else str(path)
    hint = _PLAIN.get(message, message.removeprefix("Value error, "))
    return f"{where}: {key or 'profile'}: {hint}"


def _line_with(text: str, message: str) -> int | None:
    """The line of the last word that the message quotes, for what no single key is to blame for."""
    quoted = re.findall(r"'([^']+)'", message)
    lines = (number for number, line in enumerate(text.splitlines(), 1) if quoted and f'"{quoted[0]}"' in line)
    return max(lines, default=None)


def line_of(text: str, location: Sequence[str | int]) -> int | None:
    """The line (from 1) on which the key at `location` stands, or that of its table; `None` where neither is found."""
    wanted = [str(p) for p in location]
    table: list[str] = []
    seen: dict[str, int] = {}
    best: tuple[int, int | None] = (0, None)
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*(\[\[?)\s*([^\]]+?)\s*\]", line):
            name = header[2]
            table = [part.strip().strip("\"'") for part in name.split(".")]
            if header[1] == "[[":
                seen[name] = seen.get(name, -1) + 1
                table.append(str(seen[name]))
            here = table
        elif pair := re.match(r"\s*[\"']?([\w.-]+)[\"']?\s*=", line):
            here = [*table, *pair[1].split(".")]
        else:
            continue
        if here == wanted[: len(here)] and len(here) > best[0]:
            best = (len(here), number)
    return best[1]
