"""The list and the scrubber part what is told from what is supposed, stretch by stretch."""

from types import SimpleNamespace

import pytest

from routes.telling import around, steps, track


def road(evidence):
    """A stage for each letter: d is documented, i illustrative."""
    return [SimpleNamespace(pk=n, is_documented=letter == "d") for n, letter in enumerate(evidence)]


def test_a_way_on_is_known_only_between_two_stages_that_are():
    assert [step.onward for step in steps(road("iddi"))] == ["illustrative", "documented", "illustrative", ""]


@pytest.mark.parametrize("few", ["", "d"])
def test_a_road_of_no_length_has_no_track(few):
    assert track(road(few)) == []
    assert len(steps(road(few))) == len(few)


def test_the_track_is_drawn_in_stretches_that_meet():
    drawn = track(road("iddddi"))
    assert [leg["evidence"] for leg in drawn] == ["illustrative", "documented", "illustrative"]
    assert [(leg["x1"], leg["x2"]) for leg in drawn] == [("0.00", "20.00"), ("20.00", "80.00"), ("80.00", "100.00")]


def test_the_ends_of_the_road_have_one_neighbour():
    stages = road("did")
    assert around(stages, stages[0]) == (1, None, stages[1])
    assert around(stages, stages[2]) == (3, stages[1], None)
