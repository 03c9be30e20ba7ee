"""The list of validation pictures says what the data sets say."""

from pathlib import Path

from fashion_model.data import load, load_sample, validation_pictures


def test_the_sample_is_validated_on_the_pictures_of_the_list() -> None:
    listed = validation_pictures(sample=True)
    assert listed.tolist() == load_sample().validation.indices.tolist()
    assert set(listed.tolist()) < set(validation_pictures(sample=False).tolist())


def test_the_full_data_is_validated_on_the_pictures_of_the_list(full_data: Path) -> None:
    assert validation_pictures(sample=False).tolist() == load().validation.indices.tolist()
