"""Several names typed into one field: set apart as people set them apart, in Chinese or not."""

import re

APART = ",，、;；"


def names_in(text: str, also: str = "") -> tuple[str, ...]:
    """The names of one line, in their order; `also` sets apart where names hold no such sign themselves."""
    parts = re.split(f"[{re.escape(APART + also)}]", text)
    return tuple(part.strip() for part in parts if part.strip())
