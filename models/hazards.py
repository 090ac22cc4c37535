"""What a crew must know, said once: the same words often stand in the file, in the call and in a note."""

import re
import unicodedata
from collections.abc import Iterable

_APART = re.compile(r"\s*[,，、;；。\n]\s*")


def told_once(said: Iterable[tuple[str, str]]) -> list[tuple[str, tuple[str, ...]]]:
    """Each thing once, in the order in which it was first said, with every source that says it.

    Args:
        said: texts with the source of each; a text may name several things, parted by commas.

    Returns:
        The texts without what an earlier one said; a text with nothing new only adds its source to the earlier one's.
    """
    lines: list[tuple[str, list[str]]] = []
    known: dict[str, int] = {}
    for text, source in said:
        parts = {_same(part): part for part in _APART.split(text.strip()) if part}
        fresh = {same: part for same, part in parts.items() if same not in known}
        for line in {known[same] for same in parts if same in known}:
            if source not in lines[line][1]:
                lines[line][1].append(source)
        if fresh:
            whole = text.strip() if len(fresh) == len(parts) else ", ".join(fresh.values())
            known |= dict.fromkeys(fresh, len(lines))
            lines.append((whole, [source]))
    return [(text, tuple(sources)) for text, sources in lines]


def _same(part: str) -> str:
    """Spelling apart: width, case and spaces."""
    return "".join(unicodedata.normalize("NFKC", part).casefold().split())
