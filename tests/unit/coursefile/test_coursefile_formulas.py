"""Formulas: good TeX becomes MathML, nothing but MathML comes out."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnhub.coursefile.formulas import FormulaError, mathml


def parsed(html: str) -> ElementTree.Element:
    return ElementTree.fromstring(html)  # noqa: S314 - what our own writer wrote


@pytest.mark.parametrize(
    ("tex", "part"),
    [
        (r"\frac{1}{T}", "<mfrac><mrow><mn>1</mn></mrow><mrow><mi>T</mi></mrow></mfrac>"),
        (r"a < b \& c", "<mo>&lt;</mo>"),
        (r"\text{a < b & c}", "<mtext>a\xa0&lt;\xa0b\xa0&amp;\xa0c</mtext>"),
        (r"\text{50 \%}", "<mtext>50\xa0%</mtext>"),
        (r"Q_{\text{peak}}", "<msub>"),
        (r"\texttt{x}", "<mtext"),
        (r"\{x\}", "<mi>x</mi>"),
        (r"\mathrm{NO_3^-}", 'mathvariant="normal"'),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "<mtable>"),
    ],
)
def test_good_formulas(tex: str, part: str) -> None:
    html = mathml(tex)
    assert part in html
    assert html.startswith("<math")
    assert "xmlns" not in html
    assert parsed(html).get("alttext") == tex


@pytest.mark.parametrize(
    ("tex", "numbers"),
    [
        ("k = 0{,}8", ["0,8"]),
        (r"\frac{0{,}5}{x_{0{,}2}^{1{,}5}}", ["0,5", "0,2", "1,5"]),
        ("1{,}234 + 5", ["1,234", "5"]),
        ("f(1,2)", ["1", "2"]),
        ("a{,}b + 8{,}", ["8"]),
    ],
)
def test_a_comma_in_braces_belongs_to_its_number(tex: str, numbers: list[str]) -> None:
    assert [each.text for each in parsed(mathml(tex)).iter("mn")] == numbers


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{aligned} Q &= vA \\ &= 3 \end{aligned}",
        r"\begin{align} Q &= vA \nonumber \\[6pt] &= 3 \end{align}",
        r"\begin{gathered} Q = vA \\ v = 3 \end{gathered}",
        r"Q = vA \\ A = bd",
        r"f = \begin{cases} a \\ b \end{cases} \\ g = 3",
    ],
)
def test_lines_of_a_formula_stand_one_below_the_other(tex: str) -> None:
    html = mathml(tex)
    table = parsed(html).find(".//mtable")
    assert table is not None
    assert len(table.findall("mtr")) == 2
    assert "(1)" not in html.replace(tex, "")


def test_stacked_conditions_leave_alone_what_follows() -> None:
    html = parsed(mathml(r"\sum_{\substack{i=1 \\ i \ne j}}^n x_i = 3"))
    assert "".join(html.itertext()).endswith("xi=3")
    assert len(html.findall(".//mtr")) == 2
    assert "3" not in "".join(html.find(".//mtable").itertext())  # type: ignore[union-attr]


def test_displayed_formulas() -> None:
    assert 'display="block"' in mathml("T", block=True)
    assert "display" not in mathml("T")


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<img/src=x/onerror=alert(1)>}",
        r"\text{</mtext></math><script>alert(1)</script>}",
        r"\mbox{<svg onload=alert(1)>}",
        r"\href{javascript:alert(1)}{x}",
        r"\style{background:url(javascript:alert(1))}{x}",
        r"\class{x}{y}",
        r"\text{\text{<b>}}",
        r"<img src=x onerror=alert(1)>",
        r"\operatorname{<script>}",
        r"\color{red;x:y}{z}",
        r"\begin{<b>}x\end{<b>}",
        r"\mathrm{<script>alert(1)</script>}",
        r"\hspace{1em onclick=x}",
        r"\textcolor{<b>}{x}",
    ],
)
def test_markup_does_not_come_through(tex: str) -> None:
    try:
        html = mathml(tex)
    except FormulaError:
        return
    for element in parsed(html).iter():
        assert element.tag.startswith("m") or element.tag == "none"
        assert not {"href", "style", "class", "src"} & set(element.attrib)
        assert not any(name.startswith("on") for name in element.attrib)


@pytest.mark.parametrize(
    ("tex", "part"),
    [
        (r"\ce{H2O}", r"the command \ce is not known"),
        (r"\frac{1}{T", "braces"),
        ("}{", "braces"),
        ("x_1_2", "cannot be read"),
        ("", "cannot be read"),
        (r"\text{{<b>x</b>}}", "something else than mathematics"),
        (r"\texttt{<b>x</b>}", "something else than mathematics"),
        ("{" * 21 + "}" * 21, "nested deeper than 20"),
        ("x" * 2001, "more than 2000 characters"),
        (r"\begin{aligned}a &= b", "cannot be read"),
        (r"\frac{1}", "cannot be read"),
        (r"{a \\ b}", "cannot be read"),
        (r"\begin{tikzpicture}a\end{tikzpicture}", "`tikzpicture` is not known between"),
        (r"\newcommand{\Q}{Q}", r"the command \newcommand is not known"),
    ],
)
def test_bad_formulas(tex: str, part: str) -> None:
    with pytest.raises(FormulaError) as caught:
        mathml(tex)
    assert part in str(caught.value)


commands = st.sampled_from(
    [
        "\\text{",
        "\\frac",
        "{",
        "}",
        "^",
        "_",
        "&",
        "<b>",
        "\\\\",
        "\\href{",
        "\\left(",
        "\\right)",
        "x",
        "1",
        "\\",
        "é",
        '"',
    ]
)


@given(st.lists(commands, max_size=20).map("".join))
@settings(max_examples=200, deadline=None)
def test_whatever_is_written(tex: str) -> None:
    try:
        root = parsed(mathml(tex))
    except FormulaError:
        return
    assert root.get("alttext") == tex
    assert all(element.tag.startswith("m") or element.tag == "none" for element in root.iter())


def test_a_long_formula_can_be_scrolled_with_the_keyboard() -> None:
    long = "P = 1 - (1 - p)^n = 1 - 0.99^{30} = 0.260"
    assert parsed(mathml(long, block=True)).get("tabindex") == "0"
    assert parsed(mathml("P = 1 - (1 - p)^n", block=True)).get("tabindex") is None
