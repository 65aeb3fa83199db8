"""Sentences about opening, keys, files and the database."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "wrong-password": N_("The password is not right. Check Caps Lock and the keyboard language, then try again."),
    "wrong-recovery-key": N_("The recovery key does not open this post. Compare it with the printed sheet."),
    "password-too-short": N_("The password needs at least {length} characters."),
    "no-such-user": N_("There is no user “{login}” at this post."),
    "which-user": N_("This post has several users ({logins}). Say which one with --user."),
    "no-password": N_("No password was given. Use --password-file, INL_LOGISTICS_PASSWORD or a terminal."),
    "no-post-here": N_("There is no post in {folder}: key.json is missing. Choose the folder that holds post.db."),
    "key-file-damaged": N_("The key file {path} is damaged. Restore it from a backup; the data is not touched."),
    "newer-key-file": N_("The key file {path} was made by a newer version of the program. Update the program."),
    "cannot-read": N_("{path} cannot be read: {cause}."),
    "cannot-write": N_("{path} cannot be written: {cause}. Nothing was changed."),
    "disk-full": N_("The disk is full: {path} was not written. Free some space and try again; nothing is lost."),
    "folder-read-only": N_("The folder {path} does not allow writing. Choose another folder or change its rights."),
    "folder-missing": N_("The folder {path} does not exist. Choose another folder."),
    "path-exists": N_("{path} exists already. Choose a new folder; nothing there was changed."),
    "no-database": N_("The database {path} cannot be opened: {cause}."),
    "database-damaged": N_(
        "{path} is damaged or is not a database of this program. Nothing was changed. Restore the last backup."
    ),
    "newer-schema": N_(
        "This post was last used by a newer version of the program (data version {found}, this program knows "
        "{known}). Install the newer version."
    ),
    "post-open-elsewhere": N_(
        "This post is open in another window. Close it there first, or open it here for reading only."
    ),
    "older-schema": N_(
        "This post was last used by an earlier version of the program (its data is version {found}, this "
        "program needs {known}). Open it once for writing, so that it can be brought up to date."
    ),
    "read-only": N_("The post is open for reading only, so this cannot be saved."),
    "database-full": N_("The disk is full. Nothing was saved; free some space and do it again."),
    "database-busy": N_("The database is busy with another program. Nothing was saved; try again."),
    "migration-failed": N_("The post could not be brought to the new data version: {cause}. It is unchanged."),
    "stale-edit": N_("{what} was changed by somebody else since you opened it. Reload it and repeat your change."),
    "not-found": N_("{what} was not found."),
    "not-allowed": N_("Your role does not allow this. It needs: {roles}."),
}
