import {
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathItemObject,
  type ZodOpenApiResponseObject,
} from 'zod-openapi';
import type { Api } from '../../page/docs/api.js';

export type Operation = ZodOpenApiOperationObject;
export type Operations = Readonly<Record<string, ZodOpenApiPathItemObject>>;
export type Answer = ZodOpenApiResponseObject;

/**
 * The document in OpenAPI's own terms: zod schemas become JSON Schemas, those with an `id` once for all. Answers are
 * not said to be closed: a later version may tell more.
 */
export function createApiDocument(parts: Omit<ZodOpenApiObject, 'openapi'>): Api {
  const document = createDocument({ openapi: '3.1.0', ...parts });
  return JSON.parse(JSON.stringify(document), tidy) as Api;
}

/** Leaves out what goes without saying, and says what a reader would have to know. */
function tidy(name: string, value: unknown): unknown {
  const isIdle =
    // Names that are texts, and bounds of every whole number.
    name === 'propertyNames' ||
    (name === 'additionalProperties' && value !== true) ||
    (name === 'maximum' && value === Number.MAX_SAFE_INTEGER) ||
    (name === 'minimum' && value === Number.MIN_SAFE_INTEGER);
  if (isIdle) return undefined;
  return isParameter(value) ? parameter(value) : value;
}

interface Parameter {
  readonly in: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

function isParameter(value: unknown): value is Parameter {
  return typeof value === 'object' && value !== null && 'in' in value && 'schema' in value;
}

/** Its description stands beside its schema, not in it as well; a list is its name several times. */
function parameter(one: Parameter): object {
  const { description: _, ...schema } = one.schema;
  return { ...one, schema, ...(schema.type === 'array' ? { style: 'form', explode: true } : {}) };
}
