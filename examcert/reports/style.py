"""The style sheet of the HTML report: one column, system fonts, dark where the reader's system is, plain on paper."""

STYLE = """
:root { --ink: #1b1f24; --soft: #5a636e; --line: #d9dde2; --paper: #fff; --card: #f6f7f9;
  --green: #1a7f4b; --red: #b3261e; --amber: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaee; --soft: #a0a8b2; --line: #353b43; --paper: #14171b;
  --card: #1d2126; --green: #4cc38a; --red: #ff8f87; --amber: #e3b341; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .4rem; }
h1 span { display: block; font-weight: 400; font-size: 1.15rem; color: var(--soft); }
h2 { font-size: 1.15rem; margin: 2.75rem 0 .75rem; }
h3 { font-size: 1rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
small, .eyebrow, footer, time { color: var(--soft); font-size: .875rem; font-weight: 400; }
.eyebrow { margin: 0 0 .5rem; }
header p { margin: 0; overflow-wrap: anywhere; }
.result { background: var(--card); border-radius: .75rem; padding: 1.5rem; margin-top: 1.75rem;
  border-left: .4rem solid; }
.passed { border-color: var(--green); } .below { border-color: var(--red); } .undecided { border-color: var(--amber); }
.verdict { margin: 0; font-weight: 700; }
.passed .verdict { color: var(--green); } .below .verdict { color: var(--red); }
.undecided .verdict { color: var(--amber); }
.score { font-size: 3rem; line-height: 1.1; font-weight: 700; margin: .1rem 0 1rem;
  font-variant-numeric: tabular-nums; }
.score small { font-size: 1rem; white-space: nowrap; }
.result svg { display: block; max-width: 36rem; height: auto; }
.good { fill: var(--green); } .bad { fill: var(--red); }
.why { margin: .75rem 0 1.25rem; }
.result dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 1rem; margin: 0; }
.result dd { margin: 0; font-weight: 600; } .result dd small { display: block; }
dt { color: var(--soft); font-size: .875rem; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .55rem .75rem .55rem 0; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--soft); font-size: .875rem; font-weight: 400; }
tbody th { font-weight: 400; }
.n { text-align: right; white-space: nowrap; }
.share { white-space: nowrap; } .share span { display: inline-block; min-width: 3rem; text-align: right; }
.few { color: var(--amber); white-space: normal; }
code { font: .875em ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
article { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem 1.1rem; margin: 0 0 .9rem;
  break-inside: avoid; }
article p { margin: 0 0 .75rem; white-space: pre-line; overflow-wrap: anywhere; }
article dl { margin: 0; display: grid; grid-template-columns: max-content 1fr; gap: .2rem .9rem; }
article dd { margin: 0; overflow-wrap: anywhere; } article ul { margin: .75rem 0 0; padding-left: 1.1rem; }
article li { margin-bottom: .35rem; }
.case { color: var(--soft); }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; }
@media (max-width: 30rem) {
  main { padding-top: 1.5rem; } .result { padding: 1.1rem; } .score { font-size: 2.5rem; }
  .result svg text { font-size: 22px; } time { display: block; }
  .share svg { display: none; } .share span { min-width: 0; } article dl { grid-template-columns: 1fr; }
}
@media print {
  :root { --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --card: #fff; --green: #14613a; --red: #8f1d17; }
  body { font-size: 10.5pt; } main { max-width: none; padding: 0; }
  .result { border: 1px solid var(--line); border-left: .4rem solid; break-inside: avoid; }
  svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h2 { break-after: avoid; } tr { break-inside: avoid; }
  @page { margin: 18mm; }
}
"""
