"""`make keys`: writes docs/keys.md from the one table of keys and the language catalogues."""

from collections.abc import Callable
from pathlib import Path

from screens.grammar import form_of
from screens.hearing import sayable, spellings
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
be typed on the command line (`:`), in either language, by its letter or its pinyin initials; a beginning is enough if
it names only one. Behind it come the request's number, if another than the one under the cursor is meant (`.` is that
one), and the facts in this order; what stands in brackets may be left out, what is missing besides is asked.

由按键表生成（`make keys`）。全角字母同样有效。冒号后的词可在命令行（`:`）输入，中英文皆可，也可打单个字母或拼音首字母；
能区分时只打开头即可。词后依次写单号（不写即光标所在的工单，`.` 专指它）和各项事实；方括号里的可以不写，其余没写的会问。
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
        "| key | does | 作用 | after the colon | followed by | 后跟 |",
        "|---|---|---|---|---|---|",
    ]
    for key in keys:
        pressed = " ".join(f"`{key_name(one)}`" for one in key.keys) or "-"
        said = " ".join(f"`{word}`" for word in (spellings(key) if key in sayable() else (*key.en, *key.zh))) or "-"
        follows, zh_follows = (form_of(key, wording) or "-" for wording in (english, chinese))
        does, zh = (wording(f"key_help.{key.id}") for wording in (english, chinese))
        lines.append(f"| {pressed} | {does} | {zh} | {said} | {follows} | {zh_follows} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
