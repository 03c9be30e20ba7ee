"""What the system refused, and what to do about it: one true sentence for each `OSError`."""

import errno
import os
from pathlib import Path

from fashion_model import environment
from fashion_model.files import is_disk_full

FULL = "The disk is full: delete some trainings or free some space, then try again."
TOO_MANY_OPEN = (
    "Too many files are open on this computer: close other programs, or wait a little, then try"
    " again."
)
_FORBIDDEN = (errno.EACCES, errno.EPERM)
_NO_FOLDER = (errno.EEXIST, errno.ENOTDIR)
_TOO_MANY_OPEN = (errno.EMFILE, errno.ENFILE)


def in_words(error: OSError) -> str:
    """Why something could not be written: what is in the way, where, and what helps."""
    if is_disk_full(error):
        return FULL
    if error.errno in _TOO_MANY_OPEN:
        return TOO_MANY_OPEN
    folder, remedy = _folder(error)
    where = f"the folder {folder}" if folder else "a folder of this app"
    if error.errno in _FORBIDDEN:
        return f"This app may not write in {where}: give its user the right to{remedy}."
    if error.errno == errno.EROFS:
        return f"The disk with {where} can only be read: make it writable{remedy}."
    if error.errno in _NO_FOLDER:
        return f"What should be {where} is a file: move it away{remedy}."
    reason = error.strerror or "unknown reason"
    return f"A file could not be written in {where}: {reason}."


def make_folder(folder: Path) -> None:
    """Make `folder`, or see that files can be made in it.

    Raises:
        OSError: neither is so; it names the folder.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(folder)) from error
    able = os.access in os.supports_effective_ids
    if os.access(folder, os.R_OK | os.W_OK | os.X_OK, effective_ids=able):
        return
    why = errno.EROFS if _is_read_only(folder) else errno.EACCES
    raise OSError(why, os.strerror(why), str(folder))


def _is_read_only(folder: Path) -> bool:
    return hasattr(os, "statvfs") and bool(os.statvfs(folder).f_flag & os.ST_RDONLY)


def _folder(error: OSError) -> tuple[str, str]:
    """The operator's folder that `error` is about, or the file's own, and how to have another."""
    named = error.filename
    if not isinstance(named, str | bytes | os.PathLike):
        return "", ""
    path = Path(os.fsdecode(named))
    for variable, folder in environment.folders():
        if folder in (path, *path.parents):
            return str(folder), f", or set {variable} to another folder"
    return str(path.parent), ""
