"""Long work, done by the worker: what is put in the queue, and what is put back after an interruption."""

from django_tasks import task

from kejian.workbench.models import Adding, Publishing


def put_back() -> int:
    """Queue again what a worker that is gone left unfinished; returns how many."""
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    # what it had stored is known to the base by its hash and is not read again
    return DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.READY, started_at=None, worker_ids=[]
    )


@task()
def add_documents(number: int) -> None:
    """Read the files of an adding into the base."""
    from kejian.workbench.adding import give_up, run

    try:
        run(Adding.objects.get(pk=number))
    except Exception:  # whoever waits for it is told, and the queue keeps what happened
        give_up(number)
        raise


@task(priority=10)
def publish_draft(number: int) -> None:
    """Publish a draft; it waits for no documents that are still to be read."""
    from kejian.workbench import publishing

    try:
        publishing.run(Publishing.objects.get(pk=number))
    except Exception:  # whoever waits for it is told, and the queue keeps what happened
        publishing.fail(number, "an error of the program ended it", "try again, or ask who runs the server")
        raise
    refresh_later()


@task(priority=-10)
def refresh() -> None:
    """Link what is not linked yet and audit what changed since it was audited last."""
    from kejian.base.auditing import audit_base
    from kejian.base.linking import link

    link("default")
    audit_base("default")


def refresh_later() -> None:
    """Let the worker refresh what is derived, once, after what is being changed now is stored."""
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    waiting = DBTaskResult.objects.filter(task_path=refresh.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        refresh.enqueue()
