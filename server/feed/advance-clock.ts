import type { FeedEvent } from './call-tower.ts';

/** `clock.advanced` at an instant. Its id says the instant, so it is the same in every run and a second run brings only duplicates. */
export function clockSignal(source: string, at: Date): FeedEvent {
  const time = at.toISOString();
  const id = `clock-${time.endsWith('T00:00:00.000Z') ? time.slice(0, 10) : time}`;
  return { specversion: '1.0', id, source, type: 'clock.advanced', time, recordedtime: time, data: {} };
}
