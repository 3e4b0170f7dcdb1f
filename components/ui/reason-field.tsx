'use client';

import { NativeSelect, Textarea } from '@mantine/core';

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Shown once somebody tried to send it. */
  problem?: string | null;
  description?: string;
  autoFocus?: boolean;
};

/**
 * reasonProblem says what is wrong with a reason before it is sent, by the bounds the server holds it to; null when nothing is.
 * @param bounds the constant of the procedure's input
 */
export const reasonProblem = (text: string, bounds: { least: number; words: string }): string | null =>
  text.trim().length < bounds.least ? bounds.words : null;

/** A reason in a person's own words. It is kept with the act, so it says so. */
export function ReasonField({
  label,
  value,
  onChange,
  problem,
  description = 'Kept in the audit record.',
  autoFocus,
}: Props) {
  return (
    <Textarea
      label={label}
      description={description}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={problem}
      maxLength={2000}
      minRows={2}
      maxRows={8}
      autosize
      {...(autoFocus ? { 'data-autofocus': true } : {})}
    />
  );
}

type CodeProps<Code extends string> = {
  label: string;
  codes: Record<Code, string>;
  value: Code | null;
  onChange: (code: Code) => void;
  problem?: string | null;
  autoFocus?: boolean;
};

/** One reason out of a closed list. */
export function ReasonCode<Code extends string>({
  label,
  codes,
  value,
  onChange,
  problem,
  autoFocus,
}: CodeProps<Code>) {
  const data = (Object.keys(codes) as Code[]).map((code) => ({ value: code, label: codes[code] }));
  return (
    <NativeSelect
      label={label}
      data={[{ value: '', label: 'Choose a reason', disabled: true }, ...data]}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value as Code)}
      error={problem}
      {...(autoFocus ? { 'data-autofocus': true } : {})}
    />
  );
}
