import { z } from 'zod';

/* The elements of an ODCS document: fields with their bounds. The document as a whole is in schema.ts. */

export const LOGICAL_TYPES = [
  'string',
  'date',
  'timestamp',
  'time',
  'number',
  'integer',
  'object',
  'array',
  'boolean',
] as const;
export type LogicalType = (typeof LOGICAL_TYPES)[number];

export const text = z.string();
export const stableId = z.string().regex(/^[A-Za-z0-9_-]+$/, 'may hold letters, digits, - and _ only');
export const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export const tags = z.array(text);
const count = z.number().int().nonnegative();

export const customProperties = z.array(
  z.strictObject({ id: stableId.optional(), property: text, value: z.json(), description: text.optional() }),
);
export const authoritativeDefinitions = z.array(
  z.strictObject({ id: stableId.optional(), url: text, type: text, description: text.optional() }),
);

/** A quality rule. Holdpoint carries out `invalidValues` with `validValues` that must be 0; the rest is kept and reported. */
const qualitySchema = z.looseObject({
  id: stableId.optional(),
  type: z.enum(['text', 'library', 'sql', 'custom']).optional(),
  metric: text.optional(),
  arguments: z.record(text, z.json()).optional(),
  mustBe: z.json().optional(),
  mustBeLessOrEqualTo: z.number().optional(),
  unit: text.optional(),
  description: text.optional(),
  dimension: text.optional(),
});
export type Quality = z.infer<typeof qualitySchema>;

export const base = {
  id: stableId.optional(),
  physicalType: text.optional(),
  description: text.optional(),
  businessName: text.optional(),
  authoritativeDefinitions: authoritativeDefinitions.optional(),
  tags: tags.optional(),
  customProperties: customProperties.optional(),
  physicalName: text.optional(),
  quality: z.array(qualitySchema).optional(),
};

const optionsByType: Record<LogicalType, z.ZodType> = (() => {
  const bounds = (of: z.ZodType) => ({
    minimum: of.optional(),
    maximum: of.optional(),
    exclusiveMinimum: of.optional(),
    exclusiveMaximum: of.optional(),
    format: text.optional(),
  });
  const zone = { timezone: z.boolean().optional(), defaultTimezone: text.optional() };
  const number = z.strictObject({ ...bounds(z.number()), multipleOf: z.number().positive().optional() });
  return {
    string: z.strictObject({
      minLength: count.optional(),
      maxLength: count.optional(),
      pattern: text.max(500).optional(),
      format: text.optional(),
    }),
    date: z.strictObject(bounds(text)),
    timestamp: z.strictObject({ ...bounds(text), ...zone }),
    time: z.strictObject({ ...bounds(text), ...zone }),
    number,
    integer: number,
    object: z.strictObject({
      minProperties: count.optional(),
      maxProperties: count.optional(),
      required: z.array(text).optional(),
    }),
    array: z.strictObject({
      minItems: count.optional(),
      maxItems: count.optional(),
      uniqueItems: z.boolean().optional(),
    }),
    boolean: z.looseObject({}),
  };
})();

/** What bounds a value, whatever its logical type; which members a type may have is checked when the document is read. */
export type TypeOptions = {
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  minimum?: number | string;
  maximum?: number | string;
  exclusiveMinimum?: number | string;
  exclusiveMaximum?: number | string;
  multipleOf?: number;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  minProperties?: number;
  maxProperties?: number;
  required?: string[];
  timezone?: boolean;
  defaultTimezone?: string;
};

export type OdcsElement = {
  name?: string | undefined;
  logicalType?: LogicalType | undefined;
  logicalTypeOptions?: TypeOptions | undefined;
  required?: boolean | undefined;
  classification?: string | undefined;
  description?: string | undefined;
  quality?: Quality[] | undefined;
  properties?: OdcsProperty[] | undefined;
  items?: OdcsElement | undefined;
  customProperties?: z.infer<typeof customProperties> | undefined;
  unique?: boolean | undefined;
  partitioned?: boolean | undefined;
  relationships?: unknown[] | undefined;
  transformLogic?: string | undefined;
};
export type OdcsProperty = OdcsElement & { name: string };

const elementShape = {
  ...base,
  primaryKey: z.boolean().optional(),
  primaryKeyPosition: z.number().int().optional(),
  logicalType: z.enum(LOGICAL_TYPES).optional(),
  logicalTypeOptions: z.record(text, z.json()).optional(),
  required: z.boolean().optional(),
  unique: z.boolean().optional(),
  partitioned: z.boolean().optional(),
  partitionKeyPosition: z.number().int().optional(),
  classification: text.optional(),
  encryptedName: text.optional(),
  transformSourceObjects: z.array(text).optional(),
  transformLogic: text.optional(),
  transformDescription: text.optional(),
  examples: z.array(z.json()).optional(),
  criticalDataElement: z.boolean().optional(),
  relationships: z.array(z.looseObject({ to: z.union([text, z.array(text)]) })).optional(),
};

/** The options must be those of the logical type: a maxLength on a number would silently bound nothing. */
function checkOptions(element: z.ZodType): z.ZodType {
  return element.superRefine((value, ctx) => {
    const { logicalType, logicalTypeOptions } = value as { logicalType?: LogicalType; logicalTypeOptions?: unknown };
    if (!logicalType || logicalTypeOptions === undefined) return;
    const parsed = optionsByType[logicalType].safeParse(logicalTypeOptions);
    if (parsed.success) return;
    for (const issue of parsed.error.issues) {
      ctx.addIssue({ code: 'custom', path: ['logicalTypeOptions', ...issue.path], message: issue.message });
    }
  });
}

export const propertySchema = checkOptions(
  z.strictObject({
    ...elementShape,
    name: text.min(1),
    get properties() {
      return z.array(propertySchema).optional();
    },
    get items() {
      return itemSchema.optional();
    },
  }),
) as z.ZodType<OdcsProperty>;

const itemSchema = checkOptions(
  z.strictObject({
    ...elementShape,
    name: text.optional(),
    get properties() {
      return z.array(propertySchema).optional();
    },
    get items() {
      return itemSchema.optional();
    },
  }),
) as z.ZodType<OdcsElement>;
