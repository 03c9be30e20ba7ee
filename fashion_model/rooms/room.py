"""A room: what phones and the presenter may do in it, and within which limits.

Whatever changes a room is an event, written to its journal first and then applied, so a server that
starts again has the same room.
"""

from __future__ import annotations

import secrets
import threading
import time
from pathlib import Path
from typing import Any

from fashion_model.experiments.design import Design
from fashion_model.labels import CLASSES
from fashion_model.os_errors import in_words
from fashion_model.pace import A_SECOND, Pace
from fashion_model.rooms import animals, bet, games, journal
from fashion_model.rooms.answering import Answered
from fashion_model.rooms.bet import Bet
from fashion_model.rooms.blue_team import Taught
from fashion_model.rooms.drawing import Drawing, Sent, to_event
from fashion_model.rooms.error import NotNow, Refused, RoomError, Unwritten
from fashion_model.rooms.games import Game, Outcome, Round
from fashion_model.rooms.opening import Opening
from fashion_model.rooms.state import Phone, State

MOST_PHONES = 100
MOST_DRAWINGS = 200  # of one phone
MOST_OF_ALL = 4_000  # drawings in a room: what the server keeps in memory
A_SECONDS_DRAWINGS = 2  # of one phone
HERE = 12.0  # seconds since a phone last asked; then it counts as gone

CROWDED = "This room is full: there are 100 phones in it already."
MANY = "There are 200 drawings from this phone, and a room takes no more of one. Thank you!"
ENOUGH = "This room has as many drawings as it can keep. Thank you!"
FAST = "That was very fast: please wait a second."
HIDDEN = "The presenter has taken this phone off the wall."
NOT_HERE = "This phone is not in the room yet: please load the page again."
GONE = "That drawing is not there any more."
OWN = "This is your own drawing: others have to name it."
NO_BET = "There is nothing to bet on any more."
TOO_LATE = "The race has begun: nobody can bet any more."
DAMAGED = "What was kept of this room is damaged, so it can't be opened again."
_UNREADABLE = (FileNotFoundError, ValueError, KeyError, TypeError, OverflowError, RecursionError)


