"""Signals, windows, baselines and thresholds as data: an edition that refuses to exist when it is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import RuleDefinitionError
from graph.model.codelists import codelist

SIGNALS_FILE: Final = Path(__file__).parent / "signals.yaml"
Level = Literal["NORMAL", "WATCH", "ALERT"]
RANK: Final[dict[str, int]] = {"NORMAL": 0, "WATCH": 1, "ALERT": 2}


class Signal(StrEnum):
    """What is watched."""

    PENALTIES = "PENALTIES"
    SEVERITY = "SEVERITY"
    LISTINGS = "LISTINGS"
    OVERDUE_REPAIRS = "OVERDUE_REPAIRS"
    BROKEN_COMMITMENTS = "BROKEN_COMMITMENTS"
    CONTROLLER_CHANGES = "CONTROLLER_CHANGES"
    REPRESENTATIVE_CHANGES = "REPRESENTATIVE_CHANGES"
    GUARANTEE_EXPOSURE = "GUARANTEE_EXPOSURE"
    CLUSTER_REGISTRATIONS = "CLUSTER_REGISTRATIONS"
    COMPLAINTS = "COMPLAINTS"


class Scope(StrEnum):
    """For whom a figure is given; never for a natural person."""

    ENTITY = "ENTITY"
    GROUP = "GROUP"
    INDUSTRY = "INDUSTRY"
    DISTRICT = "DISTRICT"
    LIST = "LIST"
    CITY = "CITY"

    @property
    def zh(self) -> str:
        """The name that users see."""
        return _SCOPE_NAMES[self]


_SCOPE_NAMES: Final = {
    Scope.ENTITY: "单位",
    Scope.GROUP: "企业族群",
    Scope.INDUSTRY: "行业",
    Scope.DISTRICT: "辖区",
    Scope.LIST: "名单",
    Scope.CITY: "全市",
}


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Threshold(_Data):
    """From where on a figure counts: an absolute number, and how often the usual one.

    Parameters
    ----------
    times_baseline
        The figure must exceed so many times the baseline too; without it the number alone decides.
    """

    at_least: int = Field(ge=1, le=1_000_000)
    times_baseline: float = Field(default=0.0, ge=0.0, le=1000.0)

    def reached(self, value: int, baseline: float) -> bool:
        """Whether a figure is beyond it.

        Examples
        --------
        >>> one = Threshold(at_least=3, times_baseline=2)
        >>> one.reached(2, 0), one.reached(3, 0), one.reached(4, 2), one.reached(5, 2)
        (False, True, False, True)
        """
        return value >= self.at_least and (not self.times_baseline or value > self.times_baseline * baseline)


class Thresholds(_Data):
    """Both levels of one scope."""

    watch: Threshold
    alert: Threshold

    @property
    def step(self) -> int:
        """What is a material rise: as many as lie between the two levels, at least one.

        Examples
        --------
        >>> Thresholds(watch=Threshold(at_least=3), alert=Threshold(at_least=5)).step
        2
        """
        return max(1, self.alert.at_least - self.watch.at_least)

    def level(self, value: int, baseline: float) -> Level:
        """NORMAL, WATCH or ALERT."""
        if self.alert.reached(value, baseline):
            return "ALERT"
        return "WATCH" if self.watch.reached(value, baseline) else "NORMAL"


class Parameters(_Data):
    """What single signals need besides; each signal says which."""

    severities: tuple[str, ...] = ()
    penalty_kinds: tuple[str, ...] = ()
    fulfilments: tuple[str, ...] = ()
    working_days: int | None = Field(default=None, ge=1, le=250)
    within_days: int | None = Field(default=None, ge=1, le=366)
    at_least: int | None = Field(default=None, ge=2, le=10_000)


class SignalSettings(_Data):
    """One signal: window, baseline and thresholds by scope."""

    zh: str = Field(min_length=2, max_length=40)
    meaning: str = Field(min_length=4, max_length=200)
    unit: str = Field(min_length=1, max_length=4)
    window_days: int = Field(ge=1, le=366)
    baseline_windows: int = Field(ge=1, le=24)
    parameters: Parameters = Parameters()
    scopes: dict[Scope, Thresholds] = Field(min_length=1)

    @property
    def days_read(self) -> int:
        """How many days back events are needed for one figure."""
        return self.window_days * (1 + self.baseline_windows)


class WarningSettings(_Data):
    """All signals, in one edition."""

    edition: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[0-9A-Za-z.\-]*$")
    late_after_days: int = Field(ge=0, le=366)
    renew_after_days: int = Field(ge=1, le=366)
    levels: dict[Literal["WATCH", "ALERT"], str]
    signals: dict[Signal, SignalSettings]


_NEEDED: Final[dict[Signal, tuple[str, ...]]] = {
    Signal.SEVERITY: ("severities", "penalty_kinds"),
    Signal.OVERDUE_REPAIRS: ("working_days",),
    Signal.BROKEN_COMMITMENTS: ("fulfilments",),
    Signal.CLUSTER_REGISTRATIONS: ("within_days", "at_least"),
}
_CODES: Final = {"severities": "severities", "penalty_kinds": "penalty_kinds", "fulfilments": "fulfilments"}
#: Only these know of a list; the others have no figure by list.
LISTED: Final = frozenset(
    {Signal.SEVERITY, Signal.LISTINGS, Signal.OVERDUE_REPAIRS, Signal.GUARANTEE_EXPOSURE}
)


def _nonsense(settings: WarningSettings) -> Iterator[tuple[str, str]]:
    """(field, what) of settings that say two things at once, or leave something out."""
    for missing in sorted(set(Signal) - set(settings.signals)):
        yield f"signals.{missing}", "缺少这个信号"
    for level in sorted({"WATCH", "ALERT"} - set(settings.levels)):
        yield f"levels.{level}", "缺少级别名称"
    for name, signal in settings.signals.items():
        at = f"signals.{name}"
        given = signal.parameters.model_fields_set
        for field in _NEEDED.get(name, ()):
            if not getattr(signal.parameters, field):
                yield f"{at}.parameters.{field}", "缺少该参数"
        for field in sorted(given - set(_NEEDED.get(name, ()))):
            yield f"{at}.parameters.{field}", "这个信号没有该参数"
        for field, listed in _CODES.items():
            for code in getattr(signal.parameters, field):
                if code not in codelist(listed).codes():
                    yield f"{at}.parameters.{field}", f"“{code}”不在代码表 {listed} 中"
        for scope, thresholds in signal.scopes.items():
            if scope is Scope.LIST and name not in LISTED:
                yield f"{at}.scopes.{scope}", "这个信号不区分名单"
            if thresholds.alert.at_least < thresholds.watch.at_least:
                yield f"{at}.scopes.{scope}.alert.at_least", "预警值低于关注值"
            if thresholds.alert.times_baseline < thresholds.watch.times_baseline:
                yield f"{at}.scopes.{scope}.alert.times_baseline", "预警倍数低于关注倍数"


def settings_from(data: Any, *, name: str = SIGNALS_FILE.name) -> WarningSettings:
    """Settings from parsed data.

    Raises
    ------
    RuleDefinitionError
        Names the file and the field that is wrong.
    """
    try:
        settings = WarningSettings.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise _refuse(name, place, f"预警设置的字段有误（{first['type']}）") from error
    for place, what in _nonsense(settings):
        raise _refuse(name, place, what)
    return settings


def _refuse(name: str, place: str, what: str) -> RuleDefinitionError:
    return RuleDefinitionError(what, where=f"{name}#{place}", todo="改正该字段后重新运行")


def read_settings(path: Path) -> WarningSettings:
    """Settings from a file.

    Raises
    ------
    RuleDefinitionError
        It cannot be read, or makes no sense.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _refuse(path.name, "", "预警设置文件读不懂") from error
    return settings_from(data, name=path.name)


@cache
def load_settings() -> WarningSettings:
    """The settings that ship with the platform."""
    return read_settings(SIGNALS_FILE)
