"""Verbs of before, for whoever has them in a script: each says what it is called now."""

import click

_NOW = {"benchmark": "benchmarks", "all-terrain": "research"}


def _moved(verb: str, package: str) -> click.Command:
    @click.command(
        verb,
        hidden=True,
        add_help_option=False,
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    )
    @click.argument("words", nargs=-1, type=click.UNPROCESSED)
    def say(words: tuple[str, ...]) -> None:
        command = " ".join(("python -m", package, *words))
        raise click.ClickException(f"This has moved; please type: {command}")

    return say


moved = tuple(_moved(verb, package) for verb, package in _NOW.items())
