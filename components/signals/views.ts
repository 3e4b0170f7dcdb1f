export const SIGNAL_VIEWS = [
  { key: 'signals', label: 'Accepted' },
  { key: 'quarantine', label: 'Quarantine' },
] as const;
export type SignalView = (typeof SIGNAL_VIEWS)[number]['key'];

/** The view an address asks for; anything unknown is the log. */
export const readSignalView = (asked: string | string[] | undefined): SignalView =>
  asked === 'quarantine' ? 'quarantine' : 'signals';
