import {
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathItemObject,
  type ZodOpenApiResponseObject,
} from 'zod-openapi';

export type Operation = ZodOpenApiOperationObject;
export type Operations = Readonly<Record<string, ZodOpenApiPathItemObject>>;
export type Answer = ZodOpenApiResponseObject;
export type ApiDocument = ReturnType<typeof createDocument>;

/**
 * The document in OpenAPI's own terms: zod schemas become JSON Schemas, those with an `id` once for all. Answers are
 * not said to be closed: a later version may tell more.
 */
export function createApiDocument(parts: Omit<ZodOpenApiObject, 'openapi'>): ApiDocument {
  const document = tidied(createDocument({ openapi: '3.1.0', ...parts }));
  const inline = Object.values(document.paths ?? {}).flatMap((path) =>
    Object.values(path).flatMap((one: Operation) => one.parameters ?? []),
  );
  for (const parameter of [...inline, ...Object.values(document.components?.parameters ?? {})])
    if ('in' in parameter) saidOnce(parameter);
  return document;
}

/** Without what goes without saying: bounds of every whole number, names that are texts. */
function tidied(document: ApiDocument): ApiDocument {
  return JSON.parse(JSON.stringify(document), (name, value: unknown) => {
    const idle =
      name === 'propertyNames' ||
      (name === 'additionalProperties' && value !== true) ||
      (name === 'maximum' && value === Number.MAX_SAFE_INTEGER) ||
      (name === 'minimum' && value === Number.MIN_SAFE_INTEGER);
    return idle ? undefined : value;
  }) as ApiDocument;
}

/** A parameter's description stands beside its schema; a list is its name several times. */
function saidOnce(parameter: object): void {
  const { schema } = parameter as { schema?: Record<string, unknown> };
  if (schema === undefined) return;
  delete schema.description;
  if (schema.type === 'array') Object.assign(parameter, { style: 'form', explode: true });
}
