import { PALETTE } from '../palette.js';

/** A page to look things up in: its contents beside it where there is room. */
export const DOCS_STYLE = `${PALETTE}
* { box-sizing: border-box }
html { scroll-padding-top: 1rem }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: break-word }
a { color: var(--accent); text-underline-offset: .15em }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.skip { position: absolute; left: -100vw }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .25rem .5rem }
.layout { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem 4rem }
header { padding: 1.5rem 0 .5rem }
header p { margin: 0; color: var(--quiet); font-size: .9rem; font-weight: 600 }
header .lede { font-size: 1.0625rem; font-weight: 400 }
header a { color: inherit; text-decoration: none }
h1 { font-size: clamp(1.7rem, 5vw, 2.3rem); line-height: 1.15; margin: .25rem 0 .5rem; letter-spacing: -.01em }
h2 { font-size: 1.5rem; line-height: 1.2; margin: 3rem 0 .5rem; padding-top: 1rem; border-top: 3px solid var(--ink) }
h3 { font-size: 1.15rem; line-height: 1.3; margin: 2.25rem 0 .25rem }
h4 { font-size: .95rem; margin: 1.25rem 0 .25rem }
p { margin: .35rem 0 .75rem; max-width: 44rem }
code { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace }
p code, td code, th code, summary code { background: var(--card); border-radius: .25rem; padding: .1em .3em }
a code { text-decoration: inherit }
pre { overflow-wrap: anywhere; margin: .5rem 0 1rem; background: var(--card); border: 1px solid var(--rule); border-radius: .5rem; padding: .75rem 1rem; white-space: pre-wrap; font-size: .9375rem; line-height: 1.5 }
small { color: var(--quiet); font-size: .85em; font-weight: 400 }
.call { font-size: 1.0625rem }
.call b { display: inline-block; min-width: 3.6em; text-align: center; font-size: .75em; letter-spacing: .05em; border: 1px solid currentColor; border-radius: .3rem; padding: .1em .4em; margin-right: .35em; color: var(--accent) }
.call code { background: none; padding: 0; font-weight: 600 }
.needs, .shared { font-size: .9375rem }
nav { font-size: .9rem; line-height: 1.4 }
nav h2 { font-size: .8rem; letter-spacing: .06em; text-transform: uppercase; color: var(--quiet); border: 0; margin: 0 0 .5rem; padding: 0 }
nav ul { list-style: none; margin: 0; padding: 0 }
nav li { padding: .15rem 0; break-inside: avoid }
nav li li { padding: .125rem 0 .125rem .75rem }
nav a { color: var(--ink); text-decoration: none; display: block }
nav a:hover { text-decoration: underline }
nav li li a { color: var(--quiet) }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-size: .9375rem; line-height: 1.45 }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--rule) }
thead th { font-size: .8rem; color: var(--quiet); font-weight: 600; border-bottom-color: var(--quiet) }
tbody th { font-weight: 600; white-space: nowrap }
tbody th small { display: block; white-space: normal }
td:nth-child(n + 3):last-child { width: 50% }
tr:target { background: var(--card) }
summary { cursor: pointer; font-size: .9375rem; margin: .25rem 0 }
dt { font-weight: 600; margin-top: .75rem }
dd { margin: 0 }
@media (min-width: 62rem) {
  .layout { display: grid; grid-template-columns: 15rem minmax(0, 1fr); column-gap: 3rem }
  header { grid-column: 1 / -1 }
  nav { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; padding: 1.25rem 0 2rem }
  main > :first-child > h2 { margin-top: 0 }
}
@media (max-width: 61.99rem) {
  nav { border: 1px solid var(--rule); border-radius: .5rem; padding: .9rem 1rem; margin: 1rem 0 }
  nav li li { display: none }
  nav > ul { columns: 2; column-gap: 1.5rem }
}
@media (max-width: 40rem) {
  table, tbody, tr, th, td { display: block }
  thead { position: absolute; left: -100vw }
  th, td { border: 0; padding: 0 }
  td:nth-child(n + 3):last-child { width: auto }
  tbody tr { padding: .6rem 0; border-bottom: 1px solid var(--rule) }
  tbody th small { display: inline }
  td[data-column]::before { content: attr(data-column) ": "; color: var(--quiet); font-size: .85em }
  td:last-child::before { content: none }
}
@media print { nav { display: none } }
`;
