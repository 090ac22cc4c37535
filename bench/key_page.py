"""`make keys`: writes docs/keys.md from the one table of keys and the language catalogues."""

from collections.abc import Callable
from pathlib import Path

from screens.keys import KEYS, Key, key_name
from screens.wording import Wording

PAGE = Path(__file__).resolve().parents[1] / "docs" / "keys.md"
MOVING = ("up", "down", "page_up", "page_down", "home", "end", "pane", "open", "back")
GROUPS: tuple[tuple[str, Callable[[Key], bool]], ...] = (
    ("acts", lambda key: bool(key.act)),
    ("moving", lambda key: key.id in MOVING or key.id.startswith("queue.")),
    ("general", lambda key: True),
)
HEAD = """# Keys · 按键

Made from the bindings (`make keys`). A letter also works when it is typed full-width. What stands after the colon can
be typed on the command line (`:`), in either language; a beginning is enough if it names only one.

由按键表生成（`make keys`）。全角字母同样有效。冒号后的词可在命令行（`:`）输入，中英文皆可，能区分时只打开头即可。
"""


def page() -> str:
    """The page as it should stand in docs/keys.md."""
    left = list(KEYS)
    parts = [HEAD]
    for name, belongs in GROUPS:
        chosen = [key for key in left if belongs(key)]
        left = [key for key in left if not belongs(key)]
        parts.append(section(name, chosen))
    return "\n".join(parts)


def section(name: str, keys: list[Key]) -> str:
    """One group of keys as a table."""
    english, chinese = Wording("en"), Wording("zh")
    lines = [
        f"## {english(f'help.{name}')} · {chinese(f'help.{name}')}",
        "",
        "| key | does | 作用 | after the colon |",
        "|---|---|---|---|",
    ]
    for key in keys:
        pressed = " ".join(f"`{key_name(one)}`" for one in key.keys) or "-"
        said = " ".join(f"`{word}`" for word in (*key.en, *key.zh)) or "-"
        does, zh = (wording(f"key_help.{key.id}") for wording in (english, chinese))
        lines.append(f"| {pressed} | {does} | {zh} | {said} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
