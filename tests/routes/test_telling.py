"""The list and the scrubber part what is told from what is supposed, stretch by stretch."""

from types import SimpleNamespace

import pytest

from routes.telling import STRETCHES, track


def road(evidence):
    """A stage for each letter: d is documented, i illustrative."""
    return [SimpleNamespace(pk=n, is_documented=letter == "d") for n, letter in enumerate(evidence)]


@pytest.mark.parametrize("few", ["", "d"])
def test_a_road_of_no_length_has_no_track(few):
    assert track(road(few)) == []


def test_the_track_is_drawn_in_stretches_that_meet():
    drawn = track(road("iddddi"))
    assert [leg["evidence"] for leg in drawn] == ["illustrative", "documented", "illustrative"]
    assert [(leg["x1"], leg["x2"]) for leg in drawn] == [("0.00", "20.00"), ("20.00", "80.00"), ("80.00", "100.00")]


def test_a_road_of_many_short_stretches_is_drawn_coarsely_and_never_as_better_known():
    drawn = track(road("ddi" * 700))
    assert len(drawn) <= STRETCHES
    assert {leg["evidence"] for leg in drawn} == {"illustrative"}
    assert (drawn[0]["x1"], drawn[-1]["x2"]) == ("0.00", "100.00")
