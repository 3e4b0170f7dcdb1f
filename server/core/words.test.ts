import { expect, test } from 'vitest';
import { spanWords } from './words.ts';

test.each([
  [0, '0 minutes'],
  [1, '1 minute'],
  [59.6, '1 hour'],
  [60, '1 hour'],
  [200, '3 h 20 min'],
  [2_879, '47 h 59 min'],
  [2_880, '2 days'],
  [5_943, '4 d 3 h'],
  [251_716, '174 d 19 h'],
])('%d minutes are %s', (minutes, words) => expect(spanWords(minutes)).toBe(words));
