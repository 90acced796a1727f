from __future__ import annotations

import csv

from msa_core.messages import SearchCount
from msa_core.retrieval.exports.told.count_table import as_csv, as_pasted, table_of

COUNTS = {
    (0, 0): SearchCount(search=0, area=0, above_cut=3, cut=0.2, best=0.41234),
    (0, 1): SearchCount(search=0, area=1, best=-0.02),
    (1, 1): SearchCount(search=1, area=1, problem="a picture is gone"),
}


def test_what_stands_out_and_the_best_score_of_each_area_are_columns() -> None:
    lines = table_of(["tanks", "ships"], ["port", "city"], COUNTS)
    assert lines == [
        ["search", "port", "port: best score", "city", "city: best score"],
        ["tanks", "3", "0.4123", "-", "-0.0200"],
        ["ships", "", "", "-", ""],
    ]


def test_names_are_never_formulas_and_never_break_a_line_while_numbers_stay_numbers() -> None:
    lines = table_of(["=1+1"], ["+a\tb", "c\nd"], COUNTS)
    read = list(csv.reader(as_csv(lines).decode().splitlines(keepends=True)))
    assert read[0][1] == "'+a\tb"
    assert read[0][3] == "c\nd"
    assert read[1] == ["'=1+1", "3", "0.4123", "-", "-0.0200"]
    assert as_pasted(lines).splitlines()[0].split("\t")[1] == "'+a b"
