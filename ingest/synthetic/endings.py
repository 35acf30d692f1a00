"""What befalls a ground after it was recorded: removal, repair, objection, a holder's death."""

from __future__ import annotations

from ingest.synthetic.block import Block
from ingest.synthetic.days import iso, ordinal, shift, years_on
from ingest.synthetic.model import Answer, Dispute, Ground

_COURT_REASONS = ("履行完毕", "和解履行完毕", "申请人同意", "终结执行")
_OBJECTION_GROUNDS = ("事实错误", "主体错误", "冒名登记", "其他")


def _room(b: Block, ground: Ground, years: int) -> int:
    """Days in which something may still befall a live ground: up to today, within its term."""
    end = min(b.now, ordinal(years_on(ground.start, years)) - 1)
    return end - ordinal(ground.start)


def remove(b: Block, ground: Ground, kind: str, *, years: int = 3) -> bool:
    """Remove a listing; False where the time for it has not come."""
    room = _room(b, ground, years)
    if kind == "EXPIRED":
        end = years_on(ground.start, years)
        removed = shift(end, b.below(3) * 10 - 10)
        if removed > b.today:
            return False
    elif room < 220:
        return False
    else:
        removed = shift(ground.start, 200 + b.below(room - 200))
    ground.removal, ground.removed_on = kind, removed
    ground.row |= {
        "removed_on": removed,
        "removal_kind": kind,
        "removal_doc": f"移出〔{removed[:4]}〕{b.index}-{b.number()}号",
    }
    if kind == "REPAIRED":
        repair(b, ground, removed, "APPROVED")
    return True


def repair(b: Block, ground: Ground, decided: str, result: str) -> None:
    """A repair case; only an approved one goes with a removal."""
    number = b.number()
    b.put(
        "repairs",
        {
            "repair_id": f"R-{b.index:05d}-{number:04d}",
            "target_kind": ground.kind,
            "target_key": ground.ground_id,
            "applied_on": shift(decided, -20),
            "accepted_on": shift(decided, -18),
            "decided_on": decided,
            "result": result,
            "doc_no": f"修复〔{decided[:4]}〕{b.index}-{number}号",
            "authority_code": ground.authority_code,
        },
    )


def annul(b: Block, ground: Ground, *, years: int) -> bool:
    """A penalty annulled as wrong: everything of it ends; False where there is no time for it."""
    room = _room(b, ground, years)
    if room < 60:
        return False
    on = shift(ground.start, 30 + b.below(room - 30))
    ground.removal, ground.removed_on = "ANNULLED", on
    ground.row |= {"annulled_on": on, "annul_doc": f"复议撤销〔{on[:4]}〕{b.index}-{b.number()}号"}
    return True


def release(b: Block, ground: Ground, *, years: int = 90, not_before: str = "") -> bool:
    """The court ends its measure; False where there is no room for it."""
    first = max(ordinal(ground.start), ordinal(not_before) if not_before else 0) + 60
    last = ordinal(ground.start) + _room(b, ground, years)
    if last <= first:
        return False
    ended = iso(first + b.below(last - first))
    ground.removal, ground.removed_on = "RELEASED", ended
    ground.row |= {"ended_on": ended, "end_reason": _COURT_REASONS[b.below(len(_COURT_REASONS))]}
    return True


def dispute(b: Block, ground: Ground, result: str, *, years: int = 3, by: str = "") -> bool:
    """An objection against `ground`: open (empty result), UPHELD or DISMISSED."""
    room = _room(b, ground, years)
    if room < 60:
        return False
    number = b.number()
    if result:
        raised = shift(ground.start, 5 + b.below(room - 40))
        decided = shift(raised, 3 + b.below(25))
    else:
        raised, decided = shift(ground.start, room - b.below(20)), ""
    ground.disputes.append(Dispute(raised, decided, result))
    b.put(
        "objections",
        {
            "objection_id": f"O-{b.index:05d}-{number:04d}",
            "target_kind": ground.kind,
            "target_key": ground.ground_id,
            "raised_on": raised,
            "raised_by": by,
            "ground": _OBJECTION_GROUNDS[b.below(len(_OBJECTION_GROUNDS))],
            "decided_on": decided,
            "result": result,
            "doc_no": f"异议〔{(decided or raised)[:4]}〕{b.index}-{number}号" if decided else "",
        },
    )
    return True


def die(b: Block, answer: Answer, *, years: int = 3) -> bool:
    """The person dies (or becomes incapable) while the finding lives; his offices end that day."""
    room = _room(b, answer.ground, years)
    if room < 90 or not answer.expected or not answer.person.id_no:
        return False
    died = shift(answer.ground.start, 40 + b.below(room - 40))
    incapable = b.chance(0.3)
    answer.stopped_on, answer.stopped_because = died, "INCAPACITY" if incapable else "DEATH"
    b.put(
        "person_status",
        {
            "id_no": answer.person.id_no,
            "status": "INCAPABLE" if incapable else "DECEASED",
            "since": died,
            "source_doc": "民事判决书" if incapable else "死亡医学证明",
        },
    )
    for org in b.orgs:
        for post in org.posts:
            if post.person is answer.person and (not post.end or post.end > died):
                post.end = died
    return True


def befall(b: Block, ground: Ground) -> None:
    """Let ordinary things happen to a listing: most stay, some are repaired, withdrawn or disputed."""
    draw = b.rng.random()
    if draw < 0.16:
        remove(b, ground, "REPAIRED")
    elif draw < 0.24:
        remove(b, ground, "EXPIRED")
    elif draw < 0.28:
        remove(b, ground, "REVOKED")
    elif draw < 0.32:
        remove(b, ground, "ANNULLED")
    elif draw < 0.38:
        dispute(b, ground, "")
    elif draw < 0.43:
        dispute(b, ground, "DISMISSED")
    elif draw < 0.47:
        dispute(b, ground, "UPHELD")
    elif draw < 0.50 and _room(b, ground, 3) > 300:
        repair(b, ground, shift(ground.start, 210), "REJECTED")