class Room:
    """An open room; safe to use from several threads."""

    def __init__(self, folder: Path, opening: Opening) -> None:
        """Use `create` or `restore`."""
        self.folder, self.opening = folder, opening
        self._clock = time.time() - time.monotonic()  # by which rounds begin and end
        self._state = State(Round(0, "free", None, self.now()), opening.run)
        self._lock = threading.RLock()
        self._heard = time.monotonic()  # when anything happened last
        self._seen: dict[str, float] = {}  # when a phone asked last, on the monotonic clock
        self._pace = Pace(A_SECONDS_DRAWINGS, A_SECOND)
        self._looks = Pace(1, A_SECOND)

    @classmethod
    def create(cls, folder: Path, opening: Opening) -> Room:
        """Open a new room in a folder that is not there yet.

        Raises:
            RoomError: It can't be written, in words.
        """
        room = cls(folder, opening)
        try:
            journal.begin(folder)
        except OSError as error:
            raise RoomError(in_words(error)) from error
        room._write({"what": "opened", **vars(opening)})
        return room

    @classmethod
    def restore(cls, folder: Path) -> Room:
        """Open a room again after the server has begun anew.

        Raises:
            RoomError: Its journal is damaged or not there.
            OSError: It can't be read just now, which says nothing about the room.
        """
        try:
            first, *events = journal.read(folder)
            room = cls(folder, Opening.read(first))
            for event in events:
                room._state.apply(event)
            room._heard -= journal.silent_seconds(folder, events[-1] if events else first)
        except _UNREADABLE as error:
            raise RoomError(DAMAGED) from error
        return room

    @property
    def round(self) -> Round:
        """What is being played."""
        return self._state.round

    @property
    def run(self) -> str | None:
        """The id of the training that answers; None: the all-terrain model."""
        return self._state.run

    @property
    def taught(self) -> Taught | None:
        """What the network was taught last."""
        return self._state.taught

    @property
    def bet(self) -> Bet | None:
        """What phones bet on in this round."""
        return self._state.bet

    # ── phones ────────────────────────────────────────────────────────────────────────────

    def join(self, phone: str) -> Phone:
        """Let a phone in, or in again: it keeps its animal.

        Raises:
            Refused: The room is full.
            NotNow: It could not be written.
        """
        with self._lock:
            phones = self._state.phones
            if phone not in phones:
                if len(phones) >= MOST_PHONES:
                    raise Refused(CROWDED)
                animal = animals.one_of_the_free({each.animal for each in phones.values()})
                self._do({"what": "joined", "phone": phone, "animal": animal})
            return self.look(phone)

    def look(self, phone: str) -> Phone:
        """Return the phone, which is there still.

        Raises:
            Refused: It never joined.
        """
        with self._lock:
            if phone not in self._state.phones:
                raise Refused(NOT_HERE)
            self._seen[phone] = time.monotonic()
            return self._state.phones[phone]

    def admit(self, sent: Sent) -> None:
        """Look whether a drawing may be prepared and kept, before any work is done for it.

        Raises:
            NotNow: It comes too soon after others.
            Refused: It will not be taken.
        """
        with self._lock:
            if self.look(sent.phone).hidden:
                raise Refused(HIDDEN)
            if len(self._state.drawn_by(sent.phone)) >= MOST_DRAWINGS:
                raise Refused(MANY)
            if len(self._state.drawings) >= MOST_OF_ALL:
                raise Refused(ENOUGH)
            self.round.meant(sent, self.now())
            if not self._pace.take(sent.phone):
                raise NotNow(FAST)

    def add(self, sent: Sent, answered: Answered) -> Drawing:
        """Keep an answered drawing; one that is there already stays as it is.

        Raises:
            NotNow: It could not be written.
            Refused: Meanwhile it is not taken any more.
        """
        with self._lock:
            if sent.id not in self._state.drawings:
                game, truth = self.round.meant(sent, self.now())
                self._do({"what": "drawn", **to_event(sent, answered, game, truth)})
            return self._state.drawings[sent.id]

    def vote(self, phone: str, drawing_id: str, kind: int) -> None:
        """Take what somebody names another one's drawing; the first answer counts.

        Raises:
            Refused: It is their own, or not there.
            NotNow: It could not be written.
        """
        with self._lock:
            self.look(phone)
            drawing = self._state.drawings.get(drawing_id)
            if drawing is None or not self._state.is_shown(drawing):
                raise Refused(GONE)
            if drawing.phone == phone:
                raise Refused(OWN)
            votes = self._state.votes_on(drawing_id)
            if phone not in votes and games.to_be_named(drawing, votes):
                self._do({"what": "voted", "phone": phone, "drawing": drawing_id, "kind": kind})

    def to_name(self, phone: str) -> Drawing | None:
        """Return a drawing of somebody else's that this phone should name, if there is one."""
        with self._lock:
            return self._state.to_name(phone)

    def place_bet(self, phone: str, number: int, side: int) -> None:
        """Take what a phone bets on in the round of that `number`; the last bet counts.

        Raises:
            Refused: It is another round by now, or the race has begun.
            NotNow: It could not be written.
        """
        with self._lock:
            if self.look(phone).hidden:
                raise Refused(HIDDEN)
            if self.bet is None or self.round.number != number:
                raise Refused(NO_BET)
            if not self.bet.open:
                raise Refused(TOO_LATE)
            if self.bet.bets.get(phone) != side:
                self._do({"what": "bet", "phone": phone, "on": side})

    def fooled_by(self, phone: str) -> int:
        """How many of a phone's drawings people recognised and the network did not."""
        with self._lock:
            own = self._state.drawn_by(phone)
            return sum(
                games.outcome(each, self._state.votes_on(each.id)) == "fooled" for each in own
            )

    # ── the wall ──────────────────────────────────────────────────────────────────────────

    def find(self, drawing_id: str) -> Drawing | None:
        """Return a drawing that was kept."""
        with self._lock:
            return self._state.drawings.get(drawing_id)

    def shown(self) -> list[tuple[Drawing, Outcome]]:
        """Return all drawings on the wall with what they count as, the newest first."""
        with self._lock:
            return self._state.shown()

    def votes_on(self, drawing_id: str) -> dict[str, int]:
        """Return how often each kind was named for a drawing, by the kind's name."""
        with self._lock:
            named = list(self._state.votes_on(drawing_id).values())
            return {games.VOTE_NAMES[kind]: named.count(kind) for kind in sorted(set(named))}

    def joined(self) -> int:
        """How many phones have ever joined."""
        return len(self._state.phones)

    def present(self) -> int:
        """How many phones have asked within the last seconds."""
        with self._lock:
            now = time.monotonic()
            return sum(now - seen < HERE for seen in self._seen.values())

    def hide(self, drawing_id: str) -> None:
        """Take a drawing off the wall, for good.

        Raises:
            NotNow: It could not be written.
        """
        with self._lock:
            if drawing_id in self._state.drawings:
                self._do({"what": "hidden", "drawing": drawing_id})

    def hide_phone(self, phone: str) -> None:
        """Take all of a phone's drawings off the wall, and no more from it.

        Raises:
            NotNow: It could not be written.
        """
        with self._lock:
            if phone in self._state.phones:
                self._do({"what": "hidden", "phone": phone})

    def betting_on(self, side: int) -> list[str]:
        """Return who bets on that side: animals."""
        with self._lock:
            return self._state.betting_on(side)

    def offer_bet(self, race: Design) -> None:
        """Begin a round in which phones bet on a race.

        Raises:
            NotNow: It could not be written.
        """
        with self._lock:
            self._begin("bet", None, race=bet.to_event(race))

    def race_begun(self, experiment: str) -> None:
        """Take no more bets: the race runs.

        Raises:
            NotNow: It could not be written.
        """
        with self._lock:
            if self.bet is not None and self.bet.open:
                self._do({"what": "raced", "experiment": experiment})

    def decide(self) -> None:
        """Look, once a second at most, whether the race is decided; keep what it has shown.

        Raises:
            NotNow: It could not be written.
        """
        racing = self.bet
        if racing is None or racing.experiment is None or racing.verdict is not None:
            return
        if not self._looks.take(racing.experiment):
            return
        verdict = bet.judge(racing.experiment)  # reads files: nobody has to wait for it
        with self._lock:
            if verdict is not None and self.bet is racing:
                self._do({"what": "judged", **vars(verdict)})

    def begin(self, game: Game, kind: int | None = None) -> None:
        """Begin a round; in "draw-one" everybody draws `kind`, or one that is drawn by lot.

        Raises:
            NotNow: It could not be written.
        """
        with self._lock:
            if game == "draw-one" and kind is None:
                kind = secrets.randbelow(CLASSES)
            self._begin(game, kind)

    def _begin(self, game: Game, kind: int | None, **more: Any) -> None:
        number = self.round.number + 1
        at = self.now()
        self._do({"what": "round", "number": number, "game": game, "kind": kind, "at": at, **more})

    def taught_by(self, taught: Taught) -> None:
        """Keep which drawings a child run is taught, and which are held back.

        Raises:
            NotNow: It could not be written.
        """
        with self._lock:
            self._do({"what": "taught", **vars(taught)})

    def answer_with(self, run: str) -> None:
        """Have another training answer from now on.

        Raises:
            NotNow: It could not be written.
        """
        with self._lock:
            self._do({"what": "answers", "run": run})

    def now(self) -> float:
        """The time, seconds since 1970, by a clock that nobody sets while the room is open."""
        return self._clock + time.monotonic()

    def silent_seconds(self) -> float:
        """For how long nothing has happened, whatever the computer's clock says meanwhile."""
        return time.monotonic() - self._heard

    def is_gone(self) -> bool:
        """Whether nothing is left of it on the disk."""
        return journal.is_gone(self.folder)

    def _do(self, event: dict[str, Any]) -> None:
        self._write(event)
        self._state.apply(event)

    def _write(self, event: dict[str, Any]) -> None:
        try:
            journal.append(self.folder, event)
            self._heard = time.monotonic()
        except OSError as error:
            raise Unwritten(in_words(error)) from error
