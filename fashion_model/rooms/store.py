"""All open rooms of a server, each a private folder that is deleted with what was drawn in it."""

from __future__ import annotations

import hmac
import logging
import shutil
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from fashion_model import environment
from fashion_model.os_errors import in_words, make_folder
from fashion_model.pace import A_MINUTE, Pace
from fashion_model.rooms.error import Closed, NotNow, Refused, RoomError
from fashion_model.rooms.letters import new_key, new_letters, typed
from fashion_model.rooms.opening import Opening
from fashion_model.rooms.room import Room
from fashion_model.runs.directory import ROOMS
from fashion_model.runs.store import READ_ONLY

SILENCE = 3600.0  # seconds without an event, after which a room is deleted
MOST_ROOMS = 8
WRONG_LETTERS, WRONG_LETTERS_OF_ALL = 10, 20  # guesses in a minute: of one address, of all

WRONG_KEY = "This room is closed, or the code is another one’s: scan the code on the wall again."
NO_SUCH = "No room has these letters: look at the wall, and type them again."
NOT_YET = "The server is just starting: it is tried again."
TOO_OFTEN = "Too many wrong letters were typed: wait a minute, or scan the code on the wall."
UNREADABLE = "The server can’t open its rooms just now: it is tried again."
TOO_MANY = "There are eight open rooms on this server: one of them has to be closed first."
SWITCHED_OFF = "Whoever runs this server has switched rooms off."
ELSEWHERE = "Another server of this app keeps the rooms in this folder: open yours there."
_ANYBODY = ""

log = logging.getLogger(__name__)


