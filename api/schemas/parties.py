"""A party as lists and chains of investigators name it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.answers import Answer


class ShownPartyOut(Answer):
    """Code and name of a party; of another district neither."""

    id: str = Field(description="统一社会信用代码，或人员编号；辖区外主体为空")
    name: str
    kind: Literal["ENTITY", "PERSON"]
    hidden: bool = Field(description="是否为辖区外主体，不显示是谁")
