/** The style sheet of every HTML page. @module */

/** For light and dark, narrow and wide; the charts use its colour variables as well. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #fff; --text: #1f2328; --faint: #59636e; --line: #d1d9e0; --row: #f6f8fa;
  --bad: #b3261e; --open: #8a5a00; --good: #1a7f37; --plain: #59636e; --accent: #0b57d0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0d1117; --text: #e6edf3; --faint: #9198a1; --line: #3d444d; --row: #151b23;
    --bad: #ff7b72; --open: #e3b341; --good: #56d364; --plain: #9198a1; --accent: #79b8ff;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body {
  margin: 0 auto; padding: 1rem; max-width: 75rem;
  background: var(--page); color: var(--text);
  font: 1rem/1.45 system-ui, sans-serif;
}
h1 { font-size: 1.4rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .25rem 0; overflow-wrap: anywhere; }
ul { margin: .5rem 0; padding-left: 1.25rem; }
li { overflow-wrap: anywhere; }
code { font: .9em ui-monospace, monospace; }
a { color: var(--accent); }
.faint { color: var(--faint); }
.scroll { overflow-x: auto; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
figure { margin: 0; }
figcaption { color: var(--faint); font-size: .9rem; margin-bottom: .5rem; }
svg { display: block; min-width: 46rem; width: 100%; height: auto; font-size: 12px; }
svg text { white-space: pre; }
.controls { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: end; margin: .5rem 0; }
.controls label, legend { font-size: .9rem; color: var(--faint); }
.controls input[type="search"] {
  display: block; width: min(22rem, 80vw); padding: .35rem .5rem; font: inherit;
  color: inherit; background: var(--page); border: 1px solid var(--faint); border-radius: .25rem;
}
fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
fieldset label { color: var(--text); white-space: nowrap; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { padding: .35rem .5rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { white-space: nowrap; }
tbody tr:hover { background: var(--row); }
td.figure, th.figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.name { min-width: 12rem; max-width: 26rem; overflow-wrap: anywhere; }
td.note { min-width: 14rem; max-width: 26rem; overflow-wrap: anywhere; color: var(--faint); }
th button {
  all: unset; cursor: pointer; font-weight: 600; padding: .1rem 0;
}
th button::after { content: " ↕"; color: var(--faint); }
th[aria-sort="ascending"] button::after { content: " ↑"; }
th[aria-sort="descending"] button::after { content: " ↓"; }
th button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.verdict { white-space: nowrap; font-weight: 600; }
.regression, .failed { color: var(--bad); }
.inconclusive, .not_compared, .not_measured, .added, .removed { color: var(--open); }
.improvement { color: var(--good); }
.unchanged, .not_slower { color: var(--plain); }
svg.flame { min-width: 30rem; }
svg.flame g { cursor: pointer; }
svg.flame text { fill: var(--text); pointer-events: none; font-size: 12px; }
svg.flame .same rect { fill: var(--line); }
svg.flame .slower1 rect { fill: color-mix(in srgb, var(--bad) 25%, var(--row)); }
svg.flame .slower2 rect { fill: color-mix(in srgb, var(--bad) 40%, var(--row)); }
svg.flame .slower3 rect { fill: color-mix(in srgb, var(--bad) 60%, var(--row)); }
svg.flame .faster1 rect { fill: color-mix(in srgb, var(--good) 25%, var(--row)); }
svg.flame .faster2 rect { fill: color-mix(in srgb, var(--good) 40%, var(--row)); }
svg.flame .faster3 rect { fill: color-mix(in srgb, var(--good) 60%, var(--row)); }
svg.flame .found rect { stroke: var(--accent); stroke-width: 2; }
svg.flame .selected rect { stroke: var(--text); stroke-width: 2; }
.flame-status { min-height: 1.45em; }
@media (max-width: 40rem) {
  td.name { min-width: 8rem; }
  .verdict { white-space: normal; }
}
@media print { .controls { display: none; } }
`;
