"""What does a refusal say of itself?"""

from collections.abc import Callable
from typing import ParamSpec

import pytest

from app.memorandum.clause import Basis, Refusal

P = ParamSpec("P")


def refusal_of(rule: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> tuple[str, str, Basis, str | None]:
    """Return slug, clause, basis and reading of the refusal that a rule must raise."""
    with pytest.raises(Refusal) as caught:
        rule(*args, **kwargs)
    return caught.value.slug, caught.value.clause, caught.value.basis, caught.value.reading
