import { BATCH } from './constants.ts';

/**
 * How much of a partition's log its next batch takes. A batch that fails is halved until the signal at fault stands alone; once
 * it has been passed, batches grow again. Kept by who evaluates; nothing is lost with it.
 */
export type Gauge = {
  /** Signals that the next batch takes. */
  size: number;
  /** Signals ahead among which one makes evaluation fail; 0 when none is known to. */
  suspect: number;
  /** The signal that stood alone when the store had no answer to it in time, and how often in a row. */
  alone: { seq: bigint; tries: number } | null;
};

export const openGauge = (size = BATCH): Gauge => ({ size, suspect: 0, alone: null });

/** After a batch of so many signals was evaluated. Pure. */
export function afterSuccess({ size, suspect }: Gauge, signals: number, most = BATCH): Gauge {
  const left = Math.max(0, suspect - signals);
  if (left) return { size: Math.ceil(left / 2), suspect: left, alone: null };
  // What was slow or full of faults a moment ago may go on being so: by doubling it is found out cheaply.
  return { size: Math.min(most, size * 2), suspect: 0, alone: null };
}

/** After a batch of so many signals, two or more, failed. Pure. */
export const afterFault = (signals: number): Gauge => ({ size: Math.ceil(signals / 2), suspect: signals, alone: null });

/** After the one signal that stood alone was set aside. Pure. */
export const afterSetAside = (): Gauge => ({ size: 1, suspect: 0, alone: null });

/** How often in a row a signal that stands alone may take too long, or clash, before that counts as its own fault. */
const STUBBORN = 3;

/** After a signal that stands alone took too long or clashed with somebody. Pure. @returns `stubborn`: it has done so each time. */
export function afterAlone(gauge: Gauge, seq: bigint): { gauge: Gauge; stubborn: boolean } {
  const tries = gauge.alone?.seq === seq ? gauge.alone.tries + 1 : 1;
  return { gauge: { ...gauge, alone: { seq, tries } }, stubborn: tries >= STUBBORN };
}
