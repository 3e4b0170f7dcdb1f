'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Preview } from '../../server/events/imports/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { type Draft, emptyDraft, isSame } from './draft.ts';
import type { PickedFile } from './use-picked-file.ts';

/** Type of a first mapping. */
const FIRST_TYPE = 'purchase-order.placed';
const PAUSE_MS = 250;

/** A mapping in the making for a picked CSV file, its live preview, and what is saved. */
export function useMapping(sourceId: string, picked: PickedFile | null) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const saved = useQuery(trpc.imports.mappings.queryOptions({ sourceId }));
  const targets = useQuery({ ...trpc.imports.targets.queryOptions(), staleTime: Number.POSITIVE_INFINITY });
  const [name, setName] = useState('');
  const [draft, setDraft] = useState<Draft | null>(null);
  const [guess, setGuess] = useState(true);
  const [preview, setPreview] = useState<Preview | null>(null);
  const { mutateAsync: ask, error } = useMutation({ ...trpc.imports.preview.mutationOptions(), meta: { quiet: true } });
  const saving = useMutation({
    ...trpc.imports.saveMapping.mutationOptions(),
    onSuccess: () => client.invalidateQueries(trpc.imports.mappings.pathFilter()),
    meta: { quiet: true },
  });
  const found = saved.data?.find((one) => one.name === name);

  const choose = (chosen: string) => {
    const mapping = saved.data?.find((one) => one.name === chosen)?.mapping;
    setName(chosen);
    setGuess(!mapping);
    setDraft(mapping ?? (picked ? emptyDraft(FIRST_TYPE, layoutOf(picked)) : null));
  };
  const setType = (signalType: string) => {
    if (!draft) return;
    setGuess(true);
    setDraft({ ...draft, signalType, fields: [], id: [] });
  };
  const change = (next: Draft) => {
    setGuess(false);
    setDraft(next);
  };

  useEffect(() => {
    setPreview(null);
    setName('');
    setGuess(true);
    setDraft(picked?.format === 'csv' ? emptyDraft(FIRST_TYPE, layoutOf(picked)) : null);
  }, [picked]);

  // Asked a moment after the last change; an answer to an earlier question is let go.
  useEffect(() => {
    if (!draft || picked?.format !== 'csv') return;
    let current = true;
    const timer = setTimeout(async () => {
      try {
        const answer = await ask({ sourceId, start: picked.start, whole: picked.whole, mapping: draft, guess });
        if (!current) return;
        setPreview(answer);
        if (guess) {
          setGuess(false);
          setDraft(answer.mapping);
        }
      } catch {
        if (current) setPreview(null); // the refusal is shown beside the form
      }
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [ask, draft, guess, picked, sourceId]);

  return {
    saved: saved.data ?? [],
    target: targets.data?.find(({ type }) => type === draft?.signalType),
    targets: targets.data ?? [],
    name,
    setName,
    draft,
    choose,
    setType,
    change,
    preview,
    error,
    isSaved: draft !== null && isSame(draft, found),
    saving,
    /** Saves the draft under its name unless it is saved already. */
    save: async () => {
      if (!draft || isSame(draft, found)) return;
      await saving.mutateAsync({ sourceId, name: name.trim(), mapping: draft });
    },
  };
}

export type MappingInTheMaking = ReturnType<typeof useMapping>;

const layoutOf = ({ delimiter, utf8 }: PickedFile): Pick<Draft, 'delimiter' | 'encoding'> => ({
  delimiter,
  encoding: utf8 ? 'utf-8' : 'windows-1252',
});
