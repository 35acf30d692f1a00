"""YAML in which a key stands once: of two the usual loader silently takes the last."""

from __future__ import annotations

from typing import Any

import yaml


class OnceOnlyLoader(yaml.SafeLoader):
    """Refuses a mapping in which a key stands twice."""


def _mapping(loader: OnceOnlyLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    pairs = [(loader.construct_object(key), key.start_mark.line + 1) for key, _ in node.value]
    seen = set()
    for key, line in pairs:
        if key in seen:
            raise yaml.YAMLError(f"第 {line} 行的字段 {key} 重复")
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


OnceOnlyLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
