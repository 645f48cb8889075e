import { SafeHtml } from '../../text/safe-html.js';

/** In the reader's own light or dark, from a phone to a wide screen, and on paper. Contrast is AA in both. */
export const STYLE = new SafeHtml(`<style>
:root { color-scheme: light dark; --ink: #1c1b19; --paper: #fdfcf9; --quiet: #5f5b53; --rule: #dcd8cf; --relevant: #0b5fa5; --other: #b4560b; --tint: #e6eff8 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ece9e2; --paper: #171614; --quiet: #aaa499; --rule: #38352f; --relevant: #7cb8f2; --other: #e8995a; --tint: #1b2b3b }
}
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100% }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: break-word }
header, main { max-width: 80rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2.5rem) }
header { padding-top: clamp(1.5rem, 5vw, 3.5rem) }
main { padding-bottom: 5rem }
h1, h2, h3, h4, p, figure, dl, dd, ol, ul { margin: 0 }
h1 { font: 700 clamp(2rem, 6vw, 3.2rem)/1.1 Charter, "Bitstream Charter", "Iowan Old Style", Georgia, serif; overflow-wrap: anywhere; text-wrap: balance }
h2 { font: 700 1.7rem/1.2 Charter, "Bitstream Charter", "Iowan Old Style", Georgia, serif; border-top: 3px solid var(--ink); padding-top: .8rem; margin: 3.5rem 0 .75rem; scroll-margin-top: 1rem }
h3 { font-size: 1rem; line-height: 1.35 }
h4 { font-size: .95rem }
small { font-size: .8rem; color: var(--quiet) }
a { color: var(--relevant) }
:focus-visible { outline: 2px solid var(--relevant); outline-offset: 3px }
.kicker { font-weight: 600; font-size: .85rem; color: var(--quiet); margin-bottom: .4rem }
.verdict { font: 1.25rem/1.5 Charter, "Bitstream Charter", "Iowan Old Style", Georgia, serif; max-width: 44rem; margin-top: 1rem }
header dl { display: flex; flex-wrap: wrap; gap: .75rem 2.25rem; margin-top: 1.5rem }
dt { font-size: .8rem; color: var(--quiet) }
dd { font-variant-numeric: tabular-nums; overflow-wrap: anywhere }
.notes { margin-top: 1.25rem; padding-left: 1.1rem; color: var(--quiet); font-size: .9rem; max-width: 44rem }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin-top: 1.75rem }
nav a { display: block; padding: .3rem 0 }
main section > p { max-width: 44rem; color: var(--quiet) }
.none { color: var(--quiet); font-style: italic }
.panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); gap: 2rem 2.5rem; margin: 1.75rem 0 2.5rem; align-items: start }
figure svg { display: block; width: 100%; max-width: 26rem; height: auto; overflow: visible; margin-top: .4rem }
figcaption { font-size: .88rem; color: var(--quiet); margin-top: .4rem; max-width: 26rem }
figcaption b { color: var(--ink) }
.beside { display: flex; flex-wrap: wrap; gap: 1rem 3rem; align-items: center; margin-top: 1.25rem }
.beside figure { flex: 0 1 26rem }
.key { font-size: .8em }
.relevant { color: var(--relevant) }
.other { color: var(--other) }
.scroll { overflow-x: auto; margin: 1.25rem 0; max-width: 100%; background: linear-gradient(to left, var(--paper) 40%, transparent) right / 3rem 100% no-repeat local, linear-gradient(to left, var(--rule), transparent) right / 1rem 100% no-repeat scroll }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums }
caption { text-align: left; color: var(--quiet); padding-bottom: .5rem; font-size: .88rem }
caption span { display: block; position: sticky; left: 0; max-width: min(44rem, calc(100vw - 2rem)) }
caption b { color: var(--ink) }
th, td { text-align: right; padding: .45rem .65rem; border-bottom: 1px solid var(--rule); vertical-align: top; white-space: nowrap }
thead th { font-size: .8rem; color: var(--quiet); font-weight: 600; vertical-align: bottom; white-space: normal; min-width: 4.5rem }
tr > th:first-child { text-align: left; padding-left: .5rem; position: sticky; left: 0; background: var(--paper) }
td small { display: block; white-space: nowrap; font-size: .75rem }
tr.reference > *, tr.reference > th:first-child { background: var(--tint) }
.narrow thead th { min-width: 4rem }
.frequent { padding-left: 1.4rem; font-size: .92rem; margin-top: .3rem }
.frequent li { padding: .15rem 0 }
.query { border-bottom: 1px solid var(--rule) }
.query:first-of-type { border-top: 1px solid var(--rule); margin-top: 1.25rem }
summary { cursor: pointer; padding: .9rem 0 .9rem 1.5rem; position: relative; list-style: none }
summary::-webkit-details-marker { display: none }
summary::before { content: "▸"; position: absolute; left: .2rem; top: .85rem; color: var(--quiet) }
[open] > summary::before { content: "▾" }
summary:hover h3 { text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: .2em }
summary h3 { font: 700 1.1rem/1.3 Charter, "Bitstream Charter", "Iowan Old Style", Georgia, serif; overflow-wrap: anywhere; max-width: 54rem }
summary p { color: var(--quiet); font-size: .85rem; margin-top: .2rem; overflow-wrap: anywhere }
summary b { color: var(--ink) }
.query .scroll { margin: .25rem 0 1.5rem }
.wanted tr > th:first-child { white-space: normal; min-width: 11rem; max-width: 40rem; overflow-wrap: anywhere; font-weight: 400; color: var(--ink); position: static }
.wanted thead tr > th:first-child { font-weight: 600; color: var(--quiet) }
.wanted th, .wanted td { padding: .35rem .6rem }
.wanted thead th { min-width: 3.5rem }
.absent { color: var(--quiet) }
.lists { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(16.5rem, 1fr); gap: 1.5rem }
.lists h4 { border-bottom: 2px solid var(--ink); padding-bottom: .3rem }
.lists ol { padding: 0; list-style: none; counter-reset: place }
.lists li { counter-increment: place; position: relative; padding: .55rem .5rem .55rem 2rem; border-bottom: 1px solid var(--rule); font-size: .92rem; line-height: 1.35 }
.lists li::before { content: counter(place); position: absolute; left: 0; width: 1.4rem; text-align: right; color: var(--quiet); font-size: .8rem; top: .65rem; font-variant-numeric: tabular-nums }
.lists li p { overflow-wrap: anywhere }
.lists .hit { background: var(--tint); box-shadow: inset 3px 0 0 var(--relevant) }
.lists .none { padding: .6rem 0 }
.facts { font-size: .8rem; color: var(--quiet); margin-top: .2rem; font-variant-numeric: tabular-nums }
.reasons { font-size: .82rem; margin-top: .15rem; color: var(--quiet); font-style: italic }
.sign { font-weight: 600; white-space: nowrap; margin-right: .45em }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
@media (max-width: 40rem) { .lists { grid-auto-columns: min(17rem, 82vw); gap: 1rem } th, td { padding: .4rem .6rem } .wanted th, .wanted td { padding: .3rem } .wanted thead th { min-width: 0 } .wanted tr > th:first-child { min-width: 8rem } }
@media print { .scroll { overflow: visible } .query { break-inside: auto } }
</style>`);
