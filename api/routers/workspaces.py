"""Investigation workspaces: list, content, members, and the files that go out."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Response

from api.auth.permissions import Permission
from api.deps import Asker, asker
from api.routers.shared import PROBLEMS
from api.schemas.workspace_items import ItemAsk
from api.schemas.workspaces import (
    MemberAsk,
    VersionAsk,
    WorkspaceAsk,
    WorkspaceDetailOut,
    WorkspaceItemOut,
    WorkspacesOut,
)
from api.services import workspaces as service
from api.services.clues import actor_of
from graph.registers.workspaces import remove_item, remove_member

router = APIRouter(responses=PROBLEMS, tags=["调查工作区"])
Investigator = Annotated[Asker, Depends(asker(Permission.WORK_SPACES))]
RecordId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9]+$")]
Version = Annotated[int, Query(ge=1, le=1_000_000, description="所见的版本")]
_NOTHING = 204
_MEDIA = {"pdf": "application/pdf", "zip": "application/zip"}


@router.get("/workspaces", response_model=WorkspacesOut, summary="我的调查工作区")
async def workspaces(asker: Investigator) -> Any:
    """Those that one is a member of."""
    return {"rows": await asker.compute(service.own_workspaces, asker.desk, asker.principal)}


@router.post(
    "/workspaces",
    response_model=WorkspaceDetailOut,
    response_model_exclude_unset=True,
    summary="开设工作区",
    status_code=201,
)
async def start(asker: Investigator, body: WorkspaceAsk) -> Any:
    """Whoever opens it owns it."""
    return await asker.compute(service.start_workspace, asker.desk, asker.principal, **body.model_dump())


@router.get(
    "/workspaces/{workspace_id}",
    response_model=WorkspaceDetailOut,
    response_model_exclude_unset=True,
    summary="一个工作区",
)
async def workspace(asker: Investigator, workspace_id: RecordId) -> Any:
    """To its members only; to others it is not there."""
    found = await asker.compute(service.workspace_detail, asker.desk, asker.principal, workspace_id)
    await asker.note("READ_WORKSPACE", (workspace_id, *service.persons_in(found)))
    return found


@router.put(
    "/workspaces/{workspace_id}/members",
    response_model=WorkspaceDetailOut,
    response_model_exclude_unset=True,
    summary="加入成员或改变角色",
)
async def put_member(asker: Investigator, workspace_id: RecordId, body: MemberAsk) -> Any:
    """By an owner; the last owner stays."""
    return await asker.compute(
        service.put_member, asker.desk, asker.principal, workspace_id, body.account_id, body.role
    )


@router.delete("/workspaces/{workspace_id}/members/{account_id}", summary="移出成员", status_code=_NOTHING)
async def drop_member(asker: Investigator, workspace_id: RecordId, account_id: RecordId) -> Response:
    """By an owner; the last owner stays."""
    await asker.compute(
        remove_member, asker.desk.store, workspace_id, account_id, actor=actor_of(asker.principal)
    )
    return Response(status_code=_NOTHING)


@router.post(
    "/workspaces/{workspace_id}/items",
    response_model=WorkspaceItemOut,
    response_model_exclude_unset=True,
    summary="加入或修改内容",
)
async def put_item(asker: Investigator, workspace_id: RecordId, body: ItemAsk) -> Any:
    """Each kind has its form, and what it names must be in the store; 409 if somebody was quicker."""
    given = body.root.model_dump(by_alias=True, exclude_none=True)
    found = await asker.compute(service.put_item, asker.desk, asker.principal, workspace_id, given)
    await asker.note("READ_WORKSPACE", (workspace_id, *service.persons_in({"items": [found]})))
    return found


@router.get(
    "/workspaces/{workspace_id}/items/{item_id}",
    response_model=WorkspaceItemOut,
    response_model_exclude_unset=True,
    summary="一项内容",
)
async def item(asker: Investigator, workspace_id: RecordId, item_id: RecordId) -> Any:
    """All that it holds; to members of the workspace only."""
    found = await asker.compute(service.workspace_item, asker.desk, asker.principal, workspace_id, item_id)
    await asker.note("READ_WORKSPACE", (workspace_id, *service.persons_in({"items": [found]})))
    return found


@router.delete("/workspaces/{workspace_id}/items/{item_id}", summary="移除内容", status_code=_NOTHING)
async def drop_item(
    asker: Investigator, workspace_id: RecordId, item_id: RecordId, version: Version = 1
) -> Response:
    """Its versions stay in the store."""
    await asker.compute(
        remove_item,
        asker.desk.store,
        workspace_id,
        item_id,
        version=version,
        actor=actor_of(asker.principal),
    )
    return Response(status_code=_NOTHING)


@router.put(
    "/workspaces/{workspace_id}/end",
    response_model=WorkspaceDetailOut,
    response_model_exclude_unset=True,
    summary="结束工作区",
)
async def end(asker: Investigator, workspace_id: RecordId, body: VersionAsk) -> Any:
    """It can still be read and exported."""
    return await asker.compute(service.end_workspace, asker.desk, asker.principal, workspace_id, body.version)


@router.get(
    "/workspaces/{workspace_id}/dossier.{form}",
    response_class=Response,
    responses={200: {"content": {media: {} for media in _MEDIA.values()}}},
    summary="导出卷宗（PDF）或数据（ZIP）",
)
async def dossier(asker: Investigator, workspace_id: RecordId, form: Literal["pdf", "zip"]) -> Response:
    """What goes out is written into the audit trail, of each person too whom it names."""
    raw, persons = await asker.compute(
        service.workspace_file, asker.desk, asker.principal, workspace_id, form
    )
    await asker.note("EXPORT_WORKSPACE", (workspace_id, *persons), fields=(form,))
    name = f"workspace-{workspace_id}.{form}"
    return Response(
        raw, media_type=_MEDIA[form], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
