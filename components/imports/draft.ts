import type { ContractField, Conversion, CsvMapping, Origin } from '../../server/events/formats/csv/schema.ts';
import type { MappingView, Preview } from '../../server/events/imports/schema.ts';

/** A mapping in the making: it may still lack fields. */
export type Draft = Preview['mapping'];

export const emptyDraft = (signalType: string, layout: Pick<CsvMapping, 'delimiter' | 'encoding'>): Draft => ({
  signalType,
  contractVersion: 1,
  ...layout,
  header: true,
  fields: [],
  id: [],
  whenChanged: 'conflict',
  eventTime: null,
  recordTime: null,
  region: null,
});

/** How a field is read until somebody says otherwise. */
export function conversionOf({ kind, values }: ContractField): Conversion {
  if (kind === 'number') return { kind, decimal: '.' };
  if (kind === 'date') return { kind, formats: ['ISO'] };
  if (kind === 'list') return { kind, values: Object.fromEntries(values.map((value) => [value, value])) };
  return { kind };
}

/** The draft with a field filled from somewhere else, or from nowhere. */
export function withOrigin(draft: Draft, field: ContractField, from: Origin | null): Draft {
  const { path } = field;
  const others = draft.fields.filter((one) => one.path !== path);
  const as = draft.fields.find((one) => one.path === path)?.as ?? conversionOf(field);
  return { ...draft, fields: from ? [...others, { path, from, as }] : others };
}

export const withConversion = (draft: Draft, path: string, as: Conversion): Draft => ({
  ...draft,
  fields: draft.fields.map((one) => (one.path === path ? { ...one, as } : one)),
});

/** Fields that must have a value and have none yet. */
export const lackingIn = (draft: Draft, fields: readonly ContractField[]): ContractField[] =>
  fields.filter(({ path, required }) => required && !draft.fields.some((one) => one.path === path));

/** Whether a draft says the same as a saved mapping. The order of fields says nothing. */
export function isSame(draft: Draft, saved: MappingView | undefined): boolean {
  if (!saved) return false;
  const sorted = (mapping: Draft) => {
    const fields = [...mapping.fields].sort((a, b) => a.path.localeCompare(b.path));
    return JSON.stringify(plain({ ...mapping, fields }));
  };
  return sorted(draft) === sorted(saved.mapping);
}

/** Members in one order, so that two ways to write one thing are one text. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([key, inner]) => [key, plain(inner)]),
  );
}

/** "A = accepted" lines as a table, and back. */
export const listText = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([cell, value]) => `${cell} = ${value}`)
    .join('\n');
export const readList = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split('\n')
      .map((line) => line.split('=').map((part) => part.trim()))
      .filter(([cell, value]) => cell && value)
      .map(([cell = '', value = '']) => [cell, value]),
  );

/** "d.M.yyyy or ISO" as formats; commas may stand in dates, so "or" parts them. */
export const readFormats = (text: string): string[] =>
  text
    .split(/\s+or\s+/)
    .map((part) => part.trim())
    .filter(Boolean);
