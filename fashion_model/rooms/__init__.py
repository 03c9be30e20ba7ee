"""A room full of people: phones send drawings, a network answers, others name what they see.

A room lives in memory and in a private folder of its own, which ends with it.
"""

from fashion_model.rooms.drawing import THUMB, Drawing, Sent
from fashion_model.rooms.error import Closed, NotNow, Refused, RoomError, Unwritten
from fashion_model.rooms.games import Game, Outcome, Round, tally, told
from fashion_model.rooms.opening import Opening
from fashion_model.rooms.room import Room
from fashion_model.rooms.state import Phone
from fashion_model.rooms.store import Rooms

__all__ = [
    "Closed",
    "Drawing",
    "Game",
    "NotNow",
    "Opening",
    "Outcome",
    "Phone",
    "Refused",
    "Room",
    "RoomError",
    "Rooms",
    "Round",
    "Sent",
    "THUMB",
    "Unwritten",
    "tally",
    "told",
]
