"""What is kept of the files that visitors send, and how much there is room for.

Streamlit keeps every file as it came until the session is over, however many are sent, and whether
or not a page asked for them. Here each becomes, as soon as it has come in, the small picture that
the page will show, or the sentence that says why there is none (`ui/server.py`).
Streamlit's own store of files holds both, so it is the one account of what there is room for, and
forgets them with the session.
"""

import asyncio
import uuid
from functools import cache

from streamlit.runtime import get_instance
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from fashion_model import environment
from fashion_model.pace import A_MINUTE, Pace
from ui import visitor
from ui.classify.items import Handed, Refusal, from_file

MOST_FILES = 48
"""Of one session: what a page shows, and some that are on their way to it."""
MOST_BYTES = 200_000_000
"""Of all sessions, with the pictures of the steps that are kept beside each file."""

_STEPS_BYTES = 200_000
_LONGEST_NAME = 255


class _Picture(UploadedFileRec):
    """A file that was looked at: a PNG."""


class _Reason(UploadedFileRec):
    """A file that is no usable picture: why, in one sentence."""


async def look_at(session_id: str, file_id: str, sender: str | None = None) -> None:
    """Put what is kept of a file in its place; nothing if there is no room, or nobody any more.

    Of a `sender` so many count in a minute; None: of nobody.
    """
    runtime = get_instance()
    files = _files(runtime.uploaded_file_mgr)
    for came in files.get_files(session_id, [file_id]):
        files.remove_file(session_id, file_id)
        if sender is not None and not _pace().take(sender):
            kept: _Picture | _Reason = _too_much(came)
        else:
            kept = await asyncio.to_thread(_looked_at, came)
        if runtime.is_active_session(session_id) and _room(files, session_id):
            files.add_file(session_id, kept)


def _looked_at(came: UploadedFileRec) -> _Picture | _Reason:
    name = came.name[:_LONGEST_NAME]
    received = from_file(name, came.data)
    if isinstance(received, Refusal):
        return _Reason(came.file_id, name, "text/plain", received.reason.encode())
    return _Picture(came.file_id, name, "image/png", received.png)


def in_turn() -> bool:
    """Count a picture that this page's visitor sends; whether there were not too many."""
    return visitor.is_operator() or _pace().take(visitor.current().owner)


@cache
def _pace() -> Pace:
    """What each sender may send, as the operator says."""
    return Pace(environment.visitor_uploads_limit(), A_MINUTE)


def _too_much(came: UploadedFileRec) -> _Reason:
    words = "You have sent very many pictures within a minute: wait a little, then send it again."
    return _Reason(came.file_id, came.name[:_LONGEST_NAME], "text/plain", words.encode())


def _room(files: MemoryUploadedFileManager, session_id: str) -> bool:
    sessions = [list(own.values()) for own in list(files.file_storage.values())]
    everything = sum(_size(file) for own in sessions for file in own)
    return len(files.file_storage.get(session_id, ())) < MOST_FILES and everything < MOST_BYTES


def _size(file: UploadedFileRec) -> int:
    return len(file.data) + (_STEPS_BYTES if isinstance(file, _Picture) else 0)


def keep(title: str, content: bytes) -> tuple[str, Handed | Refusal | None]:
    """Keep a picture that came another way, like an upload; its id, and the rest as of `take`."""
    files, session_id = _own_files()
    file_id = uuid.uuid4().hex
    if _room(files, session_id):
        came = UploadedFileRec(file_id, title, "", content)
        files.add_file(session_id, _looked_at(came) if in_turn() else _too_much(came))
    return file_id, take(file_id)


def take(file_id: str, title: str | None = None) -> Handed | Refusal | None:
    """Return what was kept of a file of this session; None if there was no room for it.

    `title` is its name, unless another is given. A picture stays in the account until `drop`.
    """
    files, session_id = _own_files()
    for file in files.get_files(session_id, [file_id]):
        if not isinstance(file, _Picture | _Reason):  # not through the middleware, as in a test
            file = _looked_at(file)
            files.add_file(session_id, file)
        if isinstance(file, _Picture):
            return Handed(title or file.name, file.data)
        files.remove_file(session_id, file_id)
        return Refusal(title or file.name, file.data.decode())
    return None


def drop(file_id: str) -> None:
    """Keep nothing of a file of this session."""
    files, session_id = _own_files()
    files.remove_file(session_id, file_id)


def _own_files() -> tuple[MemoryUploadedFileManager, str]:
    context = get_script_run_ctx()
    assert context is not None  # pages are always drawn for a session
    return _files(context.uploaded_file_mgr), context.session_id


def _files(manager: object) -> MemoryUploadedFileManager:
    assert isinstance(manager, MemoryUploadedFileManager)  # what st.App makes
    return manager
