"""Which moves does the life of a thing allow? Each resource has one table; checks and drawings come from it."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Generic, TypeVar

from app.core.errors import WrongState

S = TypeVar("S", bound=StrEnum)


class Lifecycle(Generic[S]):
    """The table of one resource: action → (states in which it may happen, states to which it may lead)."""

    def __init__(
        self, name: str, initial: AbstractSet[S], moves: Mapping[str, tuple[AbstractSet[S], AbstractSet[S]]]
    ) -> None:
        self.name, self.initial, self.moves = name, initial, moves

    def require(self, action: str, state: S) -> None:
        """Let an action pass in this state.

        Raises:
            WrongState: the table does not allow it.

        """
        if state not in self.moves[action][0]:
            raise WrongState(action, state.value)

    def after(self, action: str, state: S, target: S | None = None) -> S:
        """Return the state an action leads to; `target` chooses where there are several.

        Raises:
            WrongState: the table does not allow it.

        """
        self.require(action, state)
        targets = self.moves[action][1]
        chosen = next(iter(targets)) if target is None and len(targets) == 1 else target
        if chosen not in targets or chosen is None:
            raise WrongState(action, state.value)
        return chosen

    def states(self) -> set[S]:
        """Return every state the table speaks of."""
        return set(self.initial).union(*(sources | targets for sources, targets in self.moves.values()))

    def draw(self) -> str:
        """Return the table as a Mermaid state diagram, in a stable order."""
        lines = [f"    [*] --> {state.value}" for state in sorted(self.initial)]
        for action, (sources, targets) in self.moves.items():
            lines += [
                f"    {source.value} --> {target.value}: {action}"
                for source in sorted(sources)
                for target in sorted(targets)
            ]
        return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])
