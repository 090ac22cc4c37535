"""What is said on the line: the sentences at its beginning and end, and by which number an operator is known there."""

from sqlmodel import Field, SQLModel

from models.tables.columns import instant


class SpokenLine(SQLModel, table=True):
    """A sentence in the place of the one that comes with the program: ``opening``, ``closing``."""

    __tablename__ = "spoken_line"
    name: str = Field(primary_key=True)
    zh: str = ""
    en: str = ""
    changed_at: int = instant()


class OperatorLine(SQLModel, table=True):
    """An operator on the telephone: the number they say, and what the telephone system calls their place."""

    __tablename__ = "operator_line"
    operator_id: int = Field(primary_key=True, foreign_key="operator.id")
    said: str = ""
    extension: str | None = Field(default=None, unique=True)
