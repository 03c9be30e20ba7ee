"""`--ray`: which cluster trains instead of this computer."""

from __future__ import annotations

import click

from fashion_model.cluster.address import parse, why_unusable


def _check(_: object, option: object, address: str | None) -> str | None:
    if address is None:
        return None
    try:
        parse(address)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    why = why_unusable(address)
    if why is not None:
        raise click.ClickException(why)
    return address


cluster_option = click.option(
    "--ray",
    "cluster",
    envvar="RAY_ADDRESS",
    metavar="ADDRESS",
    callback=_check,
    help="Train on a Ray cluster, such as 192.168.1.10:6379; docs/cluster.md says how.",
)
