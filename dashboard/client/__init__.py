"""The API as Python calls: typed, patient with a service that restarts, and clear when it refuses.

It needs ``httpx`` and nothing else of the platform: the folder `dashboard/client` and the file
`dashboard/documents.py` can be copied into a department's own program. How: docs/how-to/use-the-client.md.

Each area has a module with its calls; a new area is a module and one more base of `Client`. Types of its own
answers stand there too, in a ``SCHEMAS`` as in `dashboard.documents`, by which a test checks them.
"""

from __future__ import annotations

from dashboard.client.access import AccessCalls
from dashboard.client.cases import CaseCalls
from dashboard.client.figures import FigureCalls
from dashboard.client.findings import FindingCalls
from dashboard.client.oversight import OversightCalls
from dashboard.client.ownership import OwnershipCalls
from dashboard.client.patterns import PatternCalls
from dashboard.client.questions import QuestionCalls
from dashboard.client.relations import RelationCalls
from dashboard.client.subjects import MOST_SCREENED, SubjectCalls
from dashboard.client.transport import ApiError, Document, rows_of
from dashboard.client.watch import WatchCalls

__all__ = ["MOST_SCREENED", "ApiError", "Client", "Document", "rows_of"]


class Client(
    AccessCalls,
    SubjectCalls,
    RelationCalls,
    PatternCalls,
    QuestionCalls,
    OwnershipCalls,
    FindingCalls,
    CaseCalls,
    FigureCalls,
    OversightCalls,
    WatchCalls,
):
    """One signed-in user of the API, a department's system with its key, or the public.

    Parameters are those of `Transport`.

    Examples
    --------
    >>> with Client("http://127.0.0.1:8000/api/v1", "cgk_…") as api:  # doctest: +SKIP
    ...     api.check("91410100MA00000000", purpose="TENDER")["decision"]
    """
