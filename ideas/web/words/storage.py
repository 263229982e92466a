"""Words for pictures."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "picture.too_big": _l("This file is larger than %(limit)s MB. Send a smaller picture."),
    "picture.too_many_pixels": _l(
        "This picture has more than %(limit)s megapixels. Send a smaller one."
    ),
    "picture.too_small": _l(
        "This picture is only %(width)s by %(height)s pixels. Send one with at least %(least)s on "
        "its longer side, best the original file."
    ),
    "picture.too_narrow": _l(
        "This picture is %(width)s by %(height)s pixels, too narrow to make anything out. "
        "Send one whose longer side is at most %(most)s times the shorter one."
    ),
    "picture.wrong_type": _l("This is not a picture we can use. Send a JPEG, PNG or WebP file."),
    "picture.two_things": _l(
        "This file is a picture and something else. Send a plain JPEG, PNG or WebP file."
    ),
    "picture.unreadable": _l(
        "This picture is damaged or unfinished. Send it again as JPEG, PNG or WebP."
    ),
    "picture.busy": _l("Many pictures are arriving just now. Please try again in a minute."),
}
