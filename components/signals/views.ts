export const SIGNAL_VIEWS = [
  { key: 'signals', label: 'Accepted' },
  { key: 'undecided', label: 'Undecided' },
  { key: 'quarantine', label: 'Quarantine' },
  { key: 'acceptance', label: 'Acceptance' },
] as const;
export type SignalView = (typeof SIGNAL_VIEWS)[number]['key'];

/** The view an address asks for; anything unknown is the log. */
export const readSignalView = (asked: string | string[] | undefined): SignalView =>
  SIGNAL_VIEWS.find(({ key }) => key === asked)?.key ?? 'signals';
