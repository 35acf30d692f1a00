"""LDBC FinBench data as exchange packages (docs/how-to/finbench.md)."""

from ingest.sources.finbench.codes import company_code, person_document
from ingest.sources.finbench.convert import convert_finbench

__all__ = ["company_code", "convert_finbench", "person_document"]
