"""The list of published results: complete, plausible, and every row says where it is from."""

from fashion_model.published import published_results


def test_people_and_networks() -> None:
    results = published_results()
    assert results.people.accuracy == 0.835
    assert results.people.pictures == 1000
    assert len(results.networks) == 35
    best, worst = results.networks[0], results.networks[-1]
    assert (best.accuracy, worst.accuracy) == (0.967, 0.876)
    assert results.better_than(0.96) == 2
    assert results.better_than(1.0) == 0
    for each in results.networks:
        assert each.link.startswith(("https://", "http://"))
        assert each.name
        assert each.by
    assert "zalandoresearch/fashion-mnist" in results.source
