import * as examples from './examples.js';

export interface AskedServer {
  /** Without a slash at the end. */
  readonly origin: string;
  /** An article that it has, and its address. */
  readonly id: string;
  readonly url: string;
}

/** A word of the shell, whatever is in it. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

const sent = (body: unknown) => `-d ${quoted(JSON.stringify(body))}`;

const KEY = '-H "Authorization: Bearer $SEEALSO_API_KEY"';

/**
 * A delivery that changes nothing, signed as the sender would. The hexadecimal digits stand before the first space of
 * what openssl prints with `-r`.
 */
function signed(address: string, header: string, variable: string, body: unknown): string {
  return [
    `body=${quoted(JSON.stringify(body))}`,
    'time=$(date +%s)000',
    `sign=$(printf %s "$body$time" | openssl dgst -sha256 -hmac "$${variable}" -r | cut -d ' ' -f 1)`,
    `curl ${quoted(address)} \\\n  -H "${header}: sha256=$sign, t=$time" \\\n  -d "$body"`,
  ].join('\n');
}

/** By the id of the operation: a command for a shell. What is stored and taken down is an article of their own. */
export function commandsFor({ origin, id, url }: AskedServer): Readonly<Record<string, string>> {
  const curl = (path: string, ...more: readonly string[]) =>
    [`curl ${quoted(`${origin}${path}`)}`, ...more].join(' \\\n  ');
  const article = `/v1/articles/${encodeURIComponent(id)}`;
  const scratch = `/v1/articles/${examples.SCRATCH_ID}`;
  const byAddress = `--data-urlencode ${quoted(`url=${url}`)}`;
  return {
    getRelated: curl(`${article}/related?limit=4`),
    getRelatedByAddress: curl('/v1/related?limit=4', '-G', byAddress),
    postRelated: curl('/v1/related?limit=4', sent(examples.DRAFT)),
    postRelatedBatch: curl('/v1/related/batch?limit=4', sent([id, 'no-such-article'])),
    getRelatedHtml: curl(`${article}/related.html?limit=4&reasons=true`),
    getRelatedHtmlByAddress: curl('/v1/related.html?limit=4', '-G', byAddress),
    getWidget: curl('/widget.js'),
    getPage: curl(`/?id=${encodeURIComponent(id)}`),
    getArticle: curl(article),
    putArticle: curl(scratch, '-X PUT', KEY, sent(examples.ARTICLE_INPUT)),
    deleteArticle: curl(scratch, '-X DELETE', KEY),
    postEvents: curl('/v1/events', sent(examples.EVENTS)),
    getClicks: curl('/v1/clicks?by=position', KEY),
    postGhost: signed(`${origin}/v1/hooks/ghost`, 'X-Ghost-Signature', 'SEEALSO_GHOST_HOOK_SECRET', {
      event: 'site.changed',
    }),
    postWordPress: signed(
      `${origin}/v1/hooks/wordpress`,
      'X-Seealso-Signature',
      'SEEALSO_WORDPRESS_HOOK_SECRET',
      { event: 'ping', post: {} },
    ),
    getDesk: curl('/desk'),
    getDeskScript: curl('/desk/desk.js'),
    getDeskStyle: curl('/desk/desk.css'),
    getDeskSession: curl('/desk/session', KEY),
    getDeskArticles: curl('/desk/articles', '-G', "--data-urlencode 'q=yen'", KEY),
    getDeskArticle: curl(`/desk/articles/${encodeURIComponent(id)}?mode=background`, KEY),
    getDeskDecisions: curl('/desk/decisions?limit=10', KEY),
    getDeskStatus: curl('/desk/status', KEY),
    getDeskPair: curl('/desk/judging/next?seed=1', KEY),
    getDeskQrels: curl('/desk/judging/qrels.txt', KEY),
    getHealth: curl('/healthz'),
    getStatus: curl('/v1/status', KEY),
    getMetrics: curl('/metrics', KEY),
    getReady: curl('/readyz'),
    getOpenApi: curl('/openapi.json'),
    getDocs: curl('/docs'),
  };
}
