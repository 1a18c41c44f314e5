"""What a policy answers."""

from dataclasses import dataclass

from app.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Allowed:
    """Yes."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Denied:
    """No, and why, in words for the person who asked."""

    reason: str

    def __bool__(self) -> bool:
        return False


Answer = Allowed | Denied
YES = Allowed()


def require(answer: Answer) -> None:
    """Raise ``NotAllowed`` with the policy's reason unless it said yes."""
    if isinstance(answer, Denied):
        raise NotAllowed(answer.reason)
