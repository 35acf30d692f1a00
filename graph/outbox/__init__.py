"""What has to leave the platform once, and how far the worker is behind."""

from graph.outbox.lag import WORKER_LEASE, WorkerLag, is_held, worker_lag
from graph.outbox.messages import (
    Message,
    RetryPolicy,
    Sender,
    due,
    enqueue,
    mark_failed,
    mark_sent,
    send_due,
)

__all__ = [
    "WORKER_LEASE",
    "Message",
    "RetryPolicy",
    "Sender",
    "WorkerLag",
    "due",
    "enqueue",
    "is_held",
    "mark_failed",
    "mark_sent",
    "send_due",
    "worker_lag",
]
