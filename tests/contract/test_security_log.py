"""Does the page of the security log name every event there is, with its level and fields?"""

import ast
from pathlib import Path

APP = Path(__file__).parents[2] / "app"
PAGE = APP.parent / "docs" / "security-log.md"
LOGGERS = ("security",)


def events() -> dict[str, tuple[str, set[str]]]:
    """Return the events the code writes to the security log: level and fields by name."""
    found: dict[str, tuple[str, set[str]]] = {}
    for file in APP.rglob("*.py"):
        text = file.read_text()
        if 'get_logger("security")' in text:
            for call in (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)):
                if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "log":
                    name = ast.literal_eval(call.args[0])
                    level, fields = found.setdefault(name, (call.func.attr, set()))
                    fields |= {keyword.arg for keyword in call.keywords if keyword.arg}
                    assert level == call.func.attr
    return found


def documented() -> dict[str, tuple[str, set[str]]]:
    """Return what the page says."""
    rows = [line.split("|")[1:-1] for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    return {name.strip().strip("`"): (level.strip(), set(fields.split("`")[1::2])) for name, level, _, fields in rows}


def test_the_page_names_every_event_with_its_level() -> None:
    assert {name: level for name, (level, _) in events().items()} == {
        name: level for name, (level, _) in documented().items()
    }


def test_the_page_names_every_field() -> None:
    written, said = events(), documented()

    # A refusal's own codes are told by the problem it answers with.
    assert {name: fields for name, (_, fields) in written.items() if name != "refused"} == {
        name: fields for name, (_, fields) in said.items() if name != "refused"
    }
    assert said["refused"][1] <= written["refused"][1]
