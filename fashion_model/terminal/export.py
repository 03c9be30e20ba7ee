"""`export`: a run as files to take along."""

from __future__ import annotations

from pathlib import Path

import click

from fashion_model.terminal.output import find_run, json_option, print_json


@click.command()
@click.argument("run")
@click.option(
    "--notebook",
    required=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the Jupyter notebook.",
)
@click.option("--force", is_flag=True, help="Replace FILE if it is there already.")
@json_option
def export(run: str, notebook: Path, force: bool, as_json: bool) -> None:
    """Write RUN (its id, its name, or "bundled") as a Jupyter notebook.

    The notebook trains the same network again, chapter by chapter, and needs nothing of this app:
    only tensorflow, numpy, matplotlib and scikit-learn.
    """
    from fashion_model.data import DataError
    from fashion_model.files import write_atomically
    from fashion_model.notebook import make_notebook
    from fashion_model.runs import RunError

    found = find_run(run)
    file = click.format_filename(notebook)
    if notebook.exists() and not force:
        raise click.ClickException(f"{file} is there already; --force replaces it.")
    if not notebook.parent.is_dir():
        raise click.ClickException(f"There is no folder for {file}; please make it first.")
    try:
        content = make_notebook(found)
        write_atomically(notebook, content)
    except (DataError, RunError) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{file} can't be written: {error.strerror}.") from error
    if as_json:
        print_json({"run": found.id, "notebook": str(notebook), "bytes": len(content)})
        return
    click.echo(f"Wrote {file}. Open it with Jupyter, or run: jupyter execute {file}")
