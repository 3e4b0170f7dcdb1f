import type { BandSetting, NoiseValues, ToleranceSetting } from '../../server/decisions/detect/noise/schema.ts';

/** One figure of a setting: what it is called, its unit, and whether it may be left empty. */
export type NoiseField = { name: string; label: string; unit: string; description: string; empty?: boolean };

const field = <Values>(
  name: keyof Values & string,
  label: string,
  unit: string,
  description: string,
  empty = false,
): NoiseField => ({ name, label, unit, description, empty });

const BAND: NoiseField[] = [
  field<BandSetting>('low', 'Lowest', '°C', 'for what tells no band itself; empty: not judged', true),
  field<BandSetting>('high', 'Highest', '°C', 'for what tells no band itself; empty: not judged', true),
  field<BandSetting>('deadband', 'Deadband', '°C', 'a smaller change is no change'),
  field<BandSetting>('margin', 'Hysteresis', '°C', 'so far inside the band before it has come back'),
  field<BandSetting>('holdMinutes', 'Must hold', 'min', 'outside for so long before it counts'),
  field<BandSetting>('holdReadings', 'In at least', 'readings', 'and in so many of them'),
  field<BandSetting>('leaveMinutes', 'Must be back', 'min', 'inside for so long before it is over'),
  field<BandSetting>('correlateMinutes', 'One cause within', 'min', 'the next excursion within it is the same case'),
  field<BandSetting>('worseBy', 'Worse by', '°C', 'then an open case is answered anew'),
  field<BandSetting>('allowedMinutes', 'Allowed outside', 'min', 'after it goods count as lost unless reviewed'),
  field<BandSetting>(
    'silentMinutes',
    'Silent after',
    'min',
    'without a reading an open case says so; what had begun is raised',
  ),
];

const TOLERANCE: NoiseField[] = [
  field<ToleranceSetting>('percent', 'Tolerated', '%', 'of the ledger, and'),
  field<ToleranceSetting>('moneyUsd', 'Up to', 'USD', 'beyond both it is a case'),
  field<ToleranceSetting>('leavePercent', 'Hysteresis', '%', 'apart by no more before they agree again'),
  field<ToleranceSetting>('holdMinutes', 'Must hold', 'min', 'apart for so long before it counts'),
  field<ToleranceSetting>('worseByPercent', 'Worse by', '%', 'then an open case is answered anew'),
  field<ToleranceSetting>('settleMinutes', 'To be settled in', 'min', 'after it the queue calls it overdue'),
];

export const fieldsOf = (kind: NoiseValues['kind']): NoiseField[] => (kind === 'band' ? BAND : TOLERANCE);

export type NoiseDraft = Record<string, string>;

/** What stands in the fields at first. */
export function draftOf(values: NoiseValues): NoiseDraft {
  const figures = new Map<string, unknown>(Object.entries(values));
  return Object.fromEntries(
    fieldsOf(values.kind).map(({ name }) => {
      const figure = figures.get(name);
      return [name, typeof figure === 'number' ? String(figure) : ''];
    }),
  );
}

/** The values typed in, or what is wrong with each field. The server holds the bounds. */
export function readDraft(
  kind: NoiseValues['kind'],
  draft: NoiseDraft,
): { values: NoiseValues; problems: null } | { values: null; problems: Record<string, string> } {
  const problems: Record<string, string> = {};
  const figures: Record<string, number | null> = {};
  for (const { name, empty } of fieldsOf(kind)) {
    const typed = (draft[name] ?? '').trim().replace(',', '.');
    const figure = Number(typed);
    if (typed === '' && empty) figures[name] = null;
    else if (typed === '' || !Number.isFinite(figure)) problems[name] = 'Type a number.';
    else figures[name] = figure;
  }
  if (Object.keys(problems).length) return { values: null, problems };
  return { values: { kind, ...figures } as NoiseValues, problems: null };
}
