"""Why a network answers what it answers: which places of a picture speak for which kind."""
