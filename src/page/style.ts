import { SafeHtml } from '../text/safe-html.js';
import { PALETTE } from './palette.js';

/** One column of text. What stands between the tags, to the letter: the page's policy allows it by its hash. */
export const PAGE_STYLE = `
${PALETTE}
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.125rem/1.65 Charter, "Bitstream Charter", "Iowan Old Style", Georgia, serif }
header, main, footer { max-width: 42rem; margin: 0 auto; padding: 0 1.25rem }
header { padding-top: 1.25rem; font: 600 .9rem/1.4 system-ui, sans-serif; letter-spacing: .01em }
header a { color: inherit; text-decoration: none }
h1 { font-size: clamp(1.8rem, 5vw, 2.6rem); line-height: 1.15; margin: .4rem 0 .6rem; text-wrap: balance }
.meta, .kicker, footer { font-family: system-ui, sans-serif; color: var(--quiet); font-size: .85rem }
.kicker { color: var(--accent); font-weight: 600; margin: 2rem 0 0; text-transform: uppercase; letter-spacing: .06em }
.standfirst { font-size: 1.25rem; line-height: 1.45; color: var(--quiet); margin: 0 0 1rem }
article p { margin: 0 0 1.1em; overflow-wrap: anywhere }
nav { border-top: 3px solid var(--ink); margin-top: 2.5rem; padding-top: .75rem }
nav h2 { font: 700 1.05rem/1.3 system-ui, sans-serif; margin: 0 0 .75rem }
nav ol { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)) }
nav li { background: var(--card); border: 1px solid var(--rule); border-radius: .5rem; padding: .9rem 1rem; position: relative }
nav li:focus-within, nav li:hover { border-color: var(--accent) }
nav li > a { color: var(--ink); font-weight: 700; line-height: 1.3; display: block; text-decoration: none; text-wrap: balance }
nav li > a::after { content: ""; position: absolute; inset: 0 }
nav li a:hover { text-decoration: underline }
nav li p { margin: .35rem 0 0; font-size: .95rem; line-height: 1.4; color: var(--quiet) }
nav .label { margin: 0 0 .35rem; font: 600 .75rem/1.4 system-ui, sans-serif; color: var(--ink) }
nav .label span { border: 1px solid; border-radius: .25rem; padding: 0 .4em }
nav .meta { display: flex; justify-content: space-between; gap: 1rem; margin: .5rem 0 0 }
nav .why, nav .copies { font: .8rem/1.45 system-ui, sans-serif; overflow-wrap: anywhere }
nav .why { margin-top: .5rem; padding-top: .5rem; border-top: 1px solid var(--rule) }
nav .why span { display: block }
nav .copies a { color: inherit; position: relative }
footer { padding-top: 2.5rem; padding-bottom: 2.5rem }
footer code { display: block; overflow-x: auto; white-space: pre; background: var(--card); border: 1px solid var(--rule); border-radius: .4rem; padding: .6rem .8rem; margin: .4rem 0 1rem; font-size: .85rem }
`;

export const STYLE = new SafeHtml(`<style>${PAGE_STYLE}</style>`);
