"""Long work, done by the worker: what is put in the queue, and what is put back after an interruption."""

from django_tasks import task

from kejian.workbench.models import Adding


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
    from kejian.workbench.adding import run

    run(Adding.objects.get(pk=number))
