"""What a new run is called unless its visitor types a name: what is special about it."""

from fashion_model.config import PRESETS, SPOILING, TrainConfig
from fashion_model.config.differences import BLOCKS, differences
from fashion_model.config.link import nearest_preset
from fashion_model.config.spoiled import in_brief
from fashion_model.runs.directory import NAME_LENGTH


def specialities(config: TrainConfig) -> tuple[str, list[str]]:
    """The preset that `config` is told from, and how it differs from it, the seed last.

    What its data were spoiled by comes first: it is the last to be left out of a name.
    """
    preset = nearest_preset(config)
    found = differences([PRESETS[preset], config])
    if found and found[0].key == "blocks":  # what each of other blocks has would say no more
        found = [each for each in found if not each.key.startswith(BLOCKS)]
    others = [each.brief[1] for each in found if not each.key.startswith(SPOILING)]
    return preset, [*in_brief(config.spoiling), *others]


def usual_name(config: TrainConfig) -> str:
    """`Quick, rate 0.02, seed 3`; the seed, and how many are left out, are always in it."""
    preset, special = specialities(config)
    seed = [special.pop()] if config.seed != PRESETS[preset].seed else []
    kept = len(special)
    while True:
        left_out = [f"{len(special) - kept} more"] if kept < len(special) else []
        name = ", ".join([preset.capitalize(), *special[:kept], *left_out, *seed])
        if len(name) <= NAME_LENGTH:
            return name
        kept -= 1
