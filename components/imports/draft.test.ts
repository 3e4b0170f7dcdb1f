import { describe, expect, it } from 'vitest';
import type { ContractField } from '../../server/events/formats/csv/schema.ts';
import {
  conversionOf,
  emptyDraft,
  isSame,
  lackingIn,
  listText,
  readFormats,
  readList,
  withConversion,
  withOrigin,
} from './draft.ts';

const field = (changes: Partial<ContractField> = {}): ContractField => ({
  path: 'orderNumber',
  kind: 'text',
  required: true,
  values: [],
  words: null,
  ...changes,
});
const draft = emptyDraft('purchase-order.placed', { delimiter: ',', encoding: 'utf-8' });

describe('a draft', () => {
  it('lacks what must have a value', () => {
    const fields = [field(), field({ path: 'note', required: false })];
    expect(lackingIn(draft, fields).map(({ path }) => path)).toEqual(['orderNumber']);
    const filled = withOrigin(draft, field(), { column: 'PO' });
    expect(lackingIn(filled, fields)).toEqual([]);
    expect(withOrigin(filled, field(), null).fields).toEqual([]);
  });
  it('keeps how a field is read when its column changes', () => {
    const number = field({ path: 'quantity', kind: 'number' });
    const comma = withConversion(withOrigin(draft, number, { column: 'A' }), 'quantity', {
      kind: 'number',
      decimal: ',',
    });
    expect(withOrigin(comma, number, { column: 'B' }).fields).toEqual([
      { path: 'quantity', from: { column: 'B' }, as: { kind: 'number', decimal: ',' } },
    ]);
  });
  it('is the saved one whatever the order of its fields', () => {
    const both = withOrigin(withOrigin(draft, field(), { column: 'A' }), field({ path: 'item' }), { constant: 'K' });
    const saved = {
      name: 'm',
      version: 1,
      signalType: draft.signalType,
      savedBy: 'x',
      savedAt: '',
      mapping: { ...both, fields: [...both.fields].reverse() },
    };
    expect(isSame(both, saved)).toBe(true);
    expect(isSame({ ...both, delimiter: ';' }, saved)).toBe(false);
    expect(isSame(both, undefined)).toBe(false);
  });
});

it('lists are written as lines and read back', () => {
  const values = { A: 'accepted', 'C D': 'changed' };
  expect(readList(listText(values))).toEqual(values);
  expect(readList('nonsense\n = x\nA =')).toEqual({});
});
it('formats are parted by "or"', () => expect(readFormats('MMM d, yyyy or ISO')).toEqual(['MMM d, yyyy', 'ISO']));
it('a list field begins with its own values', () =>
  expect(conversionOf(field({ kind: 'list', values: ['open'] }))).toEqual({ kind: 'list', values: { open: 'open' } }));
