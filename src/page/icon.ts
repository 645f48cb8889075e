import { SafeHtml } from '../text/safe-html.js';

/** An arrow, in the page itself. */
export const ICON = new SafeHtml(
  `<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M3 8h9M8 4l4 4-4 4' fill='none' stroke='%238a2b12' stroke-width='2'/%3E%3C/svg%3E">`,
);
