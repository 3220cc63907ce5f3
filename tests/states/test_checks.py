"""What the page states are held to does turn red: each fault on a page made for it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.states import axe, layout, reading

FAULTS = {
    "color-contrast": '<p style="color:#aaa">Too pale to read</p>',
    "target-size": '<a href="#a" style="font-size:8px">a</a><br><a href="#b" style="font-size:8px">b</a>',
    "region": "</main><p>Outside every landmark</p>",
    "scrolls sideways": '<div style="width:900px">Wide</div>',
    "beside the screen": '<p style="margin-inline-start:-40px">Half of it is gone</p>',
    "cut": '<p style="width:60px;overflow:hidden;white-space:nowrap">Longer than its box</p>',
    "focus cannot be seen": '<button style="outline:none">Where am I?</button>',
    "h1 to be seen": "<h1>A second heading</h1>",
    "dir is": '<script>document.documentElement.dir = "rtl"</script>',
}


@pytest.mark.browser
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(page: Page, fault: str) -> None:
    start = '<!DOCTYPE html><html lang="en" dir="ltr"><head><title>Page</title></head><body><main><h1>Page</h1>'
    page.set_content(start + FAULTS[fault])
    found = [*layout.faults(page, language="en", direction="ltr"), *axe.violations(page)]
    assert [one for one in found if fault in one], found


def test_a_hard_page_is_found() -> None:
    hard = ["Notwithstanding the aforementioned considerations, escalation necessitates a comprehensive justification."]
    assert reading.grade(hard) > 12
    assert reading.grade(["We have your complaint. We will write to you soon."]) < 4
    assert reading.too_long(["one two three four five " * 5])
