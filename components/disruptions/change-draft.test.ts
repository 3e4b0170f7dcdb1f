import { describe, expect, it } from 'vitest';
import { type Draft, draftChange, draftProblems, isUnchanged } from './change-draft.ts';
import { anAlternative } from './testing.ts';

const expedite = anAlternative({
  key: 'expedite',
  parameters: {
    quantity: { value: 3200, min: 100, max: 3200 },
    mode: { value: 'Air', options: ['Air', 'Air Charter'] },
    date: { value: '2009-05-14', min: '2009-05-12', max: '2009-05-30' },
    supplier: null,
  },
});

describe('draftProblems', () => {
  const rows: [string, Draft, string[]][] = [
    ['nothing touched', {}, []],
    ['all within bounds', { quantity: 100, mode: 'Air Charter', date: '2009-05-30' }, []],
    ['too much', { quantity: 3201 }, ['Between 100 and 3,200.']],
    ['too little', { quantity: 99 }, ['Between 100 and 3,200.']],
    ['half a pack', { quantity: 100.5 }, ['Between 100 and 3,200.']],
    ['an emptied quantity', { quantity: '' }, ['Between 100 and 3,200.']],
    ['too early', { date: '2009-05-11' }, ['Between 12 May 2009 and 30 May 2009.']],
    ['a mode that is not offered', { mode: 'Camel' }, ['Choose one of the modes.']],
    ['a member that is not offered counts for nothing', { supplier: 'CIPLA' }, []],
  ];
  it.each(rows)('%s', (_name, draft, problems) =>
    expect(Object.values(draftProblems(expedite, draft))).toEqual(problems),
  );
});

describe('draftChange', () => {
  const rows: [string, Draft, ReturnType<typeof draftChange>][] = [
    ['only the alternative when nothing was touched', {}, { alternative: 'expedite' }],
    ['what was given another value', { quantity: 2000, mode: 'Air' }, { alternative: 'expedite', quantity: 2000 }],
    ['nothing that the alternative does not offer', { supplier: 'CIPLA' }, { alternative: 'expedite' }],
  ];
  it.each(rows)('sends %s', (_name, draft, change) => expect(draftChange(expedite, draft)).toEqual(change));
});

describe('isUnchanged', () => {
  it.each([
    [{ alternative: 'expedite' }, true],
    [{ alternative: 'expedite', quantity: 5 }, false],
    [{ alternative: 'wait' }, false],
  ] as const)('%o', (change, unchanged) => expect(isUnchanged(change, 'expedite')).toBe(unchanged));
});
