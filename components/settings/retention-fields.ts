import { type RetentionValues, retentionValuesSchema } from '../../server/decisions/retention/schema.ts';

/** The fields of the form, in its order. */
export const RETENTION_FIELDS: { name: keyof RetentionValues; label: string; unit: string; description: string }[] = [
  {
    name: 'feedDays',
    label: 'Feed',
    unit: 'days',
    description: 'A screen that was away for longer fetches everything anew.',
  },
  {
    name: 'countDays',
    label: 'Alarm counts',
    unit: 'days',
    description: 'What the alarm settings suppressed, hour by hour.',
  },
  {
    name: 'noteMonths',
    label: 'Notes of closed cases',
    unit: 'months',
    description: 'From when the case closed; never less than six.',
  },
];

export type RetentionDraft = Record<keyof RetentionValues, string>;

export const draftOf = (values: RetentionValues): RetentionDraft => ({
  feedDays: String(values.feedDays),
  countDays: String(values.countDays),
  noteMonths: String(values.noteMonths),
});

/** Reads what was typed. @returns the values, or what is wrong with each field. */
export function readDraft(
  draft: RetentionDraft,
): { values: RetentionValues; problems: null } | { values: null; problems: Partial<Record<string, string>> } {
  const typed = Object.fromEntries(
    Object.entries(draft).map(([name, text]) => [name, /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN]),
  );
  const parsed = retentionValuesSchema.safeParse(typed);
  if (parsed.success) return { values: parsed.data, problems: null };
  const problems: Partial<Record<string, string>> = {};
  for (const { path, message, code } of parsed.error.issues)
    problems[String(path[0])] ??= code === 'invalid_type' ? 'Type a whole number.' : message;
  return { values: null, problems };
}
