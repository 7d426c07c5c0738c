"""Make a PDF of a few kilobytes whose every page is as large as the airlock renders at all. Writes no file."""

SIDE_PT = 3000
"""Of each page: with a rectangle on it, rendered in many megapixels."""


def pdf(page_count: int) -> bytes:
    """Return a PDF of `page_count` large pages that differ in where a rectangle stands."""
    contents = [f"{number % 200 * 10} 100 200 200 re f".encode() for number in range(page_count)]
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(page_count))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {page_count} >>".encode())
    for number, content in enumerate(contents):
        box = f"/MediaBox [0 0 {SIDE_PT} {SIDE_PT}]"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {4 + 2 * number} 0 R >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(made)
