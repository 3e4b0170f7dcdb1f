import type { SignalView } from './views.ts';

/** What narrows the log, as the address says it; times are UTC to the minute, `2026-11-22T14:30`. */
const LOG = ['source', 'type', 'region', 'subject', 'from', 'to', 'state', 'before', 'after'] as const;
const QUARANTINE = ['sourceId', 'reason', 'held', 'before'] as const;
const UNDECIDED = ['after'] as const;
const ACCEPTANCE = ['day', 'sourceId'] as const;
const NAMES: Record<SignalView, readonly string[]> = {
  signals: LOG,
  undecided: UNDECIDED,
  quarantine: QUARANTINE,
  acceptance: ACCEPTANCE,
};

export type Address = Record<string, string>;
type Params = Record<string, string | string[] | undefined>;

/** What an address says of a view; what it does not know is left out. */
export function readAddress(view: SignalView, params: Params): Address {
  const told = NAMES[view].flatMap((name) => {
    const value = params[name];
    return typeof value === 'string' && value !== '' && value.length <= 300 ? [[name, value] as const] : [];
  });
  return Object.fromEntries(told.filter(([name, value]) => isSound(name, value)));
}

const FORMS: Record<string, RegExp> = {
  from: /^\d{4}-\d\d-\d\dT\d\d:\d\d$/,
  to: /^\d{4}-\d\d-\d\dT\d\d:\d\d$/,
  day: /^\d{4}-\d\d-\d\d$/,
  state: /^(waiting|evaluated|undecided|retracted)$/,
  held: /^(held|replaying|replayed|discarded|all)$/,
  after: /^\d{1,19}$/,
};
/** By its form, and where it is a time, a time there is. */
const isSound = (name: string, value: string): boolean =>
  (FORMS[name]?.test(value) ?? true) &&
  (!['from', 'to', 'day'].includes(name) || !Number.isNaN(Date.parse(name === 'day' ? value : `${value}Z`)));

/** The address of a view, narrowed. */
export function writeAddress(view: SignalView, address: Address): string {
  const params = new URLSearchParams(view === 'signals' ? {} : { view });
  for (const name of NAMES[view]) if (address[name]) params.set(name, address[name]);
  return params.size ? `/signals?${params}` : '/signals';
}

/** What the log is asked for: the address with its times as instants. */
export function toSignalInput({ from, to, before, ...address }: Address) {
  return {
    ...(address as { state?: 'waiting' | 'evaluated' | 'undecided' | 'retracted' }),
    ...(before && /^\d{1,19}$/.test(before) ? { before } : {}),
    ...(from ? { from: `${from}:00Z` } : {}),
    ...(to ? { to: `${to}:00Z` } : {}),
  };
}

/** What the quarantine is asked for: what waits, unless the address says otherwise. */
export function toQuarantineInput({ held, ...address }: Address) {
  const state = held ?? 'held';
  return {
    ...address,
    ...(state === 'all' ? {} : { state: state as 'held' | 'replaying' | 'replayed' | 'discarded' }),
  };
}

/** What the sums are asked for: a day, UTC; `today` when the address names none. */
export const toAcceptanceInput = ({ day, sourceId }: Address, today: string) => ({
  day: day ?? today,
  ...(sourceId ? { sourceId } : {}),
});
