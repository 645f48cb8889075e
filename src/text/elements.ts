/** What HTML elements mean for the text of an article. */

const split = (names: string): ReadonlySet<string> =>
  new Set(names.split(/\s+/).filter((name) => name !== ''));

/** Begin and end a paragraph. */
export const BLOCKS = split(`
  address article blockquote body caption center dd details dir div dl dt fieldset figure h1 h2 h3 h4 h5 h6
  header hgroup hr html li main menu ol p pre section summary table tbody tfoot thead tr ul`);

/** Are set apart by a space. */
export const CELLS = split('td th option');

/** Go out with all they hold: not prose, or not of this article. */
export const DROPPED = split(`
  applet area aside audio button canvas datalist dialog embed figcaption footer form head iframe input label map
  math nav noembed noframes noscript object picture progress script search select style svg template textarea
  title video`);

/** Have no content and no end tag. */
export const VOID = split('area base br col embed hr img input link meta param source track wbr');

const INLINE = split(`
  a abbr acronym b bdi bdo big br cite code col colgroup data del dfn em font i img ins kbd link mark meta
  output param q rp rt ruby s samp small source span strike strong sub sup time track tt u var wbr`);

/** Every element that makes a text HTML. */
export const KNOWN: ReadonlySet<string> = new Set([...BLOCKS, ...CELLS, ...DROPPED, ...VOID, ...INLINE]);

/** Elements whose start tag ends an open one of the listed kind right above it. */
export const CLOSES: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['li', split('li')],
  ['dt', split('dt dd')],
  ['dd', split('dt dd')],
  ['tr', split('tr td th')],
  ['td', split('td th')],
  ['th', split('td th')],
  ['option', split('option')],
]);
