'use client';

import { useState } from 'react';
import type { ImportAnswer } from '../../server/events/imports/schema.ts';
import { shownToHeader } from '../live/shown-to.ts';

type Sending =
  | { state: 'idle' }
  | { state: 'sending'; share: number }
  | { state: 'reading' }
  | { state: 'done'; answer: ImportAnswer }
  | { state: 'refused'; reason: string; importId: string | null };

type What = { file: File; contentType: string; sourceId: string; mapping: string | null };

const UNREACHABLE = 'The server could not be reached. Send the file again: rows that were stored are known then.';

/** Sends a file as it is and says how far it has come. XMLHttpRequest, because fetch tells nothing of what has left. */
export function useUpload() {
  const [sending, setSending] = useState<Sending>({ state: 'idle' });
  const send = ({ file, contentType, sourceId, mapping }: What) => {
    const query = new URLSearchParams({
      sourceId,
      name: file.name.slice(0, 120),
      ...(mapping === null ? {} : { mapping }),
    });
    const request = new XMLHttpRequest();
    request.open('POST', `/api/imports?${query}`);
    request.setRequestHeader('content-type', contentType);
    for (const [name, value] of Object.entries(shownToHeader())) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) =>
      setSending({ state: 'sending', share: total ? loaded / total : 0 });
    request.upload.onload = () => setSending({ state: 'reading' });
    request.onerror = () => setSending({ state: 'refused', reason: UNREACHABLE, importId: null });
    request.onload = () => setSending(readAnswer(request));
    setSending({ state: 'sending', share: 0 });
    request.send(file);
  };
  return { sending, send, reset: () => setSending({ state: 'idle' }) };
}

function readAnswer({ status, responseText }: XMLHttpRequest): Sending {
  try {
    const body = JSON.parse(responseText) as ImportAnswer & { detail?: string; data?: { importId?: string } };
    if (status === 202) return { state: 'done', answer: body };
    return { state: 'refused', reason: body.detail ?? 'The file was refused.', importId: body.data?.importId ?? null };
  } catch {
    return { state: 'refused', reason: UNREACHABLE, importId: null };
  }
}
