"""The synthetic city generator; `generate_city` is its door."""

from ingest.synthetic.city import CitySummary, generate_city

__all__ = ["CitySummary", "generate_city"]
