import { html, type SafeHtml } from '../../text/safe-html.js';
import { block } from './prose.js';

export interface GuideParts {
  /** Where readers find the server, without a slash at the end. */
  readonly origin: string;
  /** The element that loads the widget's script, with its integrity. */
  readonly scriptTag: string;
  /** Id of an article that the commands ask about. */
  readonly id: string;
}

/** The ways to a list, the shortest first. */
export function guide({ origin, scriptTag, id }: GuideParts): SafeHtml {
  const element = html`<related-articles article-id="${id}" limit="4"></related-articles>`.text;
  return html`<section id="page" aria-labelledby="page-title">
<h2 id="page-title">On a page</h2>
<p>Two lines show the list under an article. The element takes the page’s fonts and colours, asks when the reader comes near, and shows nothing where nothing is related. Without <code>article-id</code> it finds the article by the page’s address. The server must be started with <code>--cors-origin</code> and the origin of the site.</p>
${block(`${scriptTag}\n${element}`)}<p>A browser runs the script with this <code>integrity</code>, or none. Another version of seealso has another script: leave <code>integrity</code> and <code>crossorigin</code> away where both are not changed together.</p>
<h3>Without JavaScript</h3>
<p>The list as a piece of HTML, for a server that includes it: <a href="#getRelatedHtml"><code>related.html</code></a>. With <code>?widget=true</code> the element stands around it. For a static site <code>seealso export</code> writes one file for each article.</p>
</section>
<section id="program" aria-labelledby="program-title">
<h2 id="program-title">From a program</h2>
<p>Any program that speaks HTTP can ask:</p>
${block(`curl '${origin}/v1/articles/${encodeURIComponent(id).replaceAll("'", '%27')}/related?limit=4'`)}<p>For JavaScript and TypeScript there is a client without dependencies, in Node, in other runtimes and in pages:</p>
${block(client(origin, id))}<p>This page is made from <a href="openapi.json"><code>openapi.json</code></a> (OpenAPI 3.1), which generators of clients read. The commands below ask this server as they stand; where a key or a secret is needed, it is taken from the environment of the shell.</p>
</section>
`;
}

function client(origin: string, id: string): string {
  return `import { createClient } from 'seealso/client';

const seealso = createClient({ baseUrl: ${JSON.stringify(origin)} });
const { related } = await seealso.related(${JSON.stringify(id)}, { limit: 4 });
const lines = related.map(({ title, url, reasons }) => \`\${title} (\${reasons[0]?.text}): \${url}\`);`;
}
