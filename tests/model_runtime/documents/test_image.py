"""Every kind of picture comes out upright, in sRGB, on white, eight bits a channel."""

import numpy as np
import pytest
from PIL import Image, ImageCms

from model_runtime.documents import formats, webp_chunks
from model_runtime.documents.document import Document, open_document
from model_runtime.documents.remote_file import BLOCK_BYTES, RemoteFile
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from tests.helpers.documents import (
    DATA,
    QUARTERS,
    is_near,
    opened,
    quarter_colours,
    quarters,
    remote,
    saved,
    stored_under,
)
from tests.helpers.many_heic import many_heic


def _turned(orientation: int) -> tuple[Image.Image, bytes]:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return stored_under(quarters(), orientation), exif.tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_gives_the_same_upright_pixels(kind: str, orientation: int) -> None:
    """Eight ways to hold a camera, five formats: one picture."""
    image, exif = _turned(orientation)
    pixels = opened(saved(image, kind, exif=exif, quality=95)).render(1).pixels
    assert pixels.shape == (64, 96, 3)
    assert is_near(quarter_colours(pixels), QUARTERS, 12)


@pytest.mark.parametrize("name", ["quarters.heic", "quarters-turned.heic"])
def test_heic_is_upright_whether_it_was_turned_or_not(name: str) -> None:
    """What turns the picture is libheif itself; it is not turned twice."""
    document = opened((DATA / "pictures" / name).read_bytes())
    pixels = document.render(1).pixels
    assert (document.kind, document.line.count, pixels.shape) == ("heic", 1, (64, 96, 3))
    assert is_near(quarter_colours(pixels), QUARTERS, 6)


@pytest.mark.parametrize("primary", [1, 2, 3, 4])
def test_the_primary_picture_of_a_heic_comes_first(primary: int) -> None:
    """What telephones and viewers show is page 1; the other pictures follow in the order of the file, each once."""
    document = opened(many_heic((DATA / "pictures" / "quarters.heic").read_bytes(), 4, primary))
    upside_down = QUARTERS[::-1] if primary > 1 else QUARTERS
    shown = [quarter_colours(document.render(number).pixels) for number in (1, 4, 2, 3, 1)]
    for found, expected in zip(shown, [upside_down, *[QUARTERS] * 3, upside_down], strict=True):
        assert is_near(found, expected, 6)


@pytest.mark.parametrize("exif", [b"Exif\0\0MM\0*\xff\xff\xff\xff\x00", b"Exif\0\0noise, not a directory"])
def test_broken_exif_does_not_cost_the_picture(exif: bytes) -> None:
    """A picture whose EXIF block is noise is shown as it is stored."""
    pixels = opened(saved(quarters(), "JPEG", exif=exif, quality=95)).render(1).pixels
    assert is_near(quarter_colours(pixels), QUARTERS, 12)


