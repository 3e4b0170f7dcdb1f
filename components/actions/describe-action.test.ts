import { describe, expect, it } from 'vitest';
import type { StepView } from '../../server/actions/sagas/schema.ts';
import { describeAction, reversibleWords, tookWords } from './describe-action.ts';

const now = new Date('2026-03-01T10:00:00Z');
const plain = (words: string | null) => words?.replaceAll('\u00a0', ' ') ?? null;

const step = (state: StepView['state'], over: Partial<StepView> = {}): StepView => ({
  key: state,
  position: 0,
  title: 'Book the flight',
  undoTitle: 'Cancel the booking',
  kind: 'compensatable',
  system: 'TMS',
  state,
  attempts: 1,
  undoAttempts: 0,
  answer: null,
  undoAnswer: null,
  error: null,
  idempotencyKey: 'a/b/do',
  reversibleUntil: null,
  startedAt: state === 'pending' ? null : '2026-03-01T09:59:00Z',
  finishedAt: null,
  undoneAt: null,
  closed: null,
  ...over,
});

describe('tookWords', () => {
  it.each([
    ['2026-03-01T10:00:00.340Z', '340 ms'],
    ['2026-03-01T10:00:01.240Z', '1.2 s'],
    ['2026-03-01T10:04:10Z', '4 min 10 s'],
    ['2026-03-01T09:59:59Z', '0 ms'],
  ])('until %s', (end, words) => expect(plain(tookWords('2026-03-01T10:00:00Z', end))).toBe(words));
});

describe('reversibleWords', () => {
  const rows: [string, StepView, string | null][] = [
    ['an open window', step('done', { reversibleUntil: '2026-03-01T15:40:00Z' }), 'can be undone for 5 h 40 min'],
    ['a closed window', step('done', { reversibleUntil: '2026-03-01T09:40:00Z' }), 'can no longer be undone'],
    ['no window named', step('done'), null],
    ['a step that waits', step('pending', { reversibleUntil: '2026-03-01T15:40:00Z' }), null],
    ['a pivot', step('done', { kind: 'pivot' }), 'cannot be undone: point of no return'],
    ['a step without an undo', step('done', { undoTitle: null }), 'has no undo'],
  ];
  it.each(rows)('%s', (_name, given, words) => expect(plain(reversibleWords(given, now))).toBe(words));
});

describe('describeAction', () => {
  const rows: [string, Parameters<typeof describeAction>[0], string][] = [
    [
      'grace',
      { detail: null, state: 'grace', steps: [step('pending')] },
      'Nothing has been sent yet. Undo stops it without cost.',
    ],
    [
      'running',
      { detail: null, state: 'running', steps: [step('done'), step('running'), step('pending')] },
      '1 of 3 steps done.',
    ],
    ['done', { detail: null, state: 'done', steps: [step('done'), step('done')] }, 'All 2 steps are done.'],
    [
      'rolling back counts only what ran',
      { detail: null, state: 'compensating', steps: [step('undoing'), step('undone'), step('pending')] },
      'Rolling back, last step first: 1 of 2 steps undone.',
    ],
    [
      'rolled back',
      { detail: null, state: 'rolled_back', steps: [step('undone'), step('undone')] },
      'Rolled back: 2 of 2 steps undone.',
    ],
    [
      'a refusal in the words of the system',
      { state: 'needs_person', detail: 'TMS refused: carrier has picked up.', steps: [step('undo_refused')] },
      'TMS refused: carrier has picked up.',
    ],
  ];
  it.each(rows)('%s', (_name, action, words) => expect(plain(describeAction(action, false))).toBe(words));

  it('says so when the grace period has run out and nothing has started', () => {
    const waiting = { detail: null, state: 'grace', steps: [step('pending')] } as const;
    expect(describeAction({ ...waiting, steps: [...waiting.steps] }, true)).toBe(
      'The grace period is over; the first step is about to start.',
    );
  });
});
