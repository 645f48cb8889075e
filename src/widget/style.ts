/**
 * Fonts and colours are the page's own: text is never paler than the page's, so that its contrast is what the page
 * has, light or dark; what is quiet is small, and only rules are mixed with the background. Directions are logical,
 * nothing moves.
 */
export const STYLE = `
*{box-sizing:border-box;margin:0}
:host{display:block;--a:var(--related-articles-accent,currentColor);--r:color-mix(in srgb,currentColor 25%,transparent)}
:host([empty]){display:none!important}
nav{margin-block:var(--related-articles-margin,1.5em);border-block-start:2px solid var(--a);padding-block-start:.6em;overflow-wrap:anywhere}
[part=heading]{font:inherit;font-weight:700;line-height:1.3}
ul{display:grid;gap:var(--related-articles-gap,1.1em 1.6em);grid-template-columns:var(--related-articles-columns,repeat(auto-fill,minmax(min(100%,var(--related-articles-min-width,14em)),1fr)));list-style:none;padding:0;margin-block-start:.8em}
li{position:relative;padding:var(--related-articles-padding,.7em 0 0);border:var(--related-articles-border,0);border-block-start:var(--related-articles-border,1px solid var(--r));border-radius:var(--related-articles-radius,0);background:var(--related-articles-background,none)}
a{display:block;color:inherit;font-weight:600;line-height:1.3;text-decoration:none}
a:focus{outline:0}
a::after{content:"";position:absolute;inset:0;border-radius:var(--related-articles-radius,0)}
a:focus-visible::after{outline:2px solid var(--a);outline-offset:3px}
li:hover a{text-decoration:underline var(--a)}
[part=label]{display:inline-block;border:1px solid;padding:0 .4em;margin-block-end:.4em;font-size:.75em}
[part=label]+*{display:block}
img{display:block;inline-size:100%;aspect-ratio:3/2;object-fit:cover;background:var(--r);margin-block-end:.6em}
p{font-size:.85em;line-height:1.45;margin-block-start:.4em}
[part=meta]{font-size:.8em}
[part=reason]{font-size:.8em;font-style:italic}
span,time{unicode-bidi:isolate}
@media(max-width:30em){li{display:flow-root}img{float:inline-end;inline-size:34%;margin-inline-start:1em}}
`;
