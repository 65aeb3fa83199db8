"""Sentences about accounts and roles."""

from inl_logistics.kernel.translation import N_

# Source: product.md 1 (who uses it).
ROLE_NAMES = {
    "logistics": N_("Logistics Officer"),
    "storekeeper": N_("Storekeeper"),
    "program": N_("Program Officer"),
    "eum": N_("EUM Coordinator"),
    "approver": N_("Approver"),
    "viewer": N_("Viewer"),
    "administrator": N_("Administrator"),
}

SENTENCES = {
    "viewer-only": N_("{name} may look at this post but not change it. Sign in as somebody who works in it."),
    "role-may-not": N_(
        "{name} may not do this; it takes one of these roles: {roles}. An administrator gives roles in Settings."
    ),
    "reversal-approval": N_("Taking back something posted needs an approver."),
    "login-empty": N_("An account needs a user name and the person's name."),
    "login-taken": N_("There is an account {login} already. Choose another user name."),
    "password-needed": N_("Enter a new password to open the account again."),
    "roles-empty": N_("Choose at least one role."),
    "last-administrator": N_("{name} is the last administrator; somebody must be able to manage accounts."),
    "own-account": N_("You cannot close the account you are signed in with."),
}
