"""Make the network that shows its layers' maps: `python -m scripts.feature_maps`.

To be run again whenever the bundled run changes; a test tells when the two differ.
"""

from fashion_model.explain import FEATURE_MAPS_PATH
from fashion_model.network.export import export_feature_maps
from fashion_model.runs.directory import BUNDLED_PATH


def main() -> None:
    """Export the bundled network's maps into `assets/`."""
    export_feature_maps(BUNDLED_PATH / "model.keras", FEATURE_MAPS_PATH)
    print(f"{FEATURE_MAPS_PATH.name}: {FEATURE_MAPS_PATH.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
