"""Where the hand was when something is looked up: what becomes of an article that is taken."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from models.rows.knowledge import ArticleRow


@dataclass(frozen=True, slots=True)
class Hand:
    """Where the hand was: the category of what it is about, and what is done with an article that is taken.

    `use` answers with the sentence to be said, and raises what the desk refuses.
    """

    use: Callable[[ArticleRow], Awaitable[str]]
    category: str = ""
