"""Pictures made anew from their pixels, so that no tag, place or hidden part comes along. Fails closed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import Image

from portal.files.bounds import Unfit
from portal.files.kinds import Kind

# A JPEG of up to four times the pixels is read at half its width and height: today's phones take such.
_HALF = 4
_ORIENTATION = 0x0112
_TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SAVED: dict[Kind, dict[str, Any]] = {
    Kind.JPEG: {"format": "JPEG", "quality": 90},
    Kind.PNG: {"format": "PNG", "compress_level": 3},
    Kind.WEBP: {"format": "WEBP", "quality": 90, "method": 1},
}


def clean(source: Path, target: Path, kind: Kind, *, pixels: int) -> None:
    """Write the picture's first image to ``target``, the right way up, with nothing but its pixels.

    ``pixels`` is how many are decoded at most. Raises Unfit for more, and for anything that cannot be read to its end.
    """
    try:
        picture, orientation = _read(source, kind, pixels)
        turned = _TURNED.get(orientation)
        if turned is not None:
            picture = picture.transpose(turned)
        picture.save(target, **_SAVED[kind])
    except Unfit:
        raise
    except (MemoryError, Image.DecompressionBombError) as error:
        raise Unfit("too_many_pixels") from error
    except Exception as error:
        # Whatever a broken picture makes Pillow raise: the original is never kept.
        raise Unfit("unreadable") from error


def _read(source: Path, kind: Kind, pixels: int) -> tuple[Image.Image, int]:
    """Return the picture with nothing but its pixels, and how it is to be turned (EXIF's number)."""
    with Image.open(source, formats=[kind.name]) as opened:
        width, height = opened.size
        if kind is Kind.JPEG and pixels < width * height <= _HALF * pixels:
            opened.draft(None, (width // 2, height // 2))
            width, height = opened.size
        if width * height > pixels:
            raise Unfit("too_many_pixels")
        orientation = int(opened.getexif().get(_ORIENTATION, 1))
        opened.load()
        mode = _mode(opened, kind)
        size, content = (width, height), (opened if opened.mode == mode else opened.convert(mode)).tobytes()
    return Image.frombytes(mode, size, content), orientation


def _mode(picture: Image.Image, kind: Kind) -> str:
    if picture.mode in {"L", "1"} and kind is not Kind.WEBP and "transparency" not in picture.info:
        return "L"
    clear = kind is not Kind.JPEG and (picture.has_transparency_data or "A" in picture.mode)
    return "RGBA" if clear else "RGB"
