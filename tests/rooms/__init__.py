"""What happens in a room, without a browser or a server."""
