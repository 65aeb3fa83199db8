"""Which role may do what. Whoever may not is told which role it takes; reading is free to all.

A person at a small post holds several roles, so nothing here stops a one-person post.
Source: product.md 1 (who uses it).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from inl_logistics.kernel.actor import Actor, Role
from inl_logistics.kernel.problems import Problem, Severity

_OFFICE = frozenset({Role.LOGISTICS})
_STORE = frozenset({Role.LOGISTICS, Role.STOREKEEPER})
_PROGRAM = frozenset({Role.LOGISTICS, Role.PROGRAM})
_WORKERS = frozenset(Role) - {Role.VIEWER}

# The package of a command, and single commands that others may do too.
_FEATURES: Mapping[str, frozenset[Role]] = {
    "agreements": _PROGRAM,
    "approvals": _WORKERS,
    "attachments": _WORKERS,
    "catalog": _OFFICE,
    "counts": _STORE,
    "handovers": _OFFICE,
    "imports": _OFFICE,
    "inventory": _STORE,
    "labels": _STORE,
    "kits": _STORE,
    "outbound": _STORE,
    "partners": _PROGRAM | {Role.EUM},
    "purchasing": _PROGRAM,
    "receiving": _STORE,
    "register": _OFFICE | {Role.APPROVER, Role.ADMINISTRATOR},
    "requirements": _PROGRAM,
    "settings": _OFFICE | {Role.ADMINISTRATOR},
    "shipments": _OFFICE,
    "transfers": _STORE,
    "users": frozenset({Role.ADMINISTRATOR}),
}
_COMMANDS: Mapping[str, frozenset[Role]] = {
    # Who counts does not also decide what the books say afterwards. Source: product.md 1 (Storekeeper).
    "counts.post_count": _OFFICE | {Role.APPROVER},
    "handovers.save_draft": _STORE | _PROGRAM,
    "handovers.delete_draft": _STORE | _PROGRAM,
    "handovers.record_print": _STORE | {Role.EUM},
    "handovers.attach_copy": _STORE | {Role.EUM},
    "handovers.file_copies": _STORE | {Role.EUM},
    "handovers.unfile_copies": _STORE | {Role.EUM},
    "handovers.file_copy": _STORE | {Role.EUM},
    "handovers.unfile_copy": _STORE | {Role.EUM},
    "inventory.merge_items": _OFFICE,
    "kits.hand_over": _STORE | _PROGRAM,
    "register.certificate_file": _WORKERS,
    "register.device_certificate": _WORKERS,
    "register.make_key_file": _WORKERS,
    "requirements.decide": _PROGRAM | {Role.APPROVER},
    "requirements.reserve": _STORE | _PROGRAM,
    "settings.remove_view": _WORKERS,
    "settings.rename_view": _WORKERS,
    "settings.save_view": _WORKERS,
    "shipments.save_packing": _STORE,
    "shipments.set_milestone": _STORE,
    "shipments.set_milestones": _STORE,
    "shipments.set_paper": _STORE,
}


def needed(command: Callable[..., Any]) -> frozenset[Role]:
    """Return the roles of which one is needed for a command; what is no command of a feature takes any but viewer."""
    if isinstance(command, partial):
        return needed(command.func)
    package, _, rest = getattr(command, "__module__", "").partition(".")
    feature = rest.split(".")[0]
    if package != "inl_logistics":
        return _WORKERS
    return _COMMANDS.get(f"{feature}.{getattr(command, '__name__', '')}", _FEATURES.get(feature, _WORKERS))


def role_problems(command: Callable[..., Any], actor: Actor) -> list[Problem]:
    """Return why this person may not do this, if so."""
    if actor.roles <= {Role.VIEWER}:
        return [Problem("viewer-only", params={"name": actor.name})]
    roles = needed(command)
    if actor.may(*roles):
        return []
    names = ", ".join(sorted(role.value for role in roles))
    return [Problem("role-may-not", params={"name": actor.name, "roles": names})]


def reversal_problems(actor: Actor) -> list[Problem]:
    """A reversal takes an approver: the person itself, or one who approves it. Source: product.md 1 (Approver)."""
    return [] if actor.may(Role.APPROVER) else [Problem("reversal-approval", Severity.OVERRIDE)]
