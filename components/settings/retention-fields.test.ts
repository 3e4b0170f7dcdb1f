import { expect, test } from 'vitest';
import { draftOf, readDraft } from './retention-fields.ts';

const values = { feedDays: 30, countDays: 400, noteMonths: 24 };

test('what is shown reads as what it was', () => {
  expect(readDraft(draftOf(values))).toEqual({ values, problems: null });
  expect(readDraft({ ...draftOf(values), feedDays: ' 7 ' }).values).toEqual({ ...values, feedDays: 7 });
});

test.each([
  ['feedDays', '', 'Type a whole number.'],
  ['feedDays', '1.5', 'Type a whole number.'],
  ['feedDays', '0', 'At least 1 day.'],
  ['countDays', '7', 'At least 8 days: the screen shows a week.'],
  ['noteMonths', '5', 'At least 6 months: notes say why a case went as it did.'],
  ['noteMonths', '-6', 'Type a whole number.'],
])('%s of "%s" is told', (name, text, words) => {
  expect(readDraft({ ...draftOf(values), [name]: text })).toEqual({ values: null, problems: { [name]: words } });
});
