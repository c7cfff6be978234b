"""Every error a user can meet.

    GtmError
    ├── ConfigError       gtm.yml, an option or an argument is wrong                    exit code 2
    ├── QueryError        a metric cannot be asked for like that                         exit code 2
    │   └── VersionChanged    another version was published since                        exit code 2
    ├── WorkspaceError    the folder is not what the command needs, or is busy           exit code 2
    ├── SourceError       a raw file cannot be taken as it is                            exit code 1
    ├── WarehouseError    the engine refused or cannot be reached                        exit code 1
    ├── TransformError    a model did not build                                          exit code 1
    ├── StatsError        a statistic was asked for on numbers it cannot take            exit code 1
    └── CheckError        the data did not pass, so nothing was published                exit code 1

A message says what happened, where, the value received, what would be legal, and what to do next.
"""

import difflib
from collections.abc import Iterable


class GtmError(Exception):
    """Base of all errors shown to a user without a traceback."""

    exit_code = 1


class ConfigError(GtmError):
    """The configuration or an argument is wrong."""

    exit_code = 2


class QueryError(GtmError):
    """A question about metrics names what is not there, or would give a wrong number."""

    exit_code = 2


class VersionChanged(QueryError):
    """What was kept of a published version is no longer that of the current one."""


class WorkspaceError(GtmError):
    """The workspace is missing, incomplete or held by another build."""

    exit_code = 2


class SourceError(GtmError):
    """A raw file cannot be loaded as it is."""


class WarehouseError(GtmError):
    """The warehouse refused a request or cannot be reached."""


class TransformError(GtmError):
    """A model failed to build."""


class StatsError(GtmError):
    """A statistic was asked for on numbers that it cannot take."""


class CheckError(GtmError):
    """A check failed, so nothing was published."""


def did_you_mean(value: str, legal: Iterable[str]) -> str:
    """The nearest legal name as a sentence with a leading space, or an empty text."""
    folded = {name.casefold(): name for name in legal}
    nearest = difflib.get_close_matches(value.casefold(), folded, n=1, cutoff=0.6)
    return f" Did you mean '{folded[nearest[0]]}'?" if nearest else ""
