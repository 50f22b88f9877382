"""Make docs/images/report.png: the report of examples/submission in a real browser (needs Pillow)."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FUNCTION = "mse_loss"
COLOURS = 128  # a page of text needs no more, and a README loads faster


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        page_file, raw = Path(folder, "report.html"), Path(folder, "raw.png")
        work = shutil.copytree(ROOT / "examples" / "submission", Path(folder, "submission"))  # remembers nothing
        grade = [sys.executable, "-m", "grader", "--lang", "en", "check", str(work), "--seed", "7"]
        subprocess.run([*grade, "--html", str(page_file)], cwd=ROOT, check=False, stdout=subprocess.DEVNULL)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 940, "height": 900}, device_scale_factor=1.5)
            page.goto(page_file.as_uri())
            page.locator(f"h3:has-text('{FUNCTION}')").first.evaluate(
                "e => e.closest('section, article, li').id = 'shot'"
            )
            box = page.locator("#shot").bounding_box()
            assert box is not None
            clip = {"x": 0, "y": box["y"] - 12, "width": 940, "height": min(box["height"] + 24, 860)}
            page.screenshot(path=str(raw), full_page=True, clip=clip)
            browser.close()
        Image.open(raw).convert("RGB").quantize(COLOURS).save(ROOT / "docs/images/report.png", optimize=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
