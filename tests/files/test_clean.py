"""Pictures are made anew: what is seen stays, everything else goes (T19, T21)."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from portal.config import Settings
from portal.files import store
from tests.files import samples
from tests.files.conftest import Take

RED, BLUE = (255, 0, 0), (0, 0, 255)


def stored(settings: Settings, take: Take, name: str, content: bytes) -> bytes:
    return (store.folder(settings) / take(name, content).sha256).read_bytes()


def near(pixel: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 30 for one, other in zip(pixel[:3], wanted, strict=True))


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
def test_no_tag_and_no_place_is_left(settings: Settings, take: Take, kind: str, name: str) -> None:
    given = samples.gps(kind)
    assert samples.SECRET in given
    content = stored(settings, take, name, given)
    assert samples.SECRET not in content
    assert b"Exif" not in content
    with Image.open(BytesIO(content)) as made:
        assert dict(made.getexif()) == {}
        assert set(made.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "background"}


@pytest.mark.parametrize(
    ("orientation", "size", "corner"),
    [(1, (64, 32), (2, 2)), (3, (64, 32), (61, 29)), (6, (32, 64), (29, 2)), (8, (32, 64), (2, 61))],
)
def test_a_photo_stands_the_right_way_up(
    settings: Settings, take: Take, orientation: int, size: tuple[int, int], corner: tuple[int, int]
) -> None:
    content = stored(settings, take, "a.jpg", samples.gps(orientation=orientation))
    with Image.open(BytesIO(content)) as made:
        assert made.size == size
        assert near(made.getpixel(corner), RED)


def test_what_a_phone_hangs_behind_a_photo_is_gone(settings: Settings, take: Take) -> None:
    content = stored(settings, take, "a.jpg", samples.picture() + b"\0\0\0\x18ftypmp42" + samples.SECRET)
    assert samples.SECRET not in content


def test_what_is_clear_stays_clear(settings: Settings, take: Take) -> None:
    out = BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(out, "PNG")
    with Image.open(BytesIO(stored(settings, take, "a.png", out.getvalue()))) as made:
        assert made.getpixel((1, 1)) == (255, 0, 0, 0)


@pytest.mark.slow
def test_a_photo_of_48_million_pixels_is_taken_at_half_its_width(settings: Settings, take: Take) -> None:
    content = stored(settings, take, "a.jpg", samples.picture(size=(8_000, 6_000)))
    with Image.open(BytesIO(content)) as made:
        assert made.size == (4_000, 3_000)


def test_the_same_photo_gets_the_same_content_name(take: Take) -> None:
    assert take("a.jpg", samples.gps()).sha256 == take("b.jpg", samples.gps()).sha256
