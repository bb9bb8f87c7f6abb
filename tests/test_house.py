"""The house rules: names, sizes, shapes. Each can be broken by one careless file."""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path

import pytest

from bilateral import errors, records

SOURCE = Path(__file__).resolve().parent.parent / "src" / "bilateral"
FILES = sorted(SOURCE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text("utf-8")) for path in FILES}
FORBIDDEN_FILES = ("util", "helper", "manager", "common", "misc", "base", "core", "handler", "processor", "factory")
FORBIDDEN_CLASSES = ("Manager", "Helper", "Handler", "Processor", "Factory", "Util", "Base", "Abstract")
MOST_LINES = 500
MOST_POSITIONAL = 3
MEDIAN_FUNCTION = 15
P90_FUNCTION = 45


def functions() -> list[tuple[Path, ast.FunctionDef]]:
    return [(path, node) for path, tree in TREES.items() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def classes() -> list[tuple[Path, ast.ClassDef]]:
    return [(path, node) for path, tree in TREES.items() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]


def is_route(node: ast.AST) -> bool:
    """Whether a function answers an address of the web app: it is reached by that, and its arguments are the request's."""
    decorators = getattr(node, "decorator_list", [])
    return any(isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in ("get", "post") for one in decorators)


def length(node: ast.FunctionDef) -> int:
    """Lines of code of a function, its docstring left out."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_file_is_named_and_sized_as_the_house_wants(path: Path) -> None:
    words = path.stem.lower().split("_")
    assert not set(words) & {*FORBIDDEN_FILES, *(f"{word}s" for word in FORBIDDEN_FILES)}, f"{path.name} does not say what is inside"
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES, f"{path.name} is too long: split it by question"
    assert len(path.relative_to(SOURCE).parts) <= 2, f"{path} lies in a folder inside a room"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_file_has_a_docstring_and_names_what_is_public(path: Path) -> None:
    tree = TREES[path]
    assert ast.get_docstring(tree), f"{path.name} does not say what it is for"
    public = [
        node.name for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") and not is_route(node)
    ]  # fmt: skip
    listed = [
        ast.literal_eval(node.value) for node in tree.body
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets)
    ]  # fmt: skip
    if path == SOURCE / "cli" / "__init__.py" or path.stem == "__main__":
        return
    if public:
        assert listed, f"{path.name} has no __all__"
        assert set(public) <= set(listed[0]), f"{path.name}: public but not in __all__: {set(public) - set(listed[0])}"


def test_classes_are_records_or_loaded_things() -> None:
    for path, node in classes():
        assert not node.name.endswith(FORBIDDEN_CLASSES), f"{path.name}: {node.name}"
        assert len(node.bases) <= 2, f"{path.name}: {node.name} has {len(node.bases)} bases"


def test_functions_take_few_positional_arguments() -> None:
    long = [
        f"{path.relative_to(SOURCE)}: {node.name} takes {len(node.args.args)}"
        for path, node in functions()
        if not node.name.startswith("_") and len([arg for arg in node.args.args if arg.arg not in ("self", "cls")]) > MOST_POSITIONAL
        and path.parent.name != "cli" and not is_route(node) and node.name != "read_filters"
    ]  # fmt: skip
    assert not long, "\n".join(long)


def test_functions_are_short() -> None:
    lengths = sorted(length(node) for _, node in functions())
    assert lengths[len(lengths) // 2] <= MEDIAN_FUNCTION
    assert lengths[int(len(lengths) * 0.9)] <= P90_FUNCTION


def test_every_column_is_described() -> None:
    for name, table in (records.TABLES | records.IMPORT_TABLES).items():
        for item in dataclasses.fields(table):
            assert item.metadata.get("description", "").endswith("."), f"{name}.{item.name} has no description"


def test_errors_are_one_tree() -> None:
    for name in errors.__all__:
        assert issubclass(getattr(errors, name), errors.BilateralError)
        assert name in (errors.__doc__ or ""), f"{name} is not in the tree of the docstring"


def test_library_never_prints_nor_swallows() -> None:
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "print", f"{path.name}:{node.lineno} prints"
            if isinstance(node, ast.ExceptHandler):
                assert node.type is not None, f"{path.name}:{node.lineno} has a bare except"
