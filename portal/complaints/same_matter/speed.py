"""Measures how long one recognition takes."""

import statistics
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from time import process_time

from portal.complaints.same_matter.finding import find
from portal.complaints.same_matter.trials import Trial
from portal.complaints.same_matter.values import Candidate, Words

CANDIDATES = 50
_TIMES = 40
_NOW = datetime(2000, 1, 1, 12, tzinfo=UTC)


def milliseconds(trials: Sequence[Trial]) -> float:
    """The median processor time in milliseconds of finding a new text's matter among fifty reports of the trials."""
    reports = cycle(report for trial in trials for report in trial.old)
    taken = []
    for trial in islice(cycle(trials), _TIMES):
        candidates = [
            Candidate(str(number), report.text, report.category, _NOW - timedelta(days=report.days_before))
            for number, report in enumerate(islice(reports, CANDIDATES))
        ]
        start = process_time()
        find(Words(trial.new.text, trial.new.category, _NOW), candidates, near=lambda _one, _other: False)
        taken.append((process_time() - start) * 1000)
    return statistics.median(taken)
