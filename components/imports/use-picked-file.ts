'use client';

import { useState } from 'react';
import { PREVIEW_BYTES } from '../../server/events/imports/constants.ts';
import type { ImportRow } from '../../server/events/imports/schema.ts';
import { guessDelimiter, guessFormat } from './words.ts';

/** A file somebody picked: its start for the preview, and what it seems to be. */
export type PickedFile = {
  file: File;
  start: string;
  whole: boolean;
  format: ImportRow['format'];
  delimiter: ',' | ';' | '\t' | '|';
  utf8: boolean;
};

/** Reads the start of a picked file; the rest stays on disk until it is sent. */
export function usePickedFile() {
  const [picked, setPicked] = useState<PickedFile | null>(null);
  const pick = async (file: File | null) => {
    if (!file) return setPicked(null);
    const bytes = new Uint8Array(await file.slice(0, PREVIEW_BYTES).arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    setPicked({
      file,
      start: toBase64(bytes),
      whole: file.size <= PREVIEW_BYTES,
      format: guessFormat(file.name, text),
      delimiter: guessDelimiter(text),
      // A character cut in two at the very end is no sign of another encoding.
      utf8: !text.slice(0, -4).includes('\ufffd'),
    });
  };
  const setFormat = (format: ImportRow['format']) => setPicked((now) => (now ? { ...now, format } : now));
  return { picked, pick, setFormat };
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += 8_192)
    text += String.fromCharCode(...bytes.subarray(from, from + 8_192));
  return btoa(text);
}
