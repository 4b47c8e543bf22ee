"""Why a measurement did not take place."""

from yimen.core.errors import YimenError


class BenchRefused(YimenError):
    """This installation cannot be measured."""

    code = "bench.refused"
