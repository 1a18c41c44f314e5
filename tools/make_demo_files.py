"""Makes the files that the demo county's resources hold, from the sheets in ``tools/demo_files/``.

Run it after changing one of them: ``tools/python tools/make_demo_files.py``. It prints sheets with the
browser that the tests use, looks at each file with the service's own inspection, and writes what is given
out, its preview and what was found into ``app/data/demo/files/``. A test holds these to the inspection.
"""

import json
import shutil
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.adapters.inspecting import Inspecting  # noqa: E402
from tests.services import chromium  # noqa: E402
from tools.word_sheets import word  # noqa: E402

SOURCES = ROOT / "tools" / "demo_files"
MADE = ROOT / "app" / "data" / "demo" / "files"
WANTED = {
    "handover-card.pdf": "handover-card.html",
    "handover-card.docx": "handover-card.html",
    "planning-sheet-1.docx": "planning-sheet-1.html",
    "planning-sheet-2.docx": "planning-sheet-2.html",
    "planning-wall.png": "planning-wall.html",
    "least-help-ladder.png": "least-help-ladder.html",
    "least-help-ladder.pdf": "least-help-ladder.html",
    "observation-sheet.pdf": "observation-sheet.html",
    "time-to-talk-survey.docx": "time-to-talk-survey.html",
    "first-fortnight.docx": "first-fortnight.html",
    "interventions-on-one-page.docx": "interventions-on-one-page.html",
    "ta-hours.csv": "ta-hours.csv",
}
FONT = ROOT / "frontend/node_modules/@fontsource-variable/atkinson-hyperlegible-next/files"
STYLE = f"""
@font-face {{ font-family: A; font-weight: 200 800;
  src: url({FONT.as_uri()}/atkinson-hyperlegible-next-latin-wght-normal.woff2); }}
@page {{ size: A4; margin: 16mm; }}
* {{ box-sizing: border-box; }}
body {{ margin: 0; color: #1c2433; background: #fff; font: 12pt/1.45 A, sans-serif; }}
.screen {{ width: 1040px; padding: 48px; }}
h1 {{ margin: 0 0 4mm; font-size: 24pt; line-height: 1.15; }}
h2 {{ margin: 7mm 0 2mm; font-size: 14pt; }}
.lead {{ margin: 0 0 6mm; color: #48505f; }}
.foot {{ margin-top: 6mm; color: #48505f; font-size: 10pt; }}
table {{ width: 100%; border-collapse: collapse; }}
th, td {{ padding: 2mm 2.5mm; border: 1px solid #9a9484; text-align: left; vertical-align: top; }}
th {{ background: #e3efec; color: #0b5d55; font-size: 10.5pt; }}
.cards {{ display: grid; grid-template-columns: 1fr 1fr; gap: 8mm; }}
.line {{ height: 7mm; }}
.box {{ height: 13mm; }}
.marks td {{ height: 11mm; }}
.ladder {{ display: grid; gap: 4mm; margin: 0; padding: 0; list-style: none; }}
.ladder li {{ padding: 4mm 6mm; background: #e3efec; border-left: 3mm solid #0b5d55; border-radius: 2mm; }}
.ladder b {{ display: block; font-size: 17pt; }}
.wall td {{ width: 20%; height: 120px; background: #fdf6d8; font-size: 15px; }}
.wall b {{ display: block; font-size: 12px; color: #6a5d20; }}
.wall .w {{ background: #e3efec; }}
.wall .h {{ background: #f6e5dc; }}
"""


def main() -> None:
    """Make them all."""
    MADE.mkdir(exist_ok=True)
    found = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium.program(), args=[*chromium.arguments()])
        page = browser.new_page(viewport={"width": 1040, "height": 600})
        for name, source in WANTED.items():
            place = Path(folder) / name.replace(".", "-")
            place.mkdir()
            _make(page, place / name, SOURCES / source)
            made = Inspecting().inspect(place / name, name)
            shutil.copy(made.content, MADE / name)
            if made.preview:
                shutil.copy(made.preview, MADE / f"{name}-preview.webp")
            about = {key: value for key, value in asdict(made).items() if key not in ("content", "preview")}
            found[name] = {**about, "preview": made.preview is not None}
            print(f"{name}: {(MADE / name).stat().st_size} bytes, {about['media_type']}")
        browser.close()
    (MADE / "files.json").write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _make(page: Page, file: Path, source: Path) -> None:
    text = source.read_text("utf-8")
    if file.suffix == source.suffix:
        shutil.copy(source, file)
    elif file.suffix == ".docx":
        _word(file, text)
    else:
        # From a file: a page that was handed over as text may not read the font.
        sheet = file.parent / "sheet.html"
        title = text.partition("<h1>")[2].partition("</h1>")[0]
        wide = ' class="screen"' if file.suffix == ".png" else ""
        head = f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title>"
        sheet.write_text(f"{head}<style>{STYLE}</style><body{wide}>{text}", "utf-8")
        page.goto(sheet.as_uri())
        page.evaluate("document.fonts.ready")
        if file.suffix == ".png":
            page.screenshot(path=file, full_page=True)
        else:
            page.pdf(path=file, prefer_css_page_size=True, print_background=True, tagged=True)


def _word(file: Path, html: str) -> None:
    with ZipFile(file, "w", ZIP_DEFLATED) as folder:
        for name, content in word(html).items():
            # The same bytes each time.
            folder.writestr(ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, ZIP_DEFLATED)


if __name__ == "__main__":
    main()
