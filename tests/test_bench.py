"""The arithmetic and the report of `make bench`; how fast anything is, no test says."""

import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from bench import load, report, sql, tracks, whole
from bench.figures import Figures, Round, percentile, ratio
from bench.measuring import BARE, OURS
from bench.scenarios import COMPARABLES, LIST, Scenario


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([7], 0.95, 7),
        (range(1, 101), 0.95, 95),
        (range(1, 101), 0.5, 50),
        ([5, 1, 3], 0.5, 3),
        ([1, 2], 0.5, 1),
        (range(1, 21), 0.95, 19),
    ],
)
def test_a_percentile_is_one_of_the_values(values, share, expected):
    assert percentile([*values], share) == expected


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0.01, 1))
def test_at_least_that_share_of_the_values_is_within_a_percentile(values, share):
    found = percentile(values, share)
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9
    assert sum(value < found for value in values) < share * len(values)


def test_one_noisy_round_moves_no_figure_but_bad_answers_are_all_counted():
    calm, noisy = Round([1, 2, 3], seconds=0.5, bytes=6_000), Round([90, 90, 90], seconds=9, bytes=6_000, bad=2)
    assert Figures.of([calm, noisy, calm]) == Figures(p50=2, p95=3, per_second=6, kilobytes=2, bad=2)


def test_a_ratio_to_nothing_is_none():
    assert (ratio(30, 10), ratio(30, 0)) == (3, 0)


def figures(p95, per_second=100.0, bad=0):
    return Figures(p50=1, p95=p95, per_second=per_second, kilobytes=1, bad=bad)


TILE = Scenario("tile z0", bound=15, share=0.6, paths=["/tiles/initiatives/0/0/0.json"])


def cells(told, row=2):
    return [cell.strip() for cell in told.splitlines()[row].strip("|").split("|")]


def test_what_is_promised_and_not_kept_stands_out():
    kept = cells(report.speeds([TILE], {(TILE.name, OURS, 1): figures(15), (TILE.name, BARE, 1): figures(9, 160)}))
    assert (kept[0], kept[2], kept[9]) == ("tile z0", "15.0", "62%")
    broken = cells(
        report.speeds([TILE], {(TILE.name, OURS, 1): figures(15.1, bad=3), (TILE.name, BARE, 1): figures(9, 170)})
    )
    assert (broken[0], broken[2], broken[9]) == ("tile z0 **3 bad answers**", "**15.1 ✗**", "**59% ✗**")


def test_flatness_compares_the_largest_with_the_smallest():
    by_size = {size: {(TILE.name, OURS, 1): figures(p95)} for size, p95 in ((10_000, 2), (100_000, 3), (1_000_000, 7))}
    assert cells(report.flatness([TILE], by_size)) == ["tile z0", "2.0", "3.0", "7.0", "**3.5 × ✗**"]


def test_new_figures_leave_the_prose_around_them_alone():
    page = f"# Speed\n\nbefore\n\n{report.BEGIN}\nold\n{report.END}\n\nafter \\1\n"
    once = report.kept(page, "new \\1 figures")
    assert once == f"# Speed\n\nbefore\n\n{report.BEGIN}\n\nnew \\1 figures\n\n{report.END}\n\nafter \\1\n"
    assert report.kept(once, "new \\1 figures") == once
    with pytest.raises(ValueError, match=r"performance\.md"):
        report.kept("no marks", "figures")


