import { html, type SafeHtml } from '../../text/safe-html.js';
import { type Api, type ApiOperation, type ApiParameter, resolved } from './api.js';
import { defaultOf, meaningOf, typeOf } from './schema.js';
import { table } from './table.js';

const anchorOf = (name: string) => `parameter-${name}`;

function parameterTable(name: string, parameters: readonly ApiParameter[], anchored: boolean): SafeHtml {
  const rows = parameters.map((parameter) => ({
    ...(anchored ? { id: anchorOf(parameter.name) } : {}),
    cells: [
      html`<code>${parameter.name}</code>${parameter.required === true ? html` <small>required</small>` : null}`,
      html`${parameter.in}`,
      typeOf(parameter.schema),
      defaultOf(parameter.schema),
      meaningOf(parameter, parameter.schema),
    ],
  }));
  return table(name, ['Name', 'Where', 'Type', 'Default', 'Meaning'], rows);
}

/** Those that several requests have, described once. */
export function sharedParameters(api: Api): SafeHtml {
  return parameterTable('Shared parameters', Object.values(api.components.parameters), true);
}

/** Those of one request; of shared ones only the names, which lead to what they mean. */
export function ownParameters({ parameters = [], summary }: ApiOperation, api: Api): SafeHtml | null {
  if (parameters.length === 0) return null;
  const own = parameters.flatMap((parameter) => ('$ref' in parameter ? [] : [parameter]));
  const others = parameters.flatMap((parameter) =>
    '$ref' in parameter ? [resolved<ApiParameter>(parameter, api.components.parameters).name] : [],
  );
  const links = others.map(
    (name, i) => html`${i === 0 ? '' : ', '}<a href="#${anchorOf(name)}"><code>${name}</code></a>`,
  );
  return html`<h4>Parameters</h4>
${own.length === 0 ? null : parameterTable(`Parameters: ${summary}`, own, false)}${
  links.length === 0
    ? null
    : html`<p class="shared">${own.length === 0 ? 'Shared' : 'And the shared ones'}: ${links}</p>\n`
}`;
}
