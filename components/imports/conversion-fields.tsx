'use client';

import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Conversion } from '../../server/events/formats/csv/schema.ts';
import { listText, readFormats, readList } from './draft.ts';

type Props = { path: string; as: Conversion; change: (as: Conversion) => void };

/** How the cells of a column become values: decimal mark, date format, list. Text and yes-or-no need no word. */
export function ConversionFields({ path, as, change }: Props) {
  if (as.kind === 'number') {
    return (
      <NativeSelect
        size="xs"
        aria-label={`Decimal mark of ${path}`}
        value={as.decimal}
        data={[
          { value: '.', label: '1,234.5' },
          { value: ',', label: '1.234,5' },
        ]}
        onChange={({ currentTarget }) => change({ kind: 'number', decimal: currentTarget.value === ',' ? ',' : '.' })}
      />
    );
  }
  if (as.kind === 'date')
    return (
      <FormatField
        label={`Date format of ${path}`}
        formats={as.formats}
        change={(formats) => change({ kind: 'date', formats })}
      />
    );
  if (as.kind === 'list')
    return <ListField path={path} values={as.values} change={(values) => change({ kind: 'list', values })} />;
  return null;
}

/** Typed freely: what is half written must not be rewritten under the fingers. */
export function FormatField({
  label,
  formats,
  change,
}: {
  label: string;
  formats: readonly string[];
  change: (formats: string[]) => void;
}) {
  const [text, setText] = useState(formats.join(' or '));
  return (
    <TextInput
      size="xs"
      aria-label={label}
      placeholder="d.M.yyyy or ISO"
      title="yyyy, yy, MM, M, MMM, dd, d, HH, mm, ss; ISO for 2026-12-24; several with “or”"
      value={text}
      onChange={({ currentTarget: { value } }) => {
        setText(value);
        const told = readFormats(value);
        if (told.length) change(told);
      }}
    />
  );
}

function ListField({
  path,
  values,
  change,
}: {
  path: string;
  values: Record<string, string>;
  change: (values: Record<string, string>) => void;
}) {
  const [text, setText] = useState(listText(values));
  return (
    <Textarea
      size="xs"
      autosize
      minRows={1}
      maxRows={6}
      aria-label={`Values of ${path}, a line each: cell = value`}
      title="A line each: cell = value"
      value={text}
      onChange={({ currentTarget: { value } }) => {
        setText(value);
        change(readList(value));
      }}
    />
  );
}
