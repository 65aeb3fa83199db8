"""Who acts, on which device, and with whose approval: handed to every command.

Source: product.md 1 (roles), 4 (Vetting: override), 7 (--override).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inl_logistics.kernel.values import DeviceId, UserId


class Role(StrEnum):
    """What a person at the post may do; one person may hold several. Source: product.md 1."""

    LOGISTICS = "logistics"
    STOREKEEPER = "storekeeper"
    PROGRAM = "program"
    EUM = "eum"
    APPROVER = "approver"
    VIEWER = "viewer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Override:
    """One rule set aside: its code, the reason, and who approved."""

    code: str
    reason: str
    approver_id: UserId
    approver_name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """The signed-in user on this device."""

    user_id: UserId
    name: str
    roles: frozenset[Role]
    device_id: DeviceId
    overrides: tuple[Override, ...] = ()

    @property
    def overridden(self) -> frozenset[str]:
        """Codes of the rules set aside for this one command."""
        return frozenset(override.code for override in self.overrides)

    def may(self, *roles: Role) -> bool:
        """Tell whether the user holds one of the roles."""
        return not self.roles.isdisjoint(roles)
