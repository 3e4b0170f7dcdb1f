import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../../core/clock.ts';
import { SETTINGS } from './constants.ts';
import { judgeExposure, weighFrom } from './judge-silence.ts';
import { propose } from './propose.ts';
import type { ColdChainContext, ColdChainFacts } from './schema.ts';

const SIX = Date.parse('2026-03-01T06:00:00Z');
const at = (minute: number) => new Date(SIX + minute * MINUTE);
const heard = (device: string, minute: number, outside: boolean) => ({
  device,
  source: '/reefers',
  signalId: `${device}-${minute}`,
  at: at(minute).toISOString(),
  celsius: outside ? 9 : 5,
  outside,
});

/** Outside since six, read for the last time 40 minutes later; of 240 minutes that are allowed. */
const facts = (change: Partial<ColdChainFacts> = {}): ColdChainFacts => ({
  thing: 'C-1',
  thingKind: 'container',
  band: { low: 2, high: 8, from: 'signal' },
  since: at(0).toISOString(),
  lastOutside: at(40).toISOString(),
  endedAt: null,
  worst: { celsius: 9, at: at(40).toISOString() },
  latest: { celsius: 9, at: at(40).toISOString() },
  outsideMinutes: 40,
  allowedMinutes: 240,
  meanKinetic: 7.5,
  devices: ['a'],
  readings: 40,
  goods: [],
  heard: [heard('a', 40, true)],
  silentMinutes: 60,
  ...change,
});
const silent = { silentSince: at(40).toISOString() };

describe('the time outside of an excursion', () => {
  test.each([
    ['while it is measured', {}, 100, { measured: 40, most: 40 }],
    ['of which nothing is read any more', silent, 100, { measured: 40, most: 100 }],
    [
      'of which the last reading was inside',
      { ...silent, heard: [heard('a', 40, false)] },
      100,
      { measured: 40, most: 40 },
    ],
    [
      'of which another device is still read: until then the silence is in the figure',
      { ...silent, outsideMinutes: 90, heard: [heard('a', 40, true), heard('b', 90, false)] },
      100,
      { measured: 40, most: 100 },
    ],
    ['that is over', { ...silent, endedAt: at(90).toISOString() }, 100, { measured: 40, most: 40 }],
  ])('%s', (_name, change, minute, exposure) => expect(judgeExposure(facts(change), at(minute))).toEqual(exposure));

  test.each([
    ['measured', {}, 100, null],
    ['silent: at the next quarter of what is allowed', silent, 100, 120],
    ['on a quarter: at the one after', silent, 120, 180],
    ['with all of it gone: no more', silent, 240, null],
  ])('is weighed again, %s', (_name, change, minute, next) =>
    expect(weighFrom(facts(change), at(minute))).toEqual(next === null ? null : at(next)),
  );
});

describe('the answer to an excursion', () => {
  const answer = (change: Partial<ColdChainFacts>, minute: number) => {
    const context: ColdChainContext = {
      agent: { name: 'cold-chain', version: '1.1.0' },
      worldAt: at(minute).toISOString(),
      facts: facts(change),
      carried: [],
      settings: SETTINGS,
    };
    return propose(context);
  };
  const sumOf = ({ alternatives }: ReturnType<typeof propose>) => alternatives[0]?.sums[0];
  const heat = ({ evidence: { risk } }: ReturnType<typeof propose>) =>
    'factors' in risk ? risk.factors.find(({ name }) => name === 'heat') : undefined;

  test('that is measured rests on what was measured', () => {
    expect(sumOf(answer({}, 100))).toEqual({
      label: 'Spoilt by now',
      working: '40 of 240 min allowed outside, halved: the mean kinetic temperature is within the band, at least 5 %',
      result: '8 %',
    });
    expect(answer({}, 100).reason.sentence).not.toContain('certain');
  });

  test('that is silent says what nobody measured, counts it as outside, and halves nothing', () => {
    const drawn = answer(silent, 100);
    expect(sumOf(drawn)).toEqual({
      label: 'Spoilt by now',
      working: '100 of 240 min allowed outside (40 measured, 60 that nobody measured), at least 5 %',
      result: '42 %',
    });
    expect(drawn.reason.sentence).toContain('How long it was outside is not certain: 1 hour of it nobody measured.');
    expect(drawn.reason.assumptions).toContain(
      'Time that nobody measured counts as outside, because the last reading was.',
    );
    expect(heat(drawn)).toMatchObject({ share: 0.5 });
    expect(heat(answer({}, 100))).toMatchObject({ share: 0 });
  });
});
