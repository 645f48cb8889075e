import { createWidget } from './related.js';

const OBSERVED = [
  'article-id',
  'url',
  'limit',
  'mode',
  'language',
  'sponsored',
  'paywalled',
  'server',
  'heading',
  'heading-level',
  'sponsored-label',
  'images',
  'summaries',
  'reasons',
  'loading',
  'clicks',
];

/** The element; `name` is its tag, `server` the base of the service where the page names none. */
export function elementClass(name: string, server: string): CustomElementConstructor {
  return class extends HTMLElement {
    private readonly widget = createWidget(this, name, server);

    static get observedAttributes() {
      return OBSERVED;
    }

    connectedCallback() {
      this.widget.changed();
    }

    attributeChangedCallback() {
      this.widget.changed();
    }

    disconnectedCallback() {
      this.widget.stop();
    }
  };
}
