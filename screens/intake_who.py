"""What the intake form does with who calls: it asks the files, and fills itself from whom one takes."""

from typing import Any

from models.rows import FoundRow
from screens.widgets.who_field import MOST, row_of


def fitting(desk: Any, typed: str) -> list[FoundRow]:
    """Customers at their premises who fit what is typed."""
    found: list[FoundRow] = desk.look.customers(typed, MOST)
    return found


class Who:
    """The box of an intake screen in which one looks for who calls."""

    def __init__(self, screen: Any) -> None:
        self._screen = screen
        screen.form.who.fitting = self._fitting

    @property
    def taken(self) -> bool:
        """Was somebody chosen by hand?"""
        return self._screen.form.who.kept is not None

    async def _fitting(self, typed: str) -> list[FoundRow] | None:
        screen = self._screen
        if not screen.keeper.ready:
            return None
        found: list[FoundRow] | None = await screen.read(fitting, screen.host.desk, typed)
        return found

    def take(self, row: FoundRow | None) -> None:
        """Fill the form from whom one took, and go on to the caller's words; nobody: the words go where they belong."""
        form = self._screen.form
        if row is None:
            self._unknown(form.who.value.strip())
        else:
            phone = {} if form.fields()["phone"].strip() else {"phone": row.phone}
            form.replace_place()
            form.fill({
                "caller": row.name, "address": row.address, "district": row.district, "access": row.access,
                "customer_id": "" if row.id is None else str(row.id),
                "premise_id": "" if row.premise_id is None else str(row.premise_id), **phone,
            })  # fmt: skip
        self._screen.set_focus(form.rows["text"].field)
        self._screen.look_up()
        self._screen.keep()
        self._screen.tell()

    def _unknown(self, typed: str) -> None:
        """Somebody the files do not know: a number, a name or a place is put into its own row, if that is empty."""
        form = self._screen.form
        name = row_of(typed)
        if not form.fields()[name].strip():
            form.fill({name: typed})
