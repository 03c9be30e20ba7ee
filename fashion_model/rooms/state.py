"""What is in a room: the sum of its events. The same events always make the same room."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from fashion_model.rooms import bet, games
from fashion_model.rooms.bet import Bet, Verdict
from fashion_model.rooms.blue_team import Taught
from fashion_model.rooms.drawing import Drawing, from_event
from fashion_model.rooms.games import GAMES, Outcome, Round


@dataclass(frozen=True)
class Phone:
    """A phone in the room: what its holder is called, and whether its drawings are hidden."""

    animal: str
    hidden: bool = False


@dataclass
class State:
    """Phones by their secret, drawings by their id, oldest first; and the round played.

    `votes` are what phones named a drawing: by the drawing, then the phone. `hidden` are ids of
    drawings. `run` is the training that answers, None the all-terrain model; `taught` what it was
    taught last. `bet` is what phones bet on in this round.
    """

    round: Round
    run: str | None
    taught: Taught | None = None
    bet: Bet | None = None
    phones: dict[str, Phone] = field(default_factory=dict)
    drawings: dict[str, Drawing] = field(default_factory=dict)
    votes: dict[str, dict[str, int]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    def apply(self, event: dict[str, Any]) -> None:
        """Change what `event` says.

        Raises:
            ValueError, KeyError, TypeError: The event is damaged.
        """
        match event:
            case {"what": "joined", "phone": phone, "animal": animal}:
                self.phones[phone] = Phone(animal)
            case {"what": "drawn", "id": drawing_id, "phone": phone}:
                self.drawings[drawing_id] = from_event(event, self.phones[phone].animal)
            case {"what": "voted", "drawing": drawing_id, "phone": phone, "kind": kind}:
                self.votes.setdefault(drawing_id, {})[phone] = kind
            case {"what": "hidden", "drawing": drawing_id}:
                self.hidden.add(drawing_id)
            case {"what": "hidden", "phone": phone}:
                self.phones[phone] = replace(self.phones[phone], hidden=True)
            case {"what": "round", "game": game} if game in GAMES:
                self.round = Round(event["number"], game, event["kind"], event["at"])
                self.bet = Bet(bet.from_event(event["race"])) if game == "bet" else None
            case {"what": "bet", "phone": phone, "on": on} if self.bet and on in (0, 1):
                self.bet = replace(self.bet, bets={**self.bet.bets, phone: on})
            case {"what": "raced", "experiment": experiment} if self.bet:
                self.bet = replace(self.bet, experiment=experiment)
            case {"what": "judged", "better": better, "words": words} if self.bet:
                self.bet = replace(self.bet, verdict=Verdict(better, words))
            case {"what": "taught", "run": run}:
                lesson, held_back = tuple(event["lesson"]), tuple(event["held_back"])
                self.taught = Taught(run, lesson, held_back)
            case {"what": "answers", "run": run}:
                self.run = run
            case _:
                raise ValueError("no event of a room")

    def votes_on(self, drawing_id: str) -> dict[str, int]:
        """Return what each phone that was asked takes a drawing for."""
        return self.votes.get(drawing_id, {})

    def is_shown(self, drawing: Drawing) -> bool:
        """Whether it is on the wall."""
        return drawing.id not in self.hidden and not self.phones[drawing.phone].hidden

    def shown(self) -> list[tuple[Drawing, Outcome]]:
        """Return all on the wall with what they count as, the newest first."""
        return [
            (each, games.outcome(each, self.votes_on(each.id)))
            for each in reversed(self.drawings.values())
            if self.is_shown(each)
        ]

    def betting_on(self, side: int) -> list[str]:
        """Return who bets on that side and is not hidden: animals, in the order of their bets."""
        bets = {} if self.bet is None else self.bet.bets
        phones = [self.phones[phone] for phone, on in bets.items() if on == side]
        return [phone.animal for phone in phones if not phone.hidden]

    def drawn_by(self, phone: str) -> list[Drawing]:
        """Return the drawings of one phone."""
        return [each for each in self.drawings.values() if each.phone == phone]

    def to_name(self, phone: str) -> Drawing | None:
        """Return a drawing of this round that `phone` should name: one that is nearly settled."""
        asked = [
            each
            for each in self.drawings.values()
            if each.round == self.round.number
            and each.phone != phone
            and phone not in self.votes_on(each.id)
            and games.to_be_named(each, self.votes_on(each.id))
            and self.is_shown(each)
        ]
        return max(asked, key=lambda each: len(self.votes_on(each.id)), default=None)
