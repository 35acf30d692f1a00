"""Fields that every table may have."""

from __future__ import annotations

from graph.model.kinds import Field, FieldKind

ROW_FIELDS: tuple[Field, ...] = (
    Field("record_id", "记录编号", FieldKind.TEXT, "The row's own key in its source", stored=""),
    Field("op", "操作", FieldKind.CODELIST, "What to do with the row", codelist="row_ops", stored=""),
    Field("op_doc", "操作依据", FieldKind.TEXT, "Document behind the operation", stored=""),
)
