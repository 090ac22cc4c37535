"""Who sits at a keyboard, and what that seat may do."""

from dataclasses import dataclass

from models.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits at a keyboard. The engine sits as ``engine`` (id 0), an import as ``import``."""

    operator_id: int
    login: str
    name: str
    roles: frozenset[Role] = frozenset()
    initials: str = ""

    def may(self, role: Role) -> bool:
        """True if a role held here includes `role` (supervisor > dispatcher > operator; admin stands apart)."""
        nested = {
            Role.SUPERVISOR: {Role.SUPERVISOR, Role.DISPATCHER, Role.OPERATOR},
            Role.DISPATCHER: {Role.DISPATCHER, Role.OPERATOR},
            Role.OPERATOR: {Role.OPERATOR},
            Role.ADMIN: {Role.ADMIN},
        }
        return any(role in nested[held] for held in self.roles)
