"""The scan that finds a number of the data set wherever it is: one that finds nothing proves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.identity.testing import Numbers

NUMBER, OLD, OTHER = "41130219800101001X", "110105491231002", "411381197512311245"
AS_NEW = "11010519491231002X"


@pytest.fixture
def numbers(tmp_path: Path) -> Numbers:
    folder = tmp_path / "package"
    folder.mkdir()
    rows = (
        "uscc,id_type,id_no,phone\n91411300MA00000077,01,４１１３０２１９８００１０１００１ｘ,037763123456\n"
    )
    (folder / "positions.csv").write_text(rows, encoding="utf-8-sig")
    rows = f"姓名,证件号码,编号\n张三,{OLD},411300000000006789\n李四,411302198001010012,\n"
    (folder / "person_status.csv").write_text(rows, encoding="gb18030")
    return Numbers.of(folder)


def test_numbers_are_those_of_the_columns_for_them_in_every_form(numbers: Numbers) -> None:
    assert len(numbers) == 4, "one in full width, an old one in both forms, one with a wrong check digit"
    assert numbers.texts() == [AS_NEW, NUMBER]
    assert NUMBER not in repr(numbers)


@pytest.mark.parametrize(
    "what",
    [
        NUMBER,
        f"张三（{NUMBER.lower()}）",
        "４１１３０２１９８００１０１００１Ｘ",
        f"77{OLD}8",
        AS_NEW.encode(),
        NUMBER.encode("utf-16"),
        f"1{NUMBER}".encode(),
        {"rows": [{"name": "张三", "told": ("x", f"编号{NUMBER}")}]},
        {NUMBER: 1},
        ["411302198001010012"],
        [411302198001010012],
    ],
)
def test_a_number_is_found(numbers: Numbers, what: object) -> None:
    assert numbers.stand_in(what)


@pytest.mark.parametrize(
    "what",
    [OTHER, "411302********001X", "411300000000006789", "037763123456", b"\x00\x01", {"rows": None}, 7],
)
def test_what_is_none_of_them_is_not(numbers: Numbers, what: object) -> None:
    assert not numbers.stand_in(what)


def test_files_are_read_to_their_ends_and_their_names_too(
    numbers: Numbers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.identity.testing._CHUNK", 100)
    home = tmp_path / "home"
    (home / "logs").mkdir(parents=True)
    (home / "clean.log").write_text("nothing", encoding="utf-8")
    (home / "logs" / "across").write_bytes(b"x" * 95 + NUMBER.encode() + b"x" * 200)
    (home / "logs" / "wide").write_bytes(b"x" * 79 + NUMBER.encode("utf-16-le"))
    (home / f"{NUMBER}.txt").write_text("", encoding="utf-8")
    assert numbers.files(home) == ["411302********001X.txt", "logs/across", "logs/wide"]
    assert numbers.files(home, but={home / "logs"}) == ["411302********001X.txt"]