class Rooms:
    """The open rooms of one folder; safe to use from several threads.

    One server has a folder's rooms: two would write into the same journals.
    """

    def __init__(self, root: Path | None = None) -> None:
        self._root = (root or environment.runs_dir()) / ROOMS
        self._lock = threading.RLock()
        self._held: FileLock | None = None
        self._rooms: dict[str, Room] = {}  # by the key
        self._ended: set[Path] = set()  # folders of closed rooms that could not be deleted yet
        self._troubles: set[str] = set()  # what the last sweep met, in words
        self._wrong = Pace(WRONG_LETTERS, A_MINUTE)
        self._wrong_of_all = Pace(WRONG_LETTERS_OF_ALL, A_MINUTE)

    def stop(self) -> None:
        """Let the next server have the rooms; they stay as they are."""
        with self._lock:
            if self._held is not None:
                self._held.release()
                self._held = None
            self._rooms.clear()

    def why_closed(self) -> str | None:
        """Why no room can be opened, in words; None if one can."""
        why = self._why_not()
        return None if why is None else f"{why} So no room can be opened."

    def _why_not(self) -> str | None:
        if not environment.rooms():
            return READ_ONLY if environment.read_only() else SWITCHED_OFF
        try:
            make_folder(self._root if self._root.is_dir() else self._root.parent)
        except OSError as error:
            return in_words(error)
        return None

    def open(self, owner: str, run: str | None, *, limited: bool = True) -> Room:
        """Open a room of `owner`'s, or return the one they have.

        Raises:
            RoomError: There are too many, or it can't be written, in words.
        """
        with self._lock:
            own = self.of(owner)
            if own is not None:
                return own
            if limited and len(self._rooms) >= MOST_ROOMS:
                raise RoomError(TOO_MANY)
            self._take_folder()
            key = new_key()
            letters = new_letters({each.opening.letters for each in self._rooms.values()})
            # The folder's name says nothing: a key is for phones alone.
            room = Room.create(self._root / new_key(), Opening(key, letters, owner, run))
            self._rooms[key] = room
            return room

    def _take_folder(self) -> None:
        closed = self.why_closed()
        if closed is not None:
            raise RoomError(closed)
        try:
            make_folder(self._root)
            held = self._hold()
        except OSError as error:
            raise RoomError(in_words(error)) from error
        if not held:
            raise RoomError(ELSEWHERE)

    def of(self, owner: str) -> Room | None:
        """Return the room that `owner` has opened, if one is open."""
        with self._lock:
            found = (
                each
                for each in self._rooms.values()
                if hmac.compare_digest(each.opening.owner, owner)
            )
            return next(found, None)

    def all(self) -> list[Room]:
        """Return all open rooms, the oldest first."""
        with self._lock:
            return list(self._rooms.values())

    def find(self, key: str) -> Room:
        """Return the room of a key.

        Raises:
            Closed: There is none, or no longer.
            NotNow: The server before still has the folder, so nobody can tell.
        """
        with self._lock:
            room = self._rooms.get(key)
            if room is None and self._held is None:
                if self._troubles:
                    raise NotNow(UNREADABLE)
                if self._root.is_dir():
                    raise NotNow(NOT_YET)
        if room is None:
            raise Closed(WRONG_KEY)
        return room

    def is_open(self, room: Room) -> bool:
        """Whether a room has not been closed since."""
        with self._lock:
            return self._rooms.get(room.opening.key) is room

    def key_of(self, text: object, sender: str) -> str:
        """Return the key of the room with the letters that somebody at the address `sender` typed.

        Raises:
            NotNow: Too many wrong ones came.
            Refused: No room has these.
        """
        with self._lock:
            if self._wrong.full(sender) or self._wrong_of_all.full(_ANYBODY):
                raise NotNow(TOO_OFTEN)
            letters = typed(text)
            for key, room in self._rooms.items():
                if letters == room.opening.letters:
                    return key
            self._wrong.count(sender)
            self._wrong_of_all.count(_ANYBODY)
            raise Refused(NO_SUCH)

    def close(self, room: Room) -> None:
        """Close a room and delete all that was drawn in it; what can't be, the next sweep tries."""
        with self._lock:
            self._end(room)

    def sweep(self) -> None:
        """Delete what has been silent for an hour, and find the rooms of the server before again.

        Done when the server starts, and now and then: the one before may take its time to end. What
        the system refuses is logged in words, once while it lasts; it ends no other room.
        """
        with self._lock:
            troubles = {in_words(error) for error in self._sweep()}
            for words in sorted(troubles - self._troubles):
                log.warning("Rooms can't be looked after. %s", words)
            self._troubles = troubles

    def _sweep(self) -> Iterator[OSError]:
        """Sweep; what the system refuses, of the folder or of one room in it."""
        try:
            if not self._root.is_dir() or not self._hold():
                return
            for room in list(self._rooms.values()):
                if room.is_gone() or room.silent_seconds() > SILENCE:
                    self._end(room)
            folders = [folder for folder in self._root.iterdir() if folder.is_dir()]
        except OSError as error:
            yield error
            return
        known = {room.folder for room in self._rooms.values()}
        for folder in folders:
            if folder not in known:
                try:
                    self._find_again(folder)
                except OSError as error:
                    yield error

    def _find_again(self, folder: Path) -> None:
        """Open the room in `folder` again, or delete what has ended."""
        if folder in self._ended:
            self._delete(folder)
            return
        try:
            room = Room.restore(folder)
        except RoomError as error:
            log.warning("A room was deleted: %s", error)
            self._delete(folder)
            return
        if room.silent_seconds() > SILENCE:
            self._delete(folder)
        else:
            self._rooms[room.opening.key] = room

    def _end(self, room: Room) -> None:
        self._rooms.pop(room.opening.key, None)
        self._ended.add(room.folder)  # until it is gone: it is no room to be found again
        with suppress(OSError):  # the next sweep tries again, and says why it can't
            self._delete(room.folder)

    def _delete(self, folder: Path) -> None:
        with suppress(FileNotFoundError):
            shutil.rmtree(folder)
        self._ended.discard(folder)

    def _hold(self) -> bool:
        """Take the folder for this server, if no other has it."""
        if self._held is None:
            lock = FileLock(self._root / ".lock", thread_local=False)
            try:
                lock.acquire(timeout=0)
            except Timeout:
                return False
            self._held = lock
        return True
