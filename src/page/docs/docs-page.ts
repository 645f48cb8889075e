import { html, SafeHtml } from '../../text/safe-html.js';
import { ICON } from '../icon.js';
import { type Api, type ApiResponse, METHODS, resolved } from './api.js';
import { type GuideParts, guide } from './guide.js';
import { type Documented, nameOfScheme, operationSection } from './operation.js';
import { sharedParameters } from './parameters.js';
import { line, prose } from './prose.js';
import { objectAnchor, objectFields } from './schema.js';
import { DOCS_STYLE } from './style.js';
import { table } from './table.js';

export interface DocsParts extends GuideParts {
  /** By the id of the operation: a command that asks it. */
  readonly commands: Readonly<Record<string, string>>;
}

/** The document for people, on one page that needs no script and nothing from elsewhere. */
export function docsPage(api: Api, parts: DocsParts): string {
  const groups = groupsOf(api, parts.commands);
  const { info } = api;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title}: the HTTP interface</title>
${ICON}
${new SafeHtml(`<style>${DOCS_STYLE}</style>`)}
</head>
<body>
<a class="skip" href="#main">To the text</a>
<div class="layout">
<header>
<p><a href="./">${info.title}</a> ${info.version}</p>
<h1>The HTTP interface</h1>
${info.summary === undefined ? null : html`<p class="lede">${line(info.summary)}</p>\n`}</header>
${contents(groups)}
<main id="main">
${guide(parts)}${conventions(api)}${groups.map((group) => groupSection(group, api))}${objects(api)}</main>
</div>
</body>
</html>
`.text;
}

interface Group {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly operations: readonly Documented[];
}

const TITLES: Readonly<Record<string, string>> = {
  related: 'Related articles',
  html: 'As HTML',
  articles: 'Articles',
  clicks: 'Clicks',
  hooks: 'Hooks',
  server: 'The server',
};

function groupsOf(api: Api, commands: Readonly<Record<string, string>>): Group[] {
  const all = Object.entries(api.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method): Documented[] => {
      const operation = item[method];
      if (operation === undefined) return [];
      return [{ method, path, operation, command: commands[operation.operationId] }];
    }),
  );
  return (api.tags ?? []).map(({ name, description = '' }) => ({
    name,
    title: TITLES[name] ?? name,
    description,
    operations: all.filter(({ operation }) => operation.tags.includes(name)),
  }));
}

function contents(groups: readonly Group[]): SafeHtml {
  const entry = (id: string, title: string, below: SafeHtml | null = null) =>
    html`<li><a href="#${id}">${line(title)}</a>${below}</li>\n`;
  const grouped = groups.map(({ name, title, operations }) => {
    const below = operations.map(({ operation }) => entry(operation.operationId, operation.summary));
    return entry(name, title, html`<ul>${below}</ul>`);
  });
  return html`<nav aria-labelledby="contents">
<h2 id="contents">Contents</h2>
<ul>
${entry('page', 'On a page')}${entry('program', 'From a program')}${entry('conventions', 'What holds for all')}${entry('parameters', 'Shared parameters')}${grouped}${entry('objects', 'Objects')}</ul>
</nav>`;
}

function conventions(api: Api): SafeHtml {
  const schemes = Object.entries(api.components.securitySchemes).map(
    ([name, { description = '' }]) =>
      html`<dt id="security-${name}">${upper(nameOfScheme(name, api))}</dt><dd>${prose(description)}</dd>\n`,
  );
  const headers = new Map(
    Object.values(api.paths)
      .flatMap((item) => METHODS.flatMap((method) => Object.values(item[method]?.responses ?? {})))
      .flatMap((one) => Object.entries(resolved<ApiResponse>(one, api.components.responses).headers ?? {}))
      .flatMap(([name, { description, schema }]) => {
        const meaning = description ?? schema?.description;
        return meaning === undefined ? [] : [[name, meaning] as const];
      }),
  );
  const rows = [...headers].map(([name, meaning]) => ({
    cells: [html`<code>${name}</code>`, line(meaning)],
  }));
  return html`<section id="conventions" aria-labelledby="conventions-title">
<h2 id="conventions-title">What holds for all</h2>
${prose(api.info.description ?? '')}<h3>Headers of answers</h3>
${table('Headers of answers', ['Header', 'Meaning'], rows)}<h3>Keys and signatures</h3>
<dl>
${schemes}</dl>
</section>
<section id="parameters" aria-labelledby="parameters-title">
<h2 id="parameters-title">Shared parameters</h2>
<p>Requests for a list have them, whatever they ask by; each says which. A filter leaves the list as long as there are articles that pass.</p>
${sharedParameters(api)}</section>
`;
}

const upper = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

function groupSection({ name, title, description, operations }: Group, api: Api): SafeHtml {
  return html`<section id="${name}" aria-labelledby="${name}-title">
<h2 id="${name}-title">${title}</h2>
${prose(description)}${operations.map((one) => operationSection(one, api))}</section>
`;
}

function objects(api: Api): SafeHtml {
  const all = Object.entries(api.components.schemas).sort(([a], [b]) => (a < b ? -1 : 1));
  const sections = all.map(
    ([
      name,
      schema,
    ]) => html`<section id="${objectAnchor(name)}" aria-labelledby="${objectAnchor(name)}-title">
<h3 id="${objectAnchor(name)}-title">${name}</h3>
${schema.description === undefined ? null : prose(schema.description)}${objectFields(name, schema)}</section>
`,
  );
  return html`<section id="objects" aria-labelledby="objects-title">
<h2 id="objects-title">Objects</h2>
${sections}</section>
`;
}
