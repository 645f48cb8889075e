import { html, type SafeHtml } from '../../text/safe-html.js';
import {
  type Api,
  type ApiContent,
  type ApiOperation,
  type ApiResponse,
  type ApiSchema,
  type Method,
  resolved,
} from './api.js';
import { ownParameters } from './parameters.js';
import { block, line, NOTHING, prose, shownExample } from './prose.js';
import { typeOf } from './schema.js';
import { table } from './table.js';

export interface Documented {
  readonly method: Method;
  readonly path: string;
  readonly operation: ApiOperation;
  /** A command that asks it, as it may be pasted into a shell. */
  readonly command: string | undefined;
}

/** One request: what it is for, what it takes, what comes back, what can go wrong. */
export function operationSection({ method, path, operation, command }: Documented, api: Api): SafeHtml {
  const { operationId, summary, description, security = [], requestBody, responses } = operation;
  const answers = Object.entries(responses).map(
    ([status, one]) => [status, resolved<ApiResponse>(one, api.components.responses)] as const,
  );
  const needs = security.flatMap((one) => Object.keys(one));
  return html`<section id="${operationId}" aria-labelledby="${operationId}-title">
<h3 id="${operationId}-title">${line(summary)}</h3>
<p class="call"><b class="${method}">${method.toUpperCase()}</b> <code>${path}</code></p>
${description === undefined ? null : prose(description)}${neededOneOf(needs, api)}${
  command === undefined ? null : block(command)
}${ownParameters(operation, api)}${requestBody === undefined ? null : bodyPart(requestBody.content)}<h4>Answers</h4>
${answersTable(summary, answers)}${example(answers)}${problemsTable(summary, answers)}</section>
`;
}

function neededOneOf(names: readonly string[], api: Api): SafeHtml | null {
  if (names.length === 0) return null;
  const links = names.map((name, i) => {
    const link = html`<a href="#security-${name}">${nameOfScheme(name, api)}</a>`;
    return i === 0 ? link : html` or ${link}`;
  });
  return html`<p class="needs">Needs ${links}.</p>\n`;
}

/** What a request must bring along, such as `the key`. */
export function nameOfScheme(name: string, { components }: Api): string {
  const scheme = components.securitySchemes[name];
  if (scheme?.in === 'cookie') return `the cookie ${scheme.name ?? ''}`;
  return scheme?.name === undefined ? 'the key' : `the signature ${scheme.name}`;
}

function bodyPart(content: ApiContent): SafeHtml {
  const kinds = Object.entries(content).map(
    ([type, { schema = {} }]) => html`<p><code>${type}</code>: ${typeOf(schema)}</p>\n`,
  );
  return html`<h4>Body</h4>\n${kinds}`;
}

type Answers = readonly (readonly [status: string, answer: ApiResponse])[];

const isGood = (status: string) => Number(status) < 400;

function answersTable(name: string, answers: Answers): SafeHtml {
  const rows = answers
    .filter(([status]) => isGood(status))
    .map(([status, { description, headers = {}, content = {} }]) => ({
      cells: [
        html`<code>${status}</code>`,
        html`${Object.entries(content).map(([type, { schema = {} }]) =>
          schema.$ref === undefined
            ? html`<code>${type}</code>`
            : html`${typeOf(schema)} as <code>${type}</code>`,
        )}`,
        html`${line(description)}${headersOf(Object.keys(headers))}`,
      ],
    }));
  return table(`Answers: ${name}`, ['Status', 'Content', 'Meaning'], rows);
}

function headersOf(names: readonly string[]): SafeHtml | null {
  if (names.length === 0) return null;
  return html` <small>Headers: ${names.map((name, i) => html`${i === 0 ? '' : ', '}<code>${name}</code>`)}</small>`;
}

function example(answers: Answers): SafeHtml {
  const found = answers
    .filter(([status]) => isGood(status))
    .flatMap(([, { content = {} }]) => Object.values(content))
    .find((one) => one.example !== undefined);
  if (found === undefined) return NOTHING;
  return html`<details><summary>An example</summary>
${block(shownExample(found.example))}</details>
`;
}

/** Codes and what they mean; nothing that every request has. */
function problemsTable(name: string, answers: Answers): SafeHtml {
  const rows = answers
    .filter(([status]) => !isGood(status) && status !== '500')
    .flatMap(([status, { description, content = {} }]) => {
      const codes = codesOf(content['application/problem+json']?.schema);
      if (codes.length === 0)
        return [{ cells: [html`<code>${status}</code>`, html`a comment`, line(description)] }];
      return codes.map(({ code, meaning }) => ({
        cells: [html`<code>${status}</code>`, html`<code>${code}</code>`, line(meaning)],
      }));
    });
  if (rows.length === 0) return NOTHING;
  return html`<h4>What can go wrong</h4>
${table(`What can go wrong: ${name}`, ['Status', 'Code', 'Meaning'], rows)}`;
}

function codesOf(schema: ApiSchema | undefined): { readonly code: string; readonly meaning: string }[] {
  const type = schema?.allOf?.map(({ properties }) => properties?.type).find((one) => one !== undefined);
  const literals = type?.anyOf ?? (type === undefined ? [] : [type]);
  return literals.map(({ const: urn, description = '' }) => ({
    code: String(urn).replace('urn:seealso:', ''),
    meaning: description,
  }));
}
