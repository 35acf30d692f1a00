"""The notice as a document: HTML that stands alone, and PDF."""

from graph.liability.notice.html import render_html

__all__ = ["render_html"]
