import { html, type SafeHtml } from '../../text/safe-html.js';
import { type ApiSchema, nameIn } from './api.js';
import { line, NOTHING } from './prose.js';
import { table } from './table.js';

/** Where an object is described. */
export const objectAnchor = (name: string): string => `object-${name}`;

/** What a value can be, in a few words. */
export function typeOf(schema: ApiSchema): SafeHtml {
  if (schema.$ref !== undefined) {
    const name = nameIn(schema.$ref);
    return html`<a href="#${objectAnchor(name)}">${name}</a>`;
  }
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum !== undefined) return joined(schema.enum.map(literal));
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return joined(choices.map(typeOf));
  if (schema.prefixItems !== undefined) return html`[${list(schema.prefixItems.map(typeOf), ', ')}]`;
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? ['any value']);
  return joined(
    types.map((type) => (type === 'array' ? listOf(schema) : html`${type}${range(type, schema)}`)),
  );
}

function listOf({ items, maxItems }: ApiSchema): SafeHtml {
  const most = maxItems === undefined ? '' : `, at most ${maxItems}`;
  return html`list of ${items === undefined || items === false ? 'values' : several(items)}${most}`;
}

function several(items: ApiSchema): SafeHtml {
  if (items.type === 'string' && items.enum === undefined) return html`strings`;
  return items.anyOf === undefined ? typeOf(items) : html`(${typeOf(items)})`;
}

function range(type: string, schema: ApiSchema): string {
  if (type === 'string') {
    const { minLength = 0, maxLength } = schema;
    if (maxLength !== undefined) return `, ${minLength}–${maxLength} characters`;
    return minLength > 0 ? ', not empty' : '';
  }
  if (type !== 'integer' && type !== 'number') return '';
  const { minimum, maximum, exclusiveMinimum } = schema;
  if (exclusiveMinimum !== undefined) return ` above ${exclusiveMinimum}`;
  if (minimum !== undefined && maximum !== undefined) return `, ${minimum}–${maximum}`;
  return minimum === undefined ? '' : `, at least ${minimum}`;
}

const literal = (value: unknown): SafeHtml =>
  html`<code>${typeof value === 'string' ? value : JSON.stringify(value)}</code>`;

function list(parts: readonly SafeHtml[], between: string): SafeHtml {
  return html`${parts.map((part, i) => (i === 0 ? part : html`${between}${part}`))}`;
}

const joined = (parts: readonly SafeHtml[]): SafeHtml => list(parts, ' or ');

/** What a value is where it is left out; an empty list goes without saying. */
export function defaultOf({ default: value }: ApiSchema): SafeHtml {
  return value === undefined || JSON.stringify(value) === '[]' ? NOTHING : literal(value);
}

/** The meaning of a value, with examples where there are. */
export function meaningOf(
  { description = '' }: { readonly description?: string },
  schema: ApiSchema,
): SafeHtml {
  const examples = schema.examples ?? [];
  if (examples.length === 0) return line(description);
  return html`${line(description)} Such as ${joined(examples.map(literal))}.`;
}

/** An object field by field, or what else it can be. */
export function objectFields(name: string, schema: ApiSchema): SafeHtml {
  const { properties, required = [] } = schema;
  if (properties === undefined) {
    const choices = schema.oneOf ?? schema.anyOf ?? [schema];
    return html`<p>One of:</p>\n<ul>\n${choices.map((choice) => html`<li>${typeOf(choice)}</li>\n`)}</ul>\n`;
  }
  const hasDefaults = Object.values(properties).some((field) => defaultOf(field).text !== '');
  const rows = Object.entries(properties).map(([field, of]) => {
    const optional = required.includes(field) ? null : html` <small>optional</small>`;
    const cells = [html`<code>${field}</code>${optional}`, typeOf(of)];
    return { cells: [...cells, ...(hasDefaults ? [defaultOf(of)] : []), meaningOf(of, of)] };
  });
  const columns = ['Field', 'Type', ...(hasDefaults ? ['Default'] : []), 'Meaning'];
  return table(`Fields of ${name}`, columns, rows);
}
