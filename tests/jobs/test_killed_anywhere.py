"""The studio is killed at every point of a job's way: at each SQL statement, before and after each request is served.

Afterwards the job is driven again, as at the next start. Whatever the endpoint promises, money is spent at most once;
where it can be asked, or sends again harmlessly, nothing is lost either.
"""

import pytest

from studio.jobs import deliveries, ledger
from studio.jobs.machine import State
from studio.providers.base import Promise

from .toy import IDEMPOTENT, NOTHING, ONLY_LOOK_UP, Counter, Killed, killed_at

pytestmark = [pytest.mark.django_db, pytest.mark.crash]

PROMISES = {
    "everything": IDEMPOTENT,
    "only the same id again": Promise(idempotent_resend=True),
    "only a look-up": ONLY_LOOK_UP,
    "nothing": NOTHING,
}


@pytest.fixture
def points(submit, drive, toy):
    """points(kept=…) -> how many points an undisturbed job has."""

    def count(*, kept: bool) -> range:
        job = submit()
        with killed_at(-1, toy) as happened:
            drive(job, kept=kept)
        toy.forget()
        return range(1, happened["all"] + 1)

    return count


def killed_and_driven(job, drive, toy: Counter, point: int, *, kept: bool):
    toy.forget()
    with killed_at(point, toy), pytest.raises(Killed):
        drive(job, kept=kept)
    return drive(job, kept=kept)


@pytest.mark.parametrize("promise", PROMISES.values(), ids=PROMISES)
def test_on_its_way_to_the_files_a_job_is_charged_at_most_once(submit, drive, toy, promised, points, promise):
    promised(promise)
    unknown = 0

    for point in points(kept=False)[:: 2 if promise.idempotent_resend else 1]:
        job = killed_and_driven(submit(), drive, toy, point, kept=False)

        assert toy.charged <= 1, f"charged twice when killed at {point}"
        if job.state == State.UNKNOWN:
            unknown += 1
            assert not promise.idempotent_resend
            assert ledger.current(job).state == "uncertain"
        else:
            assert (job.state, toy.charged) == (State.FETCHING, 1), f"lost when killed at {point}"
            assert deliveries.folder_of(job.pk).joinpath("0").exists()

    assert bool(unknown) == (not promise.idempotent_resend)


def test_on_its_way_into_the_library_a_job_is_kept_exactly_once(submit, drive, toy, promised, points):
    from studio.library.models import Asset
    from studio.library.store import incoming

    promised(IDEMPOTENT)
    fetched, all_ = points(kept=False), points(kept=True)

    for point in range(len(fetched), len(all_) + 1):
        job = killed_and_driven(submit(), drive, toy, point, kept=True)

        assert (job.state, toy.charged) == (State.READY, 1), f"lost when killed at {point}"
        assert Asset.objects.filter(job_id=job.pk).count() == 1
    assert [path.name for path in incoming().iterdir() if path.name.startswith("keep-")] == []


def test_an_upload_and_a_submit_survive_as_well(submit, drive, toy, promised, points):
    promised(IDEMPOTENT, first="upload")

    for point in points(kept=False)[::3]:  # what comes after the upload is killed at every point above
        job = killed_and_driven(submit(), drive, toy, point, kept=False)

        assert (job.state, toy.charged) == (State.FETCHING, 1), f"lost when killed at {point}"
