/** Longer addresses (in characters) are nobody's article, and are not read. */
const LONGEST = 8_192;

/** Families of parameters that only track: Google and most newsletters, Matomo and Piwik, HubSpot, AT Internet, Yahoo. */
const FAMILIES =
  /^(?:utm|mtm|matomo|pk|piwik|hsa|guce)_[\w.-]+$|^__?hs[a-z]+$|^at_(?:medium|campaign|channel|creation|format|link_\w+|custom\d*|ptr_name|bbc_team|recipient_\w+|send_\w+)$/;

/**
 * Other parameters that say where a reader came from, never which page is shown. A name that a site could use for its
 * own pages (`ref`, `source`, `id`, `page`) is not among them: two articles taken for one is worse than a link missed.
 */
const TRACKING: ReadonlySet<string> = new Set([
  // Clicks on advertisements: Google, Microsoft, Meta, X, TikTok, LinkedIn, Yandex, Pinterest, Snapchat, Reddit.
  ...['gclid', 'gclsrc', 'dclid', 'gbraid', 'wbraid', 'gad_source', 'gad_campaignid', 'msclkid', 'fbclid'],
  ...['twclid', 'ttclid', 'li_fat_id', 'yclid', 'ysclid', 'epik', 'sccid', 'rdt_cid', 'irclickid'],
  ...['fb_action_ids', 'fb_action_types', 'fb_source', 'fb_ref', 'igsh', 'igshid', 'srsltid'],
  // Newsletters: Mailchimp, Marketo, HubSpot, Vero, Omeda, MailerLite, Mailgun, Campaign Monitor, Klaviyo, Adobe.
  ...['mc_cid', 'mc_eid', 'mkt_tok', 'hsctatracking', 'vero_id', 'vero_conv', 'oly_anon_id', 'oly_enc_id'],
  ...['ml_subscriber', 'ml_subscriber_hash', 'cm_mmc', '_kx', 's_cid', 'rb_clickid', 'wickedid'],
  // Analytics between domains, and marks of sharing: Google, Yahoo, X, Openstat, GovDelivery.
  ...['_ga', '_gl', 'guccounter', '__twitter_impression', '_openstat', 'govdelivery_id'],
]);

/** What a server answers with where a folder is asked for. */
const FOLDER_PAGE = /^(?:index|default)\.(?:x?html?|shtml|php|aspx?|jsp|cgi)$/i;

/**
 * One string for all the ways in which one page is addressed, for comparison only: it need not be what a browser
 * would open. `null` for what is no http or https address, or is relative without a usable `base`.
 *
 * Taken as one: http and https, any case and Unicode or Punycode in the host, `www.` or none (sites serve the same
 * article under both; where they do not, two articles of one path are not told apart), the default ports, user names,
 * trailing slashes, `index.html` and its like, `.` and `..`, every percent-encoding that stands for the same
 * character, any order of the query's names (values of one name keep theirs), parameters that only track. The fragment
 * goes. Told apart: other ports, the case of the path, every other parameter.
 */
export function canonicalAddress(url: string, base?: string | null): string | null {
  if (url.length > LONGEST) return null;
  const parsed = parse(url, base ?? undefined);
  if (parsed === null || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')) return null;
  const host = hostOf(parsed.hostname);
  if (host === '') return null;
  // http on 443 and https on 80 answer nothing else than the page itself, if anything.
  const port = parsed.port === '80' || parsed.port === '443' || parsed.port === '' ? '' : `:${parsed.port}`;
  const address = `https://${host}${port}${pathOf(parsed.pathname)}${queryOf(parsed.search)}`;
  return address.length > LONGEST ? null : address;
}

// Not `URL.canParse`: once compiled, that of Node 20 says false of some addresses with letters such as ü.
function parse(url: string, base: string | undefined): URL | null {
  try {
    return new URL(url, base);
  } catch {
    return base === undefined ? null : parse(url, undefined);
  }
}

function hostOf(hostname: string): string {
  const host = hostname.replace(/\.+$/, '');
  const bare = host.replace(/^(?:www\.)+/, '');
  return bare.includes('.') ? bare : host;
}

function pathOf(pathname: string): string {
  const segments = pathname.split('/').map((segment) => normalised(segment, PATH_CHARACTERS));
  while (segments.length > 0 && (segments.at(-1) === '' || FOLDER_PAGE.test(segments.at(-1) ?? ''))) {
    segments.pop();
  }
  return segments.length === 0 ? '/' : segments.join('/');
}

function queryOf(search: string): string {
  const kept = search
    .slice(1)
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...value] = part.replaceAll('+', '%20').split('=');
      return {
        name: normalised(name, QUERY_CHARACTERS),
        value: normalised(value.join('='), QUERY_CHARACTERS),
      };
    })
    .filter(({ name, value }) => !isTracking(name) && name + value !== '')
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return kept.length === 0 ? '' : `?${kept.map(({ name, value }) => `${name}=${value}`).join('&')}`;
}

const UNRESERVED = /[A-Za-z0-9\-._~!'()*:@$,;]/;
const PATH_CHARACTERS = new RegExp(`${UNRESERVED.source}|[&+=]`);
const QUERY_CHARACTERS = new RegExp(`${UNRESERVED.source}|[/?]`);

/** Every character that may stand for itself does, every other is `%XX`, in capitals. */
function normalised(part: string, plain: RegExp): string {
  return part.replace(/%([0-9A-Fa-f]{2})|[^A-Za-z0-9]/g, (written: string, hex: string | undefined) => {
    const character = hex === undefined ? written : String.fromCharCode(Number.parseInt(hex, 16));
    if (plain.test(character)) return character;
    // The URL parser has left nothing but ASCII.
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}

/** Whether a parameter of that name only tracks, in any case of its letters. */
function isTracking(name: string): boolean {
  const lower = name.toLowerCase();
  return TRACKING.has(lower) || FAMILIES.test(lower);
}