def test_the_page_has_room_for_the_figures():
    assert report.kept(report.PAGE.read_text(), "x")


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        status, body = (
            (304, b"") if self.headers["If-None-Match"] else (200 if self.path != "/bad" else 500, b"x" * 100)
        )
        self.send_response(status)
        self.send_header("ETag", 'W/"A:1"')
        if self.path in ("/chunks", "/pieces") and status == 200:
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            sent = b"64\r\n" + body + b"\r\n0\r\n\r\n"
            if self.path == "/pieces":  # what ends the body comes along with the second half of it
                self.wfile.write(sent[:50])
                time.sleep(0.005)
                sent = sent[50:]
            self.wfile.write(sent)
            return
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def port():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("path", "bad", "size"), [("/good", 0, 100), ("/chunks", 0, 100), ("/pieces", 0, 100), ("/bad", 1, 100)]
)
def test_the_asker_counts_bytes_and_whatever_is_not_200(port, path, bad, size):
    told = {"port": port, "paths": [path], "first": 0, "seconds": 0, "askers": 2, "revalidate": False, "fewest": 20}
    done = Round(**json.loads(json.dumps(load.run(told))))
    assert len(done.milliseconds) >= told["fewest"]
    assert (done.bytes, done.bad) == (size * len(done.milliseconds), bad * len(done.milliseconds))


def test_the_asker_revalidates_with_the_tag_it_was_given(port):
    told = {
        "port": port,
        "paths": ["/good", "/chunks"],
        "first": 1,
        "seconds": 0,
        "askers": 1,
        "revalidate": True,
        "fewest": 20,
    }
    done = load.run(told)
    assert (done["bad"], done["bytes"]) == (0, 0)


def test_the_sql_of_an_address_is_complete_and_can_be_sent_again(atlas):
    [statements] = sql.of(["/api/v1/initiatives/la-coroutine-lille/"])
    assert len(statements) > 1
    assert not [statement for statement in statements if "%s" in statement]
    assert b"la-coroutine-lille" in sql.forward(statements)


@pytest.mark.parametrize(
    "query", ["near=2.8,50.4&resource=water&theme=commons&size=7", "bbox=-5,40,20,60&governance=cooperative&size=9"]
)
def test_the_sql_of_a_whole_list_tells_what_the_atlas_answers(atlas, client, query):
    path = f"{LIST}?{query}"
    answered = client.get(path).json()
    assert answered["features"]
    _generation, listed, counted = whole.statements(path, ["SELECT 1"])
    told = re.findall(r'"id" : "([^"]+)"', sql.forward([listed]).decode())
    assert told == [feature["id"] for feature in answered["features"]]
    assert int(sql.forward([counted])) == answered["numberMatched"]


def test_the_sql_of_a_whole_ranking_scores_as_the_atlas_does(atlas, client):
    path = f"{COMPARABLES}?near=2.8,50.4&resource=farm-produce&theme=commons"
    [sent] = sql.of([path])
    ours = {one["id"]: one["properties"] for one in client.get(path).json()["features"]}
    with connection.cursor() as cursor:
        cursor.execute(whole.statements(path, sent)[1])
        theirs = {
            re.search('"id" : "([^"]+)"', feature)[1]: (near, alike) for feature, _km, near, alike in cursor.fetchall()
        }
    assert len(ours) == len(theirs) == 20
    both = ours.keys() & theirs.keys()  # less those of a network that wait for their turn
    assert len(both) >= 18
    for slug in both:
        assert theirs[slug] == pytest.approx((ours[slug]["nearness"], ours[slug]["likeness"]), abs=0.006)


def test_an_address_without_an_answer_is_refused(atlas):
    with pytest.raises(sql.Refused, match="404"):
        sql.of(["/api/v1/nothing/"])


def test_a_way_is_wandered_the_same_way_each_time_and_its_tiles_are_told_side_by_side():
    one, other = tracks.wander(900), tracks.wander(900)
    assert (one.lons == other.lons).all()
    assert abs(one.lats).max() <= 70
    rows = [tracks.Row(2, 1.25, 2, 1500, 40)]
    told = report.tracks([("2 000 points kept", 10, 11)], rows, [rows[0]._replace(p50=9.99, most=700)])
    assert "| 2 | 1.2 | 2.0 | 1.5 | 10.0 | 2.0 | 1.5 | 700 |" in told
    assert "| 2 000 points kept | 10.0 | 11.0 |" in told
