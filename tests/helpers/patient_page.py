"""Draw a page as a hospital has it: a portrait, a patient's data, a finding that must stay readable.

The person is made up; the portrait is the astronaut of tests/data/faces.
"""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

PORTRAIT = Path(__file__).resolve().parents[1] / "data" / "faces" / "astronaut.jpg"
SIZE = (1000, 1300)
FINDING = "Haemoglobin 13.4 g/dl"
LINES = (
    ("Patient:", "Margaret O'Neill"),
    ("Date of birth:", "14 March 1961"),
    ("Patient no:", "MRN 00482913"),
    ("Address:", "4 Quay Street, Galway"),
    ("Phone:", "+353 91 555 0142"),
    ("E-mail:", "margaret.oneill@example.ie"),
)
FINDINGS = (FINDING, "Leucocytes 6.1 /nl", "Creatinine 0.9 mg/dl", "No acute finding. Control in six months.")


def patient_page() -> Image.Image:
    """Return the page."""
    page = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(page)
    with Image.open(PORTRAIT) as portrait:
        page.paste(portrait.convert("RGB").resize((300, 300)), (620, 70))
    pen.text((80, 80), "Harbour Clinic", fill="#0f4c5c", font=ImageFont.load_default(52))
    pen.text((80, 150), "Laboratory report", fill="#445", font=ImageFont.load_default(30))
    for row, (label, value) in enumerate(LINES):
        pen.text((80, 440 + 64 * row), label, fill="#556", font=ImageFont.load_default(28))
        pen.text((320, 440 + 64 * row), value, fill="black", font=ImageFont.load_default(30))
    pen.line((80, 850, 920, 850), fill="#99a", width=2)
    for row, line in enumerate(FINDINGS):
        pen.text((80, 890 + 62 * row), line, fill="black", font=ImageFont.load_default(30))
    return page
