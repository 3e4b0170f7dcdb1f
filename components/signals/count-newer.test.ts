import { expect, it } from 'vitest';
import type { SignalRow } from '../../server/events/signals/schema.ts';
import { countNewer } from './count-newer.ts';

const page = (...seqs: string[]) => seqs.map((seq) => ({ seq }) as SignalRow);

it.each([
  ['the same page', page('9', '8'), page('9', '8'), 0],
  ['two came', page('9', '8'), page('11', '10', '9'), 2],
  ['more digits are more', page('9'), page('10', '9'), 1],
  ['all of the page is newer', page('9'), page('99', '98'), 2],
  ['nothing shown yet', undefined, page('1'), 0],
  ['an empty list', [], page('1'), 0],
])('%s', (_name, shown, newest, expected) => expect(countNewer(shown, newest)).toBe(expected));
