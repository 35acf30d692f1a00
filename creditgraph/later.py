"""Take in what came after a synthetic city's first package: corrections, retractions, judged identities."""

from __future__ import annotations

import csv
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from api.services.desk import Desk
from api.services.subjects import find_person_by_number
from graph.derivation import derive
from graph.errors import AnswerRefusedError
from graph.identity_acts import Judge, merge_persons, split_person
from ingest.pipeline import ingest_paths
from ingest.synthetic.later import ACTS, LATER


def hand_in_later(desk: Desk, city: Path) -> Path:
    """Hand the second package in, judge as its acts say and derive after each step; returns its answer keys.

    Parameters
    ----------
    desk
        A desk at the store in which the first package was derived.
    city
        The city's folder, generated with ``later``.

    Raises
    ------
    AnswerRefusedError
        The installation has no identity keys.
    """
    if desk.keys is None:
        raise AnswerRefusedError("没有身份密钥，无法按证件号码判定身份", todo="恢复密钥文件")
    folder = city / LATER
    ingest_paths(desk.store, desk.keys, [folder])
    with (folder / ACTS).open(encoding="utf-8", newline="") as file:
        acts = sorted(csv.DictReader(file), key=itemgetter("step"))
    derive(desk.store, today=desk.today, ruleset=desk.ruleset)
    for _, some in groupby(acts, key=itemgetter("step")):
        for act in some:
            _judge(desk, act)
        derive(desk.store, today=desk.today, ruleset=desk.ruleset)
    return folder / "answers"


def _judge(desk: Desk, act: dict[str, str]) -> None:
    judge = Judge("synthetic", "REVIEWER", act["reason"], act["document"])
    person = desk.store.ask(find_person_by_number(desk, act["id_no"])).id
    if act["act"] == "SPLIT":
        split_person(desk.store, person, judge)
        return
    merge_persons(
        desk.store, person, desk.store.ask(find_person_by_number(desk, act["same_as_id_no"])).id, judge
    )
