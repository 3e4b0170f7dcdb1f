import { expect, it } from 'vitest';
import { readAccount } from './account.ts';

it.each([
  ['nothing sent', { sent: 0, replayed: 0, accepted: 0, duplicates: 0, quarantined: 0, rejected: 0 }, 0],
  ['all accounted for', { sent: 10, replayed: 0, accepted: 6, duplicates: 2, quarantined: 1, rejected: 1 }, 0],
  ['one replayed', { sent: 9, replayed: 1, accepted: 6, duplicates: 2, quarantined: 1, rejected: 1 }, 0],
  ['one lost', { sent: 10, replayed: 0, accepted: 6, duplicates: 2, quarantined: 1, rejected: 0 }, 1],
  ['one counted twice', { sent: 10, replayed: 0, accepted: 7, duplicates: 2, quarantined: 1, rejected: 1 }, -1],
])('%s', (_name, counts, missing) => expect(readAccount(counts).missing).toBe(missing));
