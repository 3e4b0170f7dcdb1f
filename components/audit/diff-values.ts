/** One member of an entry's before and after, as a row a person can read. */
export type DiffRow = {
  path: string;
  before: string | null;
  after: string | null;
  kind: 'added' | 'removed' | 'changed' | 'same';
};

type Leaves = Map<string, string>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const leafWords = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return JSON.stringify(value);
};

const isPlainList = (value: unknown[]): boolean => value.every((item) => typeof item !== 'object' || item === null);

function collect(value: unknown, path: string, leaves: Leaves): void {
  if (value === undefined) return;
  if (isRecord(value) && Object.keys(value).length > 0) {
    for (const [key, member] of Object.entries(value)) collect(member, path ? `${path}.${key}` : key, leaves);
    return;
  }
  if (Array.isArray(value) && value.length > 0 && !isPlainList(value)) {
    value.forEach((item, index) => {
      collect(item, `${path}[${index + 1}]`, leaves);
    });
    return;
  }
  leaves.set(path || 'value', Array.isArray(value) ? value.map(leafWords).join(', ') || 'none' : leafWords(value));
}

const leavesOf = (value: unknown): Leaves => {
  const leaves: Leaves = new Map();
  if (value !== null && value !== undefined) collect(value, '', leaves);
  return leaves;
};

const kindOf = (before: string | undefined, after: string | undefined): DiffRow['kind'] => {
  if (before === undefined) return 'added';
  if (after === undefined) return 'removed';
  return before === after ? 'same' : 'changed';
};

/**
 * diffValues lays the before and the after of an audit entry side by side, one row a leaf, in the order in which the
 * members stand (the before first, then what is new). Lists of plain values stay one row; lists of objects count from 1.
 * @param before the stored snapshot before the change, or null when the thing did not exist
 * @param after the stored snapshot after it, or null when the thing is gone
 */
export function diffValues(before: unknown, after: unknown): DiffRow[] {
  const was = leavesOf(before);
  const is = leavesOf(after);
  return [...new Set([...was.keys(), ...is.keys()])].map((path) => {
    const b = was.get(path);
    const a = is.get(path);
    return { path, before: b ?? null, after: a ?? null, kind: kindOf(b, a) };
  });
}

/** shortHash keeps the first and last six characters of a hex hash, enough to compare by eye. */
export const shortHash = (hash: string): string => (hash.length > 14 ? `${hash.slice(0, 6)}…${hash.slice(-6)}` : hash);
