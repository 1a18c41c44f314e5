"""Pictures are painted anew: only their pixels come through, the right way up and in sRGB.

What cameras write beside them (place, time, name of the device) and whatever else stands in the file is gone.
"""

import io
from pathlib import Path
from typing import Any, Final

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from app.adapters.inspection.limits import PIXELS, Refused

SIDE: Final = 2_560
"""The longest side of a picture that is kept, in pixels."""
PREVIEW_SIDE: Final = 640
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "HEIF", "AVIF", "TIFF", "BMP")
_BROKEN = (
    "This picture is damaged or was cut off on its way. Open it on your device, save it again as JPEG, and "
    "send that."
)


def look(file: Path, folder: Path) -> dict[str, Any]:
    """Make the picture and its preview in ``folder``. ``Refused`` for what is too large or damaged."""
    Image.MAX_IMAGE_PIXELS = None  # asked below, in our own words
    pillow_heif.register_heif_opener()
    try:
        with Image.open(file, formats=_FORMATS) as found:
            width, height = found.size
            if width * height > PIXELS:
                raise Refused(
                    f"This picture has {width:,} × {height:,} pixels, which is more than we can handle. "
                    "Save it smaller, for example 4,000 pixels wide, and send that."
                )
            if found.format == "TIFF" and getattr(found, "n_frames", 1) > 1:
                raise Refused("There are several pages in this picture. Save them as one PDF, and send that.")
            # A photo's second picture is a small one of itself, or how far things are away.
            several = found.format == "HEIF" and getattr(found, "n_frames", 1) > 1
            moves = found.format not in ("MPO", "HEIF") and getattr(found, "is_animated", False)
            has_alpha = "A" in found.getbands() or "transparency" in found.info
            drawn = found.format in ("PNG", "GIF", "BMP")
            if found.format in ("JPEG", "MPO"):
                # A large JPEG is read at a half or a quarter, which takes a fraction of the memory.
                found.draft("RGB", (SIDE, SIDE))
            painted = _paint(found, "RGBA" if has_alpha else "RGB")
    except (
        *(OSError, SyntaxError, ValueError, EOFError, MemoryError, ArithmeticError),
        # What the readers of AVIF and HEIC say of a damaged one.
        RuntimeError,
    ) as error:
        raise Refused(_BROKEN) from error
    painted.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    media_type = "image/png" if drawn or has_alpha else "image/jpeg"
    made = folder / "made"
    if media_type == "image/png":
        painted.save(made, "PNG", optimize=False)
    else:
        painted.save(made, "JPEG", quality=85, optimize=True, progressive=True)
    return {
        "media_type": media_type,
        "note": _note((width, height), painted.size, several=several, moves=moves),
        "content": str(made),
        "preview": str(preview(painted, folder)),
        "width": painted.width,
        "height": painted.height,
    }


def preview(picture: Image.Image, folder: Path) -> Path:
    """A small picture of it."""
    small = picture.copy()
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Image.Resampling.LANCZOS)
    file = folder / "preview"
    small.save(file, "WEBP", quality=80)
    return file


def _note(before: tuple[int, int], after: tuple[int, int], *, several: bool, moves: bool) -> str:
    """What somebody would miss who had sent it: nothing, where it looks as it did."""
    told = []
    if moves:
        # What moves beside a text without a way to stop it keeps many people from reading (WCAG 2.2.2).
        told.append(
            "It moved; the first picture of it is kept. To show something moving, send a film (MP4), which "
            "people can start and stop."
        )
    elif several:
        told.append("There were several pictures in it; the first is kept.")
    if max(before) > SIDE:
        told.append(
            f"Made smaller: {max(after):,} pixels on its longer side, from {max(before):,}. For printing it "
            "large, put it into a PDF."
        )
    return " ".join(told)


def _paint(found: Image.Image, mode: str) -> Image.Image:
    """The pixels alone, as ``mode``, right side up. Of pictures that move, the first one."""
    profile = found.info.get("icc_profile")
    turned = ImageOps.exif_transpose(found)
    turned.load()
    if profile and turned.mode in ("RGB", "RGBA", "CMYK", "L"):
        turned = _in_srgb(turned, profile, mode)
    if turned.mode in ("I", "F") or turned.mode.startswith("I;16"):
        # More than 8 bits of grey: Pillow would cut them off instead of scaling them.
        turned = turned.convert("I").point(lambda value: value / 256).convert("L")
    painted = Image.new(mode, turned.size)
    painted.paste(turned.convert(mode))
    return painted


def _in_srgb(picture: Image.Image, profile: bytes, mode: str) -> Image.Image:
    """Converted by its profile; as it is where the profile is of no use."""
    try:
        converted = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB" if picture.mode != "RGBA" else mode,
        )
    except (ImageCms.PyCMSError, ValueError, OSError):
        return picture
    return converted or picture
