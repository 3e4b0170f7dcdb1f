import { setTimeout as sleep } from 'node:timers/promises';
import { DAY, SECOND } from '../../core/clock.ts';
import type { Acceptance } from '../../events/formats/schema.ts';
import type { Tower } from '../call-tower.ts';
import { HISTORY_STREAM } from './constants.ts';
import type { PlannedSignal, ReplayPlan } from './plan-replay.ts';
import type { History } from './read-history.ts';

export type Pace = {
  /** Days of world time a second; null is as fast as the tower takes them. */
  daysPerSecond: number | null;
  /** First instant that is not streamed any more. */
  until: Date | null;
};

export type Account = {
  lines: number;
  streamed: number;
  refused: number;
  after: number;
  signals: number;
  answer: Acceptance;
};

const TICK_MS = 200;
const MOST_MS = 5 * SECOND;
const REPORT_MS = 2 * SECOND;
/** Signals between two looks at the clock when there is no pace to keep. */
const CHUNK = 1_000;

/**
 * Streams a plan into the tower, in the order in which its facts became known, and tells the tower how far it has come.
 * @param say is given a line of progress now and then.
 * @returns the account of every line.
 */
export async function runReplay(
  tower: Tower,
  history: History,
  plan: ReplayPlan,
  pace: Pace,
  say: (line: string) => void,
): Promise<Account> {
  const { until } = pace;
  const end = until?.getTime() ?? Number.POSITIVE_INFINITY;
  // The clock at the end itself is the last word: nothing further up to then.
  const planned = plan.signals.filter(({ knownAt, row }) => knownAt < end || (row === null && knownAt === end));
  const id = await tower.startReplay({
    fileName: history.fileName,
    fileHash: history.fileHash,
    source: HISTORY_STREAM,
    lines: plan.lines,
    findings: plan.findings,
  });
  const left = new Map<number, number>();
  for (const { row } of plan.signals) if (row !== null) left.set(row, (left.get(row) ?? 0) + 1);
  const account: Account = {
    lines: plan.lines,
    streamed: 0,
    refused: plan.refused,
    after: 0,
    signals: 0,
    answer: { accepted: 0, duplicates: 0, quarantined: [] },
  };

  const send = async (signals: readonly PlannedSignal[]) => {
    const answer = await tower.send(signals.map(({ event }) => event));
    account.signals += signals.length;
    account.answer.accepted += answer.accepted;
    account.answer.duplicates += answer.duplicates;
    account.answer.quarantined.push(...answer.quarantined);
    for (const { row } of signals) {
      if (row === null) continue;
      const rest = (left.get(row) ?? 0) - 1;
      left.set(row, rest);
      if (rest === 0) account.streamed += 1;
    }
  };
  const totals = () => ({
    streamed: account.streamed,
    signals: account.signals,
    accepted: account.answer.accepted,
    duplicates: account.answer.duplicates,
    quarantined: account.answer.quarantined.length,
  });
  let reportedAt = Date.now();
  const report = async (at: number) => {
    if (Date.now() - reportedAt < REPORT_MS) return;
    reportedAt = Date.now();
    await tower.recordReplay(id, totals());
    say(
      `${new Date(at).toISOString().slice(0, 10)}: ${account.streamed} of ${account.lines} lines, ${account.signals} signals`,
    );
  };

  for await (const signals of paced(planned, pace, await tower.recordedTo(HISTORY_STREAM))) {
    await send(signals);
    await report(signals.at(-1)?.knownAt ?? 0);
  }
  account.after = account.lines - account.streamed - account.refused;
  await tower.recordReplay(id, { ...totals(), finished: true });
  return account;
}

/** Portions of a plan, each when its time has come. What the tower has already (`recordedTo`) goes at full speed. */
async function* paced(
  planned: readonly PlannedSignal[],
  { daysPerSecond }: Pace,
  recordedTo: Date | null,
): AsyncGenerator<readonly PlannedSignal[]> {
  const known = recordedTo?.getTime() ?? Number.NEGATIVE_INFINITY;
  const unknown = planned.findIndex(({ knownAt }) => knownAt > known);
  const fast = daysPerSecond === null || unknown < 0 ? planned.length : unknown;
  let next = 0;
  for (; next < fast; next = Math.min(next + CHUNK, fast)) yield planned.slice(next, Math.min(next + CHUNK, fast));
  const first = planned[next];
  if (daysPerSecond === null || !first) return;
  let world = Math.max(known, Math.floor(first.knownAt / DAY) * DAY);
  let wall = Date.now();
  while (next < planned.length) {
    await sleep(TICK_MS);
    const now = Date.now();
    // Held up for longer (a laptop asleep, a tower away), world time goes on at its pace and does not leap.
    world += (Math.min(now - wall, MOST_MS) / SECOND) * daysPerSecond * DAY;
    wall = now;
    const from = next;
    while (next < planned.length && (planned[next]?.knownAt ?? 0) <= world) next += 1;
    if (next > from) yield planned.slice(from, next);
  }
}

/** The account in one line: every line of the file stands in it once. */
export function accountWords({ lines, streamed, refused, after, signals, answer }: Account): string {
  const rest = after ? `, ${after} not told in full before --until` : '';
  return `${lines} lines: ${streamed} streamed, ${refused} refused${rest}; ${signals} signals: ${answer.accepted} accepted, ${answer.duplicates} duplicates, ${answer.quarantined.length} quarantined`;
}
