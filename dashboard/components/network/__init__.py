"""The network view: a Streamlit component of our own over vendored Cytoscape.js; it fetches nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import streamlit as st

_FOLDER = Path(__file__).parent
Kind = Literal["ENTITY", "PERSON"]
#: ABSENT is a subject that has no relation in this view on the chosen day: it keeps its place.
Relation = Literal["CENTRE", "ADJACENT", "CONTROLLED", "LIABLE", "ABSENT"]


@dataclass(frozen=True)
class Node:
    """A subject in the picture.

    Parameters
    ----------
    hub
        It stands for `degree` relations that are counted and not drawn.
    step, by
        When it came, and around whom: the same steps give the same picture wherever it is opened.
    """

    id: str
    label: str
    kind: Kind
    relation: Relation = "ADJACENT"
    hub: bool = False
    degree: int = 0
    step: int = 0
    by: str = ""


@dataclass(frozen=True)
class Edge:
    """A relation in the picture, from `source` to `target`, with where it is known from.

    Parameters
    ----------
    step
        With which expansion it came: later ones have no say in where earlier nodes stand.
    """

    id: str
    source: str
    target: str
    type: str
    label: str
    relation: Relation = "ADJACENT"
    valid_from: str = ""
    origin: str = ""
    step: int = 0


@dataclass(frozen=True)
class Event:
    """What the user did: ``node``, ``edge``, ``expand``, ``back``, ``clear``, or ``save`` (places, JSON)."""

    kind: str
    id: str


def view_data(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    *,
    hidden: Sequence[str] = (),
    highlight: Sequence[str] = (),
    layout: Literal["fcose", "dagre"] = "fcose",
    height: int = 540,
    probe: str = "",
    positions: Mapping[str, Sequence[float]] | None = None,
    scene: str = "",
) -> dict[str, Any]:
    """What the component is given; a relation to a node that is not there is left out.

    Parameters
    ----------
    height
        In pixels; 0 for what the window leaves.
    highlight
        Ids of edges of a path; everything else fades.
    probe
        Name under which tests find the view in the page.
    positions
        Where nodes of a saved view stand, as x and y; the others are laid out as ever.
    scene
        What is looked at; another one begins a new picture, in which nobody has a place yet.
    """
    known = {one.id for one in nodes}
    return {
        "nodes": [asdict(one) for one in nodes],
        "edges": [asdict(one) for one in edges if one.source in known and one.target in known],
        "hidden": list(hidden),
        "highlight": list(highlight),
        "layout": layout,
        "height": height,
        "probe": probe,
        "positions": {node: list(spot) for node, spot in (positions or {}).items()},
        "scene": scene,
    }


@cache
def _parts() -> tuple[str, str]:
    vendor = (_FOLDER / "vendor" / "cytoscape.bundle.js").read_text(encoding="utf-8")
    own = (_FOLDER / "network.js").read_text(encoding="utf-8")
    css = (_FOLDER / "network.css").read_text(encoding="utf-8")
    # The first line is a comment, so that the text is never taken for the path of a file.
    return f"// creditgraph network view\n{vendor}\n{own}", css


def text_of(data: dict[str, Any]) -> str:
    """What `network_view` sends: one text, which the page compares with the one before and skips if equal."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def network_view(data: dict[str, Any] | str, *, key: str, on_event: Callable[[], None]) -> None:
    """Show the network; `on_event` runs when the user did something, read it with `event_of`.

    Parameters
    ----------
    data
        From `view_data`, or its `text_of` where that is known.
    """
    js, css = _parts()
    mount = st.components.v2.component("creditgraph_network", html="<div></div>", css=css, js=js)
    view = data if isinstance(data, str) else text_of(data)
    mount(data={"view": view}, key=key, on_event_change=on_event)


def event_of(value: Any) -> Event | None:
    """The event in the component's state, or None; whatever else a page may send is ignored."""
    found = value.get("event") if hasattr(value, "get") else None
    if not isinstance(found, dict) or not isinstance(found.get("kind"), str):
        return None
    return Event(found["kind"], str(found.get("id", "")))
