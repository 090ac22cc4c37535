"""What is said at the beginning and the end of a call, filled in for who says it."""

from models.rows import Spoken
from screens.wording import Wording


def sentence(said: Spoken, name: str, wording: Wording) -> str:
    """The sentence ``opening`` or ``closing`` in the language of the screen; the admin's own before the program's."""
    facts = {"company": said.company, "number": said.said or said.operator, "operator": said.operator}
    own = said.own(name, wording.lang)
    return own.format(**facts) if own else wording(f"spoken.{name}", **facts)
