"""Taking a file in, as every page does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO

import pytest

from portal.config import Settings
from portal.files import store
from portal.files.intake import FileRefused, take_in
from portal.files.store import Accepted
from portal.i18n import use_locale

Take = Callable[[str, bytes], Accepted]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_locale("en"):
        yield


@pytest.fixture
def take(settings: Settings, now: datetime) -> Take:
    return lambda name, content: take_in(name, BytesIO(content), settings=settings, now=now)


@pytest.fixture
def refused(take: Take, settings: Settings) -> Callable[[str, bytes], str]:
    """Return why a file is refused; nothing of it may be kept."""

    def why(name: str, content: bytes) -> str:
        with pytest.raises(FileRefused) as caught:
            take(name, content)
        assert [one for one in store.folder(settings).iterdir() if one.name != "turn"] == []
        assert str(caught.value.message) in caught.value.words
        return caught.value.code

    return why
