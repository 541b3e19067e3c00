"""The shape of the code: layers as import-linter's contracts say, short functions, few parameters, docstrings."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "pipeline" / "stadtatlas"
MODULES = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
MEDIAN, LONG, LONGEST, PARAMETERS = 10, 50, 100, 6
"""Lines of code that the median function, all but 5 %, and every function has at most; parameters without `self`."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> Iterator[tuple[str, str, Function]]:
    """Where each function stands, its module's text, and the function; nested ones too."""
    for name, text in MODULES.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, Function):
                yield f"{name}:{node.lineno} {node.name}", text, node


def lines_of_code(text: str, function: Function) -> int:
    """Lines from `def` to the end, without docstring, comments and empty lines."""
    last, first = function.end_lineno or 0, function.body[0]
    docstring = range(first.lineno, (first.end_lineno or 0) + 1) if ast.get_docstring(function) else range(0)
    lines = enumerate(text.splitlines()[:last], 1)
    code = [line.strip() for n, line in lines if n >= function.lineno and n not in docstring]
    return sum(bool(line) and not line.startswith("#") for line in code)


def parameters(function: Function) -> int:
    """How many parameters a caller must know: neither `self` nor `cls`."""
    a = function.args
    named = [p.arg for p in (*a.posonlyargs, *a.args, *a.kwonlyargs, *filter(None, (a.vararg, a.kwarg)))]
    return len(named) - (named[:1] in (["self"], ["cls"]))


@pytest.fixture(scope="module")
def lengths() -> dict[str, int]:
    return {name: lines_of_code(text, function) for name, text, function in functions()}


def test_layers() -> None:
    program = Path(sysconfig.get_path("scripts"), "lint-imports")
    assert program.is_file(), "import-linter is missing: pip install '.[dev]'"
    result = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_functions_are_short(lengths: dict[str, int]) -> None:
    assert statistics.median(lengths.values()) <= MEDIAN
    long = {name: n for name, n in lengths.items() if n > LONG}
    assert len(long) <= 0.05 * len(lengths), f"more than 5 % have over {LONG} lines: {long}"
    assert not {name: n for name, n in long.items() if n > LONGEST}


def test_functions_take_few_parameters() -> None:
    many = {name: n for name, _, function in functions() if (n := parameters(function)) > PARAMETERS}
    assert not many, f"options belong into one frozen object: {many}"


@pytest.mark.parametrize("name", MODULES)
def test_everything_public_says_what_it_is(name: str) -> None:
    tree = ast.parse(MODULES[name])
    public = [n for n in tree.body if isinstance(n, Function | ast.ClassDef) and not n.name.startswith("_")]
    bare = [f"{name}:{node.lineno} {node.name}" for node in public if not ast.get_docstring(node)]
    if not Path(name).name.startswith("_") or name.endswith("__init__.py"):
        bare += [] if ast.get_docstring(tree) else [name]
    assert not bare, f"without a docstring: {bare}"


def test_what_is_counted() -> None:
    """A docstring, a comment and an empty line are no code; `self` is no parameter."""
    text = 'def f(self, a, *b, c, **d):\n    """One.\n\n    Two."""\n    # three\n\n    return a\n'
    function = ast.parse(text).body[0]
    assert isinstance(function, Function)
    assert (lines_of_code(text, function), parameters(function)) == (2, 4)
