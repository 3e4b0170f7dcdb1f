'use client';

import { NativeSelect } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ImportRow } from '../../server/events/imports/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { ActButton } from '../ui/act-button.tsx';
import { formatCount } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Section } from '../ui/section.tsx';
import { importsOf } from './address.ts';
import { lackingIn } from './draft.ts';
import { ImportResult } from './import-result.tsx';
import styles from './imports.module.css';
import { MappingForm } from './mapping-form.tsx';
import { PreviewTable } from './preview-table.tsx';
import { useMapping } from './use-mapping.ts';
import { useMayImport } from './use-may-import.ts';
import { usePickedFile } from './use-picked-file.ts';
import { useUpload } from './use-upload.ts';
import { FORMAT_WORDS, MEDIA_OF } from './words.ts';

/** Picks a file, says how it is to be read, shows what it would become, sends it, and shows what became of it. */
export function NewImportScreen({ sourceId }: { sourceId: string }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const source = useQuery(trpc.imports.list.queryOptions({ sourceId }));
  const { picked, pick, setFormat } = usePickedFile();
  const making = useMapping(sourceId, picked);
  const { sending, send, reset } = useUpload();
  const mayNot = useMayImport();
  const isCsv = picked?.format === 'csv';
  const busy = sending.state === 'sending' || sending.state === 'reading';
  const denied =
    mayNot ?? (busy ? 'The file is on its way.' : !picked ? 'Pick a file first.' : isCsv ? lacks(making) : null);

  useEffect(() => {
    if (sending.state === 'done' || sending.state === 'refused')
      void client.invalidateQueries(trpc.imports.list.pathFilter());
  }, [client, sending.state, trpc]);

  const submit = async () => {
    if (!picked) return;
    if (isCsv) {
      const saved = await making.save().then(
        () => true,
        () => false, // shown beside the mapping
      );
      if (!saved) return;
    }
    send({
      file: picked.file,
      contentType: MEDIA_OF[picked.format],
      sourceId,
      mapping: isCsv ? making.name.trim() : null,
    });
  };

  return (
    <>
      <PageHeader
        title="Import a file"
        aside={
          <Link href={importsOf(sourceId)}>{source.data ? `Imports of ${source.data.source.name}` : 'Imports'}</Link>
        }
      />
      <Section title="What to import" aside={picked ? `${formatCount(picked.file.size)} bytes` : null}>
        <div className={styles.line}>
          <input
            type="file"
            aria-label="File"
            className={styles.file}
            accept=".csv,.txt,.tsv,.edi,.x12,.edifact,.eml,text/*,message/rfc822"
            onChange={({ currentTarget }) => {
              reset();
              void pick(currentTarget.files?.[0] ?? null);
            }}
          />
          {picked ? (
            <NativeSelect
              size="xs"
              label="Read as"
              value={picked.format}
              data={Object.entries(FORMAT_WORDS).map(([value, label]) => ({ value, label }))}
              onChange={({ currentTarget }) => setFormat(currentTarget.value as ImportRow['format'])}
            />
          ) : null}
        </div>
        {picked ? null : (
          <p className={styles.note}>
            CSV, X12, EDIFACT, or a mail (.eml); at most 32 MB. CSV shows a preview before anything is sent.
          </p>
        )}
      </Section>
      {isCsv ? <MappingForm making={making} /> : null}
      {isCsv && making.preview ? <PreviewTable preview={making.preview} /> : null}
      <Section title="Send">
        <ActButton variant="filled" denied={denied} onClick={() => void submit()}>
          {isCsv && !making.isSaved ? 'Save mapping and import' : 'Import'}
        </ActButton>
      </Section>
      <ImportResult sourceId={sourceId} sending={sending} />
    </>
  );
}

/** What a mapping still lacks, in words, or null. */
function lacks({ draft, target, name, preview }: ReturnType<typeof useMapping>): string | null {
  if (!draft || !preview) return 'The preview is on its way.';
  const [first] = target ? lackingIn(draft, target.fields) : [];
  if (first) return `Choose a column for ${first.path}.`;
  if (preview.problem) return preview.problem;
  return name.trim() ? null : 'Give the mapping a name.';
}
