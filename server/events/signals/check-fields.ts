import { type Contract, contractJsonSchema } from '../contracts/index.ts';
import { describeRule, type JsonSchema, withoutNull } from './describe-rule.ts';
import type { FieldCheck } from './schema.ts';

/** Fields that a screen shows; a longer payload is cut, and says so in its last row. */
const MAX_FIELDS = 300;
const MAX_VALUE = 400;

type Leaf = { path: string[]; value: unknown; schema: JsonSchema | null; rule: string };

/**
 * Holds each field of a payload against its contract: the value, the rule in words, and whether it keeps it. The same schema
 * as acceptance's; a field that the contract does not know is shown as such. Pure.
 */
export function checkFields(contract: Contract, data: unknown): FieldCheck[] {
  const parsed = contract.schema.safeParse(data);
  const issues = (parsed.success ? [] : parsed.error.issues).map(({ path, message }) => ({
    path: path.map(String),
    message,
  }));
  return listFields(contractJsonSchema(contract) as JsonSchema, issues, data);
}

/**
 * The fields of a payload beside their rules.
 * @param issues what acceptance found: none for a signal that is in the log.
 */
export function listFields(
  schema: JsonSchema,
  issues: readonly { path: string[]; message: string }[],
  data: unknown,
): FieldCheck[] {
  const leaves: Leaf[] = [];
  walk(schema, data, [], '', leaves);
  const open = [...issues];
  const checks = leaves.slice(0, MAX_FIELDS).map((leaf): FieldCheck => {
    const own = open.filter(({ path }) => leaf.path.every((part, n) => path[n] === part));
    for (const issue of own) open.splice(open.indexOf(issue), 1);
    return {
      path: nameOf(leaf.path),
      value: leaf.value === undefined ? null : shorten(JSON.stringify(leaf.value) ?? 'null'),
      rule: leaf.rule,
      passed: own.length === 0,
      problem: own.length ? problemOf(leaf, own) : null,
      classification: leaf.schema?.classification ?? null,
    };
  });
  // What concerns several fields at once, such as "one of these two must be told".
  for (const { path, message } of open) {
    checks.push({
      path: nameOf(path),
      value: null,
      rule: 'what the fields say together',
      passed: false,
      problem: message,
      classification: null,
    });
  }
  return checks;
}

/** Words from outside within a payload, by their classification in the contract. */
export function quotesOf(contract: Contract, data: unknown): { path: string; text: string }[] {
  const leaves: Leaf[] = [];
  walk(contractJsonSchema(contract) as JsonSchema, data, [], '', leaves);
  return leaves.flatMap(({ path, value, schema }) =>
    schema?.classification === 'untrusted-text' && typeof value === 'string'
      ? [{ path: nameOf(path), text: value }]
      : [],
  );
}

const problemOf = ({ value }: Leaf, issues: readonly { message: string }[]): string =>
  value === undefined ? 'It was left out.' : issues.map(({ message }) => message).join('; ');

const nameOf = (path: readonly string[]): string => path.join('.') || 'the whole';
const shorten = (text: string): string => (text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text);

function walk(given: JsonSchema, value: unknown, path: string[], when: string, into: Leaf[]): void {
  if (into.length > MAX_FIELDS) return;
  const { schema, nullable } = withoutNull(given);
  const end = [nullable ? 'or null' : '', when].filter(Boolean).join('; ');
  if (schema.properties && isRecord(value)) {
    for (const [name, child] of Object.entries(schema.properties)) {
      const optional = schema.required?.includes(name) ? '' : 'may be left out';
      walk(child, Object.hasOwn(value, name) ? value[name] : undefined, [...path, name], optional, into);
    }
    for (const name of Object.keys(value)) {
      if (Object.hasOwn(schema.properties, name)) continue;
      into.push({
        path: [...path, name],
        value: value[name],
        schema: null,
        rule: 'not in the contract: kept, not read',
      });
    }
    return;
  }
  if (schema.items && Array.isArray(value) && value.length) {
    const { items } = schema;
    value.forEach((item, n) => {
      walk(items, item, [...path, String(n)], '', into);
    });
    return;
  }
  into.push({
    path,
    value,
    schema: { ...given, ...schema },
    rule: [describeRule(schema), end].filter(Boolean).join('; '),
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
