"""What people in a room can do wrong, or can't have."""


class RoomError(ValueError):
    """One sentence for whoever asked, on a phone or before the wall."""


class Refused(RoomError):
    """It will be refused again, however often it is asked."""


class NotNow(RoomError):
    """It may be asked again in a moment: too fast, too many at once, no room on the disk."""


class Unwritten(NotNow):
    """It could not be kept; the sentence is for whoever runs the server, and names a folder."""


class Closed(Refused):
    """There is no such room, or no longer."""
