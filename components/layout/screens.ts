/** The screens of this release, in the order of the bar: where they are, what they are called, the keys that lead there. */
export const SCREENS = [
  { href: '/queue', label: 'Queue', keys: 'g q' },
  { href: '/approvals', label: 'Approvals', keys: 'g a' },
  { href: '/actions', label: 'Actions', keys: 'g c' },
  { href: '/network', label: 'Network', keys: 'g n' },
  { href: '/signals', label: 'Signals', keys: 'g s' },
  { href: '/sources', label: 'Sources', keys: 'g o' },
  { href: '/policies', label: 'Policies', keys: 'g p' },
  { href: '/agents', label: 'Agents', keys: 'g e' },
  { href: '/audit', label: 'Audit', keys: 'g u' },
  { href: '/settings', label: 'Settings', keys: 'g t' },
] as const;
export type ScreenHref = (typeof SCREENS)[number]['href'];

/** Keys by where they work, as the help lists them. */
export const KEY_HELP: { where: string; keys: { keys: string; does: string }[] }[] = [
  {
    where: 'Everywhere',
    keys: [
      { keys: '?', does: 'This list' },
      { keys: 'mod K', does: 'Find a screen, a case or a command' },
      ...SCREENS.map(({ keys, label }) => ({ keys, does: label })),
    ],
  },
  {
    where: 'Queue',
    keys: [
      { keys: 'j', does: 'Next case' },
      { keys: 'k', does: 'Case before' },
      { keys: 'Enter', does: 'Open the case' },
      { keys: 'c', does: 'Claim it, or let it go' },
      { keys: '.', does: 'Take in new and re-ranked cases' },
      { keys: '/', does: 'Search' },
      { keys: 'Escape', does: 'Leave the row' },
    ],
  },
  {
    where: 'Signals',
    keys: [
      { keys: 'j', does: 'Next signal' },
      { keys: 'k', does: 'Signal before' },
      { keys: 'Enter', does: 'Open the signal' },
      { keys: '.', does: 'Take in new signals' },
      { keys: '/', does: 'Search' },
      { keys: 'Escape', does: 'Leave the row' },
    ],
  },
  {
    where: 'Queue and case',
    keys: [
      { keys: 'a', does: 'Approve' },
      { keys: 'm', does: 'Modify' },
      { keys: 'o', does: 'Override' },
      { keys: 'r', does: 'Reject' },
    ],
  },
  {
    where: 'Case and action',
    keys: [
      { keys: 'Enter', does: 'Approve the case' },
      { keys: 'c', does: 'Assign the case to yourself, or let it go' },
      { keys: 'u', does: 'Undo, while nothing has been sent' },
    ],
  },
];