def _green_for_red_profile() -> bytes:
    """Return sRGB's own profile with the red and green colorants swapped."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(profile[128:132], "big")
    tags = {bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    profile[red + 4 : red + 12], profile[green + 4 : green + 12] = (
        profile[green + 4 : green + 12],
        profile[red + 4 : red + 12],
    )
    return bytes(profile)


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("TIFF", "RGB"), ("WEBP", "RGB")])
def test_an_embedded_profile_is_applied(kind: str, mode: str) -> None:
    """A profile that calls red green makes red pixels green."""
    image = Image.new(mode, (8, 8), "red")
    data = saved(image, kind, icc_profile=_green_for_red_profile(), lossless=True)
    assert is_near([opened(data).render(1).pixels[4, 4].tolist()], [(0, 255, 0)], 2)


@pytest.mark.parametrize(
    "profile", [b"not a profile at all", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()]
)
def test_an_unusable_profile_is_ignored(profile: bytes) -> None:
    """Noise, and a profile of another colour space, leave the pixels as they are."""
    data = saved(quarters(), "PNG", icc_profile=profile)
    assert quarter_colours(opened(data).render(1).pixels) == list(QUARTERS)


def test_transparency_lies_on_white() -> None:
    """Half transparent black is grey, wholly transparent is white: in RGBA, grey with alpha and palette."""
    half = Image.new("RGBA", (4, 4), (0, 0, 0, 128))
    clear = Image.new("LA", (4, 4), (0, 0))
    palette = Image.new("P", (4, 4), 1)
    palette.putpalette([255, 0, 0, 0, 0, 255])
    found = [
        opened(data).render(1).pixels[1, 1].tolist()
        for data in (
            saved(half, "PNG"),
            saved(clear, "PNG"),
            saved(palette, "PNG", transparency=1),
            saved(palette, "PNG"),
        )
    ]
    assert found == [[127, 127, 127], [255, 255, 255], [255, 255, 255], [0, 0, 255]]


def test_transparent_colour_of_a_plain_picture_is_white() -> None:
    """PNG can name one colour of an opaque picture as transparent."""
    data = saved(quarters(), "PNG", transparency=QUARTERS[0])
    assert quarter_colours(opened(data).render(1).pixels)[0] == (255, 255, 255)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_keep_their_brightness(kind: str) -> None:
    """16-bit grey is divided, not cut off."""
    values = np.array([[0, 257 * 100, 65535]], dtype=np.uint16)
    assert opened(saved(Image.fromarray(values), kind)).render(1).pixels[0, :, 0].tolist() == [0, 100, 255]


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
@pytest.mark.parametrize(
    ("low", "high"),
    [(0, 255), (0, 1023), (12, 1020), (0, 4095), (0, 16383), (500, 640), (30000, 31000), (60000, 65535)],
)
def test_fewer_bits_stored_in_sixteen_are_stretched(kind: str, low: int, high: int) -> None:
    """Ten, twelve or fourteen bits of a sensor, and a small part of any range, show as much as viewers show of them."""
    values = np.tile(np.linspace(low, high, 64).astype(np.uint16), (64, 1))
    shown = opened(saved(Image.fromarray(values), kind)).render(1).pixels[0, :, 0]
    assert shown.max() >= 250
    assert int(shown.max()) - int(shown.min()) >= 240
    assert (np.diff(shown.astype(int)) >= 0).all()


def test_a_hot_pixel_does_not_darken_the_rest() -> None:
    """One pixel in two hundred thousand at full brightness does not hide ten bits beside it."""
    values = np.tile(np.linspace(0, 1023, 512).astype(np.uint16), (512, 1))
    values[7, 7] = 65535
    assert opened(saved(Image.fromarray(values), "PNG")).render(1).pixels[100, -1, 0] >= 250


@pytest.mark.parametrize(("level", "shown"), [(0, 0), (65535, 255), (25700, 100)])
def test_a_page_of_one_level_stays_what_it_is(level: int, shown: int) -> None:
    """White paper is white: there is nothing to stretch."""
    values = np.full((8, 8), level, dtype=np.uint16)
    assert opened(saved(Image.fromarray(values), "PNG")).render(1).pixels[3, 3, 0] == shown


def test_real_and_32_bit_values_are_stretched() -> None:
    """Scientific TIFFs, which have no agreed white, show their whole range; not-a-number is darkest."""
    real = Image.fromarray(np.array([[-1.0, 0.0, 1.0, np.nan]], dtype=np.float32))
    whole = Image.fromarray(np.array([[0, 500_000, 1_000_000]], dtype=np.int32))
    flat = Image.fromarray(np.array([[7, 9]], dtype=np.int32))
    found = [opened(saved(image, "TIFF")).render(1).pixels[0, :, 0].tolist() for image in (real, whole, flat)]
    assert found == [[0, 128, 255, 0], [0, 128, 255], [7, 9]]


def test_cmyk_lab_and_bilevel_become_rgb() -> None:
    """Print, laboratory and fax pictures have their colours."""
    cyan = saved(Image.new("CMYK", (8, 8), (255, 0, 0, 0)), "TIFF")
    light = saved(Image.new("LAB", (8, 8), (255, 128, 128)), "TIFF")
    fax = saved(Image.new("1", (8, 8), 1), "TIFF")
    found = [opened(data).render(1).pixels[4, 4].tolist() for data in (cyan, light, fax)]
    assert is_near(found, [(0, 255, 255), (255, 255, 255), (255, 255, 255)], 3)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF", "AVIF"])
def test_one_pixel_is_a_picture(kind: str) -> None:
    """The smallest picture there is can be read in every format."""
    assert opened(saved(Image.new("RGB", (1, 1), "white"), kind)).render(1).pixels.tolist() == [[[255, 255, 255]]]


def test_pages_of_a_tiff_are_pages_in_any_order() -> None:
    """Each directory is a page with its own size."""
    pages = [Image.new("RGB", (10 + n, 10), (n * 50, 0, 0)) for n in range(4)]
    document = opened(saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    found = [document.render(number).pixels for number in (4, 1, 3)]
    assert document.line.count == 4
    assert [(page.shape[1], int(page[0, 0, 0])) for page in found] == [(13, 150), (10, 0), (12, 100)]


def _animation(count: int, kind: str, size: tuple[int, int] = (20, 10)) -> bytes:
    frames = [Image.new("RGB", size, (0, 0, n * 2)) for n in range(count)]
    return saved(
        frames[0], kind, save_all=True, append_images=frames[1:], duration=50, lossless=True, quality=100, speed=10
    )


def _is_blue(document: Document, number: int) -> bool:
    """Tell whether page `number` is that frame of `_animation`; AVIF comes within one step."""
    return abs(int(document.render(number).pixels[0, 0, 2]) - 2 * (number - 1)) <= 1


ANIMATED = ["GIF", "WEBP", "PNG", "AVIF"]


@pytest.mark.parametrize("kind", ANIMATED)
def test_frames_of_an_animation_are_pages(kind: str) -> None:
    """A person can ask about each frame, forwards and backwards."""
    document = opened(_animation(5, kind))
    assert (document.line.count, document.notes) == (5, ())
    assert all(_is_blue(document, number) for number in (5, 1, 3, 2, 2, 4, 1))


@pytest.mark.parametrize("kind", ANIMATED)
def test_a_long_animation_is_shortened_and_says_so(kind: str) -> None:
    """Frames past the limit are left out with a note; going back from the last that is shown finds the earlier ones."""
    most = formats.FORMATS[kind.lower()].max_pages
    document = opened(_animation(most + 20, kind))
    assert (document.line.count, document.notes) == (most, ("animation_shortened",))
    assert all(_is_blue(document, number) for number in (most, 1, 2, most // 2, most // 2 - 1, most))


def test_a_giant_animation_has_fewer_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pixels of all frames are bounded together; the first frame is always shown."""
    monkeypatch.setattr(formats, "MAX_ANIMATION_PX", 20 * 10 * 3 + 1)
    document = opened(_animation(6, "GIF"))
    assert (document.line.count, document.notes) == (3, ("animation_shortened",))


