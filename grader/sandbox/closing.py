"""What is closed at the end of a `with` statement: whatever starts workers, and a worker itself."""

from __future__ import annotations

from abc import abstractmethod
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Self  # in `typing` from Python 3.11 on


class Closing:
    """Gives itself to a `with` statement, and is closed after it, whatever happened in it."""

    @abstractmethod
    def close(self) -> None:
        """End what is still running."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
