import { ICON } from '../../page/icon.js';
import { html } from '../../text/safe-html.js';
import { type PagePolicy, PICTURES } from '../page-policy.js';
import { deskAsset } from './assets.js';

/** What the desk's page may load and do: its own script and style, pictures of articles, its own server. */
export const DESK_POLICY: PagePolicy = {
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': PICTURES,
  'connect-src': ["'self'"],
  'form-action': ["'self'"],
};

/** The page that the desk's script fills. Everything in it is relative to `desk`, so that it works behind any prefix. */
export function deskPage(): string {
  const address = (name: 'desk.js' | 'desk.css') => `desk/${name}?v=${deskAsset(name).version}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Desk · seealso</title>
${ICON}
<link rel="stylesheet" href="${address('desk.css')}">
<script type="module" src="${address('desk.js')}"></script>
</head>
<body>
<div id="desk"></div>
<noscript><p>The desk needs JavaScript, which is switched off in this browser.</p></noscript>
</body>
</html>
`.text;
}

/** Why the desk is not to be seen from here. */
export function refusedPage(detail: string): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Desk · seealso</title>
${ICON}
</head>
<body>
<h1>The desk does not answer here</h1>
<p>${detail}</p>
</body>
</html>
`.text;
}
