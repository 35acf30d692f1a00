"""Principals: who asks, what he may, and how he proves it. Deny by default (A16)."""