def test_too_many_pages_of_a_tiff_are_refused_not_cut() -> None:
    """A document is never shortened in silence or otherwise."""
    entry = formats.FORMATS["tiff"]
    pages = [Image.new("1", (1, 1))] * (entry.max_pages + 1)
    with pytest.raises(RequestFailed) as caught:
        opened(saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    assert (caught.value.code, caught.value.facts) == (ErrorCode.TOO_MANY_PAGES, {"limit": entry.max_pages})


@pytest.mark.parametrize("is_lossless", [True, False])
def test_both_plain_kinds_of_webp_are_read(is_lossless: bool) -> None:
    """WebP without an extended header says its size in two other ways."""
    pixels = opened(saved(quarters(), "WEBP", lossless=is_lossless, quality=95)).render(1).pixels
    assert is_near(quarter_colours(pixels), QUARTERS, 12)


def test_a_picture_can_be_rendered_again() -> None:
    """Nothing but the page is kept of a single picture, and it can still be asked for twice."""
    document = opened(saved(quarters(), "PNG"))
    first, second = document.render(1).pixels, document.render(1).pixels
    assert np.array_equal(first, second)
    document.close()


def _photograph(**options: object) -> bytes:
    """Return a JPEG without a grey row, of 40 kB."""
    noise = np.random.default_rng(1).integers(0, 255, (20, 30, 3), dtype=np.uint8)
    return saved(Image.fromarray(noise).resize((480, 320)), "JPEG", quality=95, **options)


JPEGS = {
    "colour": _photograph(),
    "progressive": _photograph(progressive=True),
    "with EXIF": _photograph(exif=_turned(6)[1]),
    "grey": saved(Image.linear_gradient("L"), "JPEG"),
    "print": saved(quarters().convert("CMYK"), "JPEG"),
}


@pytest.mark.parametrize("lost_bytes", [1, 2, 3, 10, 100])
@pytest.mark.parametrize("name", JPEGS)
def test_a_jpeg_without_its_last_bytes_is_shown_and_says_so(name: str, lost_bytes: int) -> None:
    """As every viewer shows it: all that is there, upright, in its size; nothing is said of one that is whole."""
    whole, short = opened(JPEGS[name]), opened(JPEGS[name][:-lost_bytes])
    expected, found = whole.render(1).pixels, short.render(1).pixels
    assert ((), ("picture_cut_short",)) == (whole.notes, short.notes)
    assert expected.shape == found.shape
    height = expected.shape[0]
    upper = np.abs(expected[: height // 2].astype(int) - found[: height // 2])
    assert upper.mean() < 1 if name != "with EXIF" else np.abs(expected.astype(int) - found).mean() < 5
    assert np.array_equal(found, short.render(1).pixels)  # and again, in the same way


@pytest.mark.parametrize("share", [0.6, 0.8, 0.95])
def test_rows_that_never_came_are_grey(share: float) -> None:
    """The rows that are there stay what they are."""
    data = JPEGS["colour"]
    found = opened(data[: int(len(data) * share)]).render(1).pixels
    expected = opened(data).render(1).pixels
    rows = int(320 * share) - 48
    assert np.array_equal(expected[:rows], found[:rows])
    assert (np.abs(found[-4:].astype(int) - 128) <= 1).all()


@pytest.mark.parametrize("lost", [0.6, 0.9, 0.99])
def test_a_jpeg_of_which_most_is_missing_is_damaged(lost: float) -> None:
    """Half a letter is no letter to ask about."""
    data = JPEGS["colour"]
    with pytest.raises(RequestFailed) as caught:
        opened(data[: int(len(data) * (1 - lost))]).render(1)
    assert ErrorCode.FILE_DAMAGED == caught.value.code


def test_a_file_that_stops_being_there_is_not_a_picture_cut_short() -> None:
    """What cannot be fetched is told as that, and not drawn as grey."""
    noise = np.random.default_rng(1).integers(0, 255, (1000, 1000, 3), dtype=np.uint8)
    data = saved(Image.fromarray(noise), "JPEG", quality=95)
    assert BLOCK_BYTES < len(data)

    def fetch(offset: int, length: int) -> bytes:
        if offset:
            raise RequestFailed(ErrorCode.FILE_CHANGED)
        return data[:length]

    document = open_document(RemoteFile(len(data), fetch))
    with pytest.raises(RequestFailed) as caught:
        document.render(1)
    assert (ErrorCode.FILE_CHANGED, ()) == (caught.value.code, document.notes)


@pytest.mark.parametrize(
    ("kind", "options", "is_lossless"),
    [
        ("WEBP", {"lossless": True}, True),
        ("WEBP", {"lossless": True, "exif": b"Exif\0\0"}, True),
        ("WEBP", {"quality": 80}, False),
        ("WEBP", {"quality": 80, "exif": b"Exif\0\0"}, False),
        ("WEBP", {"lossless": True, "save_all": True, "append_images": [quarters(96, 64).rotate(180)]}, True),
        ("PNG", {}, True),
        ("JPEG", {}, False),
        ("AVIF", {}, False),
    ],
)
def test_a_picture_knows_whether_its_file_keeps_every_pixel(
    kind: str, options: dict[str, object], is_lossless: bool
) -> None:
    """Told from the file's structure: a copy keeps what the source kept."""
    assert is_lossless == opened(saved(quarters(), kind, **options)).is_lossless


def test_a_webp_of_nothing_but_other_chunks_is_not_lossless() -> None:
    """The walk through a file that hides its bitstream ends."""
    data = b"RIFF\0\0\0\0WEBP" + b"JUNK\0\0\0\0" * 200
    assert not webp_chunks.is_lossless(remote(data))
