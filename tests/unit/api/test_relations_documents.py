"""What the search hands out is what the API declares, field by field, and nothing else gets through."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from api.schemas.relations import LinksOut, NetworkOut, PathOut, SurroundingsOut
from graph.risk import PathAnswer, PathBounds
from graph.risk.frontier import Conditions, Edge
from graph.risk.network import Cut, Neighbour, Neighbourhood, TypeCount
from graph.risk.paths import ALL_SHORTEST, STRONGEST, Hop
from graph.risk.surroundings import LevelCount, Surroundings

Row = dict[str, Any]
CONDITIONS = Conditions("2026-11-23", 7, ("DIRECTOR_OF", "HOLDS"))
VERSION = {"data_version": "7/r/c"}


def network() -> Row:
    answer = Neighbourhood(
        subject="A",
        conditions=CONDITIONS,
        counts=(TypeCount("HOLDS", False, 3, False), TypeCount("DIRECTOR_OF", False, 300, True)),
        neighbours=(
            Neighbour("p1", True, "HOLDS", False, "f1", "2020-01-01", "SAMR", 1.0, 5.0),
            Neighbour("B", False, "DIRECTOR_OF", True, "f2", "", "SAMR"),
        ),
        complete=False,
        cut=(Cut("HOLDS", "PAGE", 3, 1), Cut("DIRECTOR_OF", "HUB", 300, 0)),
        following={"HOLDS": "f1"},
    )
    return {**answer.to_json(), **VERSION}


def surroundings() -> Row:
    answer = Surroundings(
        subject="A",
        conditions=CONDITIONS,
        depth=2,
        distance={"A": 0, "B": 1},
        persons=frozenset(),
        edges=(Edge("A", "B", "HOLDS", True, "f1", "2020-01-01", "SAMR", 12.5, None),),
        levels=(LevelCount(1, 1, {"HOLDS": 1}),),
        blocked={"B": "STATE_ORGAN"},
        cut="PAGE",
        following="s7o1",
        complete=False,
    )
    return {**answer.to_json(), **VERSION}


def paths(mode: str = ALL_SHORTEST) -> Row:
    answer = PathAnswer(
        from_id="A",
        to_id="B",
        day="2026-11-23",
        seq=7,
        types=CONDITIONS.types,
        limits=PathBounds(mode=mode, excluded=("C",)),
        complete=False,
        cut_short="PATHS",
        searched_length=1,
        paths=((Hop("A", "B", "HOLDS", True, "f1", "2020-01-01", "SAMR", 12.5),),),
        blocked={"H": "HUB"},
        touched_by_both=("H",),
        strengths=(0.5,) if mode == STRONGEST else (),
    )
    return {**answer.to_json(), **VERSION}


def links() -> Row:
    pair = {name: value for name, value in paths().items() if name not in VERSION}
    return {"as_of": "2026-11-23", "complete": False, "pairs": [pair], **VERSION}


DOCUMENTS = [
    (NetworkOut, network()),
    (SurroundingsOut, surroundings()),
    (PathOut, paths()),
    (PathOut, paths(STRONGEST)),
    (LinksOut, links()),
]


@pytest.mark.parametrize(("model", "document"), DOCUMENTS)
def test_an_answer_passes_unchanged(model: Any, document: Row) -> None:
    assert model.model_validate(document).model_dump(by_alias=True, exclude_unset=True) == document


def parts(document: Any) -> list[Row]:
    """Every object within a document, itself first; maps by relation type have no fields of their own."""
    if isinstance(document, list):
        return [part for one in document for part in parts(one)]
    if not isinstance(document, dict):
        return []
    inner = [
        part for name, one in document.items() if name not in ("by_type", "following") for part in parts(one)
    ]
    return [document, *inner]


@pytest.mark.parametrize(("model", "document"), DOCUMENTS)
def test_a_field_that_nobody_declared_does_not_leave(model: Any, document: Row) -> None:
    for part in parts(document):
        part["id_no"] = "undeclared"
        with pytest.raises(ValidationError, match="id_no"):
            model.model_validate(document)
        del part["id_no"]
    assert model.model_validate(document)
