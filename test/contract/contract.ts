import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A part of the reference's schemas, with the few JSON Schema keywords that it uses. */
export interface Schema {
  type?: string | undefined;
  format?: string | undefined;
  nullable?: boolean | undefined;
  enum?: unknown[] | undefined;
  maxLength?: number | undefined;
  properties?: Record<string, Schema> | undefined;
  additionalProperties?: Schema | undefined;
  required?: string[] | undefined;
  items?: Schema | undefined;
  anyOf?: Schema[] | undefined;
  $ref?: string | undefined;
}

const schemaSchema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    format: z.string().optional(),
    nullable: z.boolean().optional(),
    enum: z.array(z.unknown()).optional(),
    maxLength: z.number().optional(),
    properties: z.record(z.string(), schemaSchema).optional(),
    additionalProperties: schemaSchema.optional(),
    required: z.array(z.string()).optional(),
    items: schemaSchema.optional(),
    anyOf: z.array(schemaSchema).optional(),
    $ref: z.string().optional(),
  }),
);

const contractSchema = z.object({
  operators: z.record(z.string(), z.array(z.string())),
  operations: z.array(
    z.object({
      id: z.string(),
      method: z.string(),
      path: z.string(),
      query: z.array(z.string()),
      filters: z.record(z.string(), z.string()),
      body: schemaSchema.optional(),
      responses: z.record(z.string(), schemaSchema.nullable()),
    }),
  ),
  schemas: z.record(z.string(), schemaSchema),
});
export type Operation = z.infer<typeof contractSchema>['operations'][number];

/** The public OpenAPI document, restated in `clinic-contract.json`. */
export const contract = contractSchema.parse(
  JSON.parse(readFileSync(new URL('clinic-contract.json', import.meta.url), 'utf8')),
);

/** The operation of a method and a path below `/v1`, or undefined. */
export function operationOf(method: string, path: string): Operation | undefined {
  const fits = (template: string) => new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path);
  return contract.operations.find((one) => one.method === method && fits(one.path));
}

const formats: Readonly<Record<string, RegExp>> = {
  int64: /^\d{1,19}$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  date: /^\d{4}-\d\d-\d\d$/,
  uri: /^https?:\/\/\S+/,
  float: /^\d+(\.\d+)?$/,
};

/** The errors of a value by a schema, each with its place; empty if it matches. */
export function faultsOf(value: unknown, schema: Schema, at: string): string[] {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    const named = contract.schemas[name];
    return named === undefined ? [`${at}: no schema ${name}`] : faultsOf(value, named, at);
  }
  if (schema.anyOf !== undefined) {
    const each = schema.anyOf.map((one) => faultsOf(value, one, at));
    return each.some((faults) => faults.length === 0) ? [] : (each[0] ?? []);
  }
  if (value === null) return schema.nullable === true ? [] : [`${at}: null`];
  if (schema.enum !== undefined && !schema.enum.includes(value)) return [`${at}: not one of the enum`];
  switch (schema.type) {
    case 'object':
      return typeof value === 'object' && !Array.isArray(value)
        ? objectFaults(value, schema, at)
        : [`${at}: no object`];
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((item, index) => faultsOf(item, schema.items ?? {}, `${at}[${index}]`))
        : [`${at}: no array`];
    case 'string':
      return textFaults(value, schema, at);
    case 'integer':
      return Number.isSafeInteger(value) ? [] : [`${at}: no integer`];
    case undefined:
      return [];
    default:
      return typeof value === schema.type ? [] : [`${at}: no ${schema.type ?? ''}`];
  }
}

function textFaults(value: unknown, { format, maxLength }: Schema, at: string): string[] {
  if (typeof value !== 'string') return [`${at}: no text`];
  if (maxLength !== undefined && Array.from(value).length > maxLength) return [`${at}: too long`];
  return format === undefined || (formats[format]?.test(value) ?? true) ? [] : [`${at}: no ${format}`];
}

function objectFaults(value: object, schema: Schema, at: string): string[] {
  const missing = (schema.required ?? []).filter((name) => !Object.hasOwn(value, name));
  return [
    ...missing.map((name) => `${at}.${name}: missing`),
    ...Object.entries(value).flatMap(([name, inner]) => {
      const known = schema.properties?.[name] ?? schema.additionalProperties;
      return known === undefined ? [`${at}.${name}: unknown`] : faultsOf(inner, known, `${at}.${name}`);
    }),
  ];
}
