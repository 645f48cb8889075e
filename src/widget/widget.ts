import { elementClass } from './element.js';

/** The whole script: defines the element, once, in browsers that can show it. Others keep what the page has. */
const NAME = 'related-articles';

const script = document.currentScript as HTMLScriptElement | null;
// An attribute `server` is needed where the script is a part of another one and has no address.
const server = new URL('.', script?.src || location.href).href;

if (!customElements.get(NAME) && 'adoptedStyleSheets' in document) {
  customElements.define(NAME, elementClass(NAME, server));
}
