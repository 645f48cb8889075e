import { type Answer, linksOf } from './answer.js';
import { ask } from './ask.js';
import { countClicks, wantsNoCounting } from './clicks.js';
import { headingIn } from './heading.js';
import { type Look, list } from './list.js';
import { whenNear } from './near.js';
import { questionAddress } from './question.js';
import { STYLE } from './style.js';

export interface Widget {
  /** The element is new in the page, or an attribute changed: asks anew, once for all changes of a turn. */
  changed(): void;
  /** The element left the page. */
  stop(): void;
}

/** What an element does. What stands between its tags is shown until there is a list. Never throws into the page. */
export function createWidget(host: HTMLElement, name: string, scriptServer: string): Widget {
  const root = host.attachShadow({ mode: 'open' });
  const fallback = document.createElement('slot');
  // Not a <style>, which a strict Content-Security-Policy of the page would refuse.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  root.append(fallback);
  let changing = false;
  let stopAsking = () => {};
  let stopCounting = () => {};
  /** Links that were seen under the article `shown`: a list that is made anew is the same to its reader. */
  let counted = new Set<string>();
  let shown = '';

  const attribute = (key: string) => host.getAttribute(key);
  const has = (key: string) => host.hasAttribute(key);
  const tell = (what: string, detail: unknown) =>
    host.dispatchEvent(new CustomEvent(`${name}-${what}`, { bubbles: true, composed: true, detail }));

  function show(content: Node, empty: boolean): void {
    stopCounting();
    root.replaceChildren(content);
    host.toggleAttribute('empty', empty);
  }

  function answered(answer: Answer, server: string): void {
    const links = linksOf(answer);
    if (links.length) {
      const { nav, items } = list(links, look());
      show(nav, false);
      if (has('clicks') && answer.article && !wantsNoCounting()) {
        const ids = links.map(({ id }) => id);
        if (shown !== answer.article.id) counted = new Set();
        shown = answer.article.id;
        stopCounting = countClicks(`${server}v1/events`, shown, items, ids, counted);
      }
    } else show(fallback, true);
    tell(links.length ? 'load' : 'empty', answer);
  }

  function look(): Look {
    const language = host.closest<HTMLElement>('[lang]')?.lang ?? '';
    const level = Number(attribute('heading-level'));
    return {
      heading: attribute('heading') || headingIn(language),
      level: ([1, 2, 3, 4, 5, 6] as const).find((one) => one === level) ?? 2,
      label: attribute('sponsored-label') || 'Sponsored',
      language,
      images: has('images'),
      summaries: has('summaries'),
      reasons: has('reasons'),
    };
  }

  async function load(signal: AbortSignal): Promise<void> {
    let address = '';
    try {
      const named = attribute('server');
      const server = named ? new URL(named.replace(/\/*$/, '/'), document.baseURI).href : scriptServer;
      address = questionAddress(server, attribute, pageAddress);
      const answer = await ask(address, signal);
      if (!signal.aborted) answered(answer, server);
    } catch (error) {
      if (signal.aborted) return;
      show(fallback, false);
      console.warn(`<${name}> ${address}: ${error}`);
      tell('error', error);
    }
  }

  function pageAddress(): string {
    const canonical = document.querySelector<HTMLLinkElement>('link[rel=canonical]')?.href;
    return new URL(attribute('url') || canonical || location.href.split('#')[0] || '', document.baseURI).href;
  }

  function start(): void {
    stopAsking();
    // What has no box is never near.
    host.removeAttribute('empty');
    const abort = new AbortController();
    stopAsking = () => abort.abort();
    const begin = () => void load(abort.signal);
    if (attribute('loading') === 'eager') begin();
    else whenNear(host, abort.signal, begin);
  }

  return {
    changed() {
      if (changing) return;
      changing = true;
      queueMicrotask(() => {
        changing = false;
        if (host.isConnected) start();
      });
    },
    stop() {
      stopAsking();
      stopCounting();
    },
  };
}
