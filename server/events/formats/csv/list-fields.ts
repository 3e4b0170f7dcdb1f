import { type Contract, contractJsonSchema } from '../../contracts/index.ts';
import type { ContractField } from './schema.ts';

type Node = {
  type?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Node[];
  properties?: Record<string, Node>;
  required?: string[];
  items?: Node;
  description?: string;
};

/** The fields of a contract that cells can fill, and the lists that a row leaves empty. */
export type ContractShape = { fields: ContractField[]; lists: string[] };

/**
 * What a row of a file can say under a contract.
 * @returns null for a contract that a row cannot speak for: it has no field, or a list of things that would have to be gathered
 *   from many rows.
 */
export function shapeOf(contract: Contract): ContractShape | null {
  const shape: ContractShape = { fields: [], lists: [] };
  const fits = walk(contractJsonSchema(contract) as Node, '', true, shape);
  return fits && shape.fields.length ? shape : null;
}

/** A choice of choices is one choice. */
const flatten = (node: Node): Node[] =>
  node.anyOf
    ? node.anyOf.flatMap((one) => flatten({ ...(node.description ? { description: node.description } : {}), ...one }))
    : [node];

function walk(node: Node, path: string, required: boolean, shape: ContractShape): boolean {
  const options = flatten(node);
  const told = options.filter(({ type }) => type !== 'null');
  const nullable = told.length < options.length;
  const [first] = told;
  if (!first) return true;
  if (first.type === 'object' && first.properties) {
    return Object.entries(first.properties).every(([name, inner]) =>
      walk(inner, path ? `${path}.${name}` : name, required && (first.required ?? []).includes(name), shape),
    );
  }
  if (first.type === 'array') {
    if (first.items?.type === 'object') return false;
    shape.lists.push(path);
    return true;
  }
  const values = (first.enum ?? (first.const === undefined ? [] : [first.const])).map(String);
  shape.fields.push({
    path,
    kind: kindOf(first, values),
    required: required && !nullable,
    values,
    words: node.description ?? first.description ?? null,
  });
  return true;
}

function kindOf({ type, format }: Node, values: readonly string[]): ContractField['kind'] {
  if (values.length) return 'list';
  if (type === 'number' || type === 'integer') return 'number';
  if (type === 'boolean') return 'yes-no';
  return format === 'date' || format === 'date-time' ? 'date' : 'text';
}
