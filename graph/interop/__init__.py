"""Subgraphs for other tools: networkx, py2neo (an extra), CSV, Parquet and GraphML (A16)."""
