import { CLASSIFICATIONS } from './constants.ts';
import type { OdcsDocument, OdcsElement, OdcsProperty, SlaProperty } from './schema.ts';

/** JSON Schema of a signal type's own contract, as zod writes it. */
type CodeSchema = {
  type?: string;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  maxItems?: number;
  enum?: unknown[];
  const?: unknown;
  anyOf?: CodeSchema[];
  oneOf?: CodeSchema[];
  items?: CodeSchema;
  properties?: Record<string, CodeSchema>;
  required?: string[];
  description?: string;
  classification?: string;
};

export type DraftInput = {
  source: { id: string; name: string; system: string };
  type: string;
  /** Who answers for the meaning of the type. */
  owner: string;
  meaning: string;
  version: number;
  /** Null for a type that the code does not know: any data is accepted until fields are named. */
  schema: Record<string, unknown> | null;
  sla: SlaProperty[];
};

/** The contract to begin with: what the type's own contract asks, as an ODCS document that a person can tighten. Pure. */
export function draftDocument({ source, type, owner, meaning, version, schema, sla }: DraftInput): OdcsDocument {
  const properties = schema ? propertiesOf(schema as CodeSchema) : [];
  return {
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    id: `urn:holdpoint:source:${source.id}:${type}`,
    name: `${type} from ${source.name}`,
    version: `${version}.0.0`,
    status: 'active',
    domain: source.system,
    description: { purpose: meaning },
    team: { name: owner },
    schema: [
      {
        name: type,
        physicalName: type,
        physicalType: 'event',
        logicalType: 'object',
        description: meaning,
        // An event needs one field at least; nothing is asked of this one.
        properties: properties.length
          ? properties
          : [{ name: 'note', description: 'Any value; no field is named yet.' }],
      },
    ],
    slaProperties: sla,
  };
}

const propertiesOf = ({ properties, required }: CodeSchema): OdcsProperty[] =>
  Object.entries(properties ?? {}).map(([name, schema]) => ({
    name,
    ...elementOf(schema, required?.includes(name) ?? false),
  }));

/** Branches of a union, nested ones too, without null. */
function branches(schema: CodeSchema): { branches: CodeSchema[]; nullable: boolean } {
  const union = schema.anyOf ?? schema.oneOf;
  if (!union)
    return schema.type === 'null' ? { branches: [], nullable: true } : { branches: [schema], nullable: false };
  const parts = union.map(branches);
  return { branches: parts.flatMap((part) => part.branches), nullable: parts.some((part) => part.nullable) };
}

function elementOf(schema: CodeSchema, present: boolean): OdcsElement {
  const { branches: ways, nullable } = branches(schema);
  const [only, ...others] = ways;
  const description = schema.description ?? only?.description;
  const classification = [schema, ...ways]
    .map((way) => way.classification)
    .find((name) => CLASSIFICATIONS.some((one) => one === name));
  return {
    ...(only && !others.length ? typed(only) : allText(ways) ? { logicalType: 'string' } : {}),
    required: present && !nullable,
    ...(description ? { description } : {}),
    ...(classification ? { classification } : {}),
  };
}

const allText = (ways: CodeSchema[]): boolean => ways.length > 0 && ways.every(({ type }) => type === 'string');

function typed(schema: CodeSchema): OdcsElement {
  const values = schema.const === undefined ? schema.enum : [schema.const];
  const listed = values
    ? {
        quality: [
          {
            type: 'library' as const,
            metric: 'invalidValues',
            arguments: { validValues: values as string[] },
            mustBe: 0,
          },
        ],
      }
    : {};
  switch (schema.type) {
    case 'string': {
      if (schema.format === 'date') return { logicalType: 'date' };
      if (schema.format === 'date-time') return { logicalType: 'timestamp' };
      return { logicalType: 'string', ...options(schema, ['minLength', 'maxLength', 'pattern']), ...listed };
    }
    case 'integer':
    case 'number':
      return {
        logicalType: schema.type,
        ...options(schema, ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum']),
        ...listed,
      };
    case 'boolean':
      return { logicalType: 'boolean', ...listed };
    case 'array':
      return {
        logicalType: 'array',
        ...options(schema, ['minItems', 'maxItems']),
        ...(schema.items ? { items: { ...elementOf(schema.items, true) } } : {}),
      };
    case 'object':
      return schema.properties
        ? { logicalType: 'object', properties: propertiesOf(schema) }
        : { logicalType: 'object' };
    default:
      return listed;
  }
}

type Bound =
  | 'minLength'
  | 'maxLength'
  | 'pattern'
  | 'minimum'
  | 'maximum'
  | 'exclusiveMinimum'
  | 'exclusiveMaximum'
  | 'minItems'
  | 'maxItems';

/** Bounds that say something: the limits of JavaScript's whole numbers are not the sender's concern. */
function options(
  schema: CodeSchema,
  names: readonly Bound[],
): { logicalTypeOptions?: Record<string, string | number> } {
  const found = names.flatMap((name) => {
    const value = schema[name];
    return value === undefined || Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER ? [] : [[name, value] as const];
  });
  return found.length ? { logicalTypeOptions: Object.fromEntries(found) } : {};
}
