'use client';

import { Button, FileButton, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ContractDocument } from '../../server/events/sources/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { ActButton } from '../ui/act-button.tsx';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { Refused } from '../ui/refused.tsx';
import { AmendForm, type Promises } from './amend-form.tsx';
import { CheckResult } from './check-result.tsx';
import styles from './sources.module.css';
import { useSourceActs } from './use-source-acts.ts';

type Props = {
  sourceId: string;
  type: string;
  /** The newest released version; 0 for none. */
  version: number;
  draft: number | null;
  close: () => void;
};

/** Makes the next version of a contract, from the draft, the newest version, or what the type itself asks. */
export function ContractEditor(props: Props) {
  const { sourceId, type, version, draft } = props;
  const trpc = useTRPC();
  const from = draft ?? version;
  const stored = useQuery({
    ...trpc.sources.contract.queryOptions({ sourceId, type, version: Math.max(1, from) }),
    enabled: from > 0,
  });
  const fresh = useQuery({ ...trpc.sources.draft.queryOptions({ sourceId, type }), enabled: from === 0 });
  const begun = from > 0 ? stored : fresh;
  const text = from > 0 ? stored.data?.text : fresh.data;
  if (text === undefined) {
    return begun.error ? (
      <ErrorState title="It could not be loaded." error={begun.error} retry={() => void begun.refetch()} />
    ) : (
      <EmptyState title="Reading the contract…" />
    );
  }
  return <EditorForm {...props} begin={text} promises={promisesOf(stored.data?.sla)} />;
}

/** Promises as the form takes them; without a bound there is no objective to speak of. */
function promisesOf(sla: ContractDocument['sla'] | undefined): Promises {
  const percent = (share: number) => Math.round(share * 100_000) / 1_000;
  const bound = sla ? (sla.freshnessMs ?? sla.latencyMs) : null;
  return {
    freshnessMinutes: sla?.freshnessMs ? sla.freshnessMs / 60_000 : null,
    latencySeconds: sla?.latencyMs ? sla.latencyMs / 1_000 : null,
    signalsPerHour: sla?.signalsPerHour ?? null,
    objectivePercent: sla && bound !== null ? percent(sla.objective) : null,
    badPercent: sla && sla.badShare !== null ? percent(sla.badShare) : null,
  };
}

type FormProps = Props & { begin: string; promises: Promises };

function EditorForm({ sourceId, type, version, close, begin, promises }: FormProps) {
  const [text, setText] = useState(begin);
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const { check, release } = useSourceActs();
  const write = (next: string) => {
    setText(next);
    check.reset();
    release.reset();
  };
  const send = (draft: boolean) => {
    setTried(true);
    if (!note.trim()) return;
    release.mutate({ sourceId, type, document: text, note, draft, seenVersion: version }, { onSuccess: close });
  };
  return (
    <div className={styles.form}>
      <Textarea
        label="ODCS 3.1 document"
        description="YAML or JSON. Version and status are set by the release."
        className={styles.text ?? ''}
        value={text}
        onChange={(event) => write(event.currentTarget.value)}
        rows={14}
        spellCheck={false}
      />
      <div className={styles.row}>
        <FileButton accept=".yaml,.yml,.json" onChange={(file) => void file?.text().then(write)}>
          {(props) => <Button {...props}>Take from a file</Button>}
        </FileButton>
        <Button loading={check.isPending} onClick={() => check.mutate({ sourceId, type, document: text })}>
          Check
        </Button>
      </div>
      <AmendForm text={text} begin={promises} write={write} />
      <CheckResult result={check.data ?? null} error={check.error} />
      <TextInput
        label="What changed"
        description="Kept with the version."
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        error={tried && !note.trim() ? 'Say what changed.' : null}
        maxLength={500}
      />
      <Refused error={release.error} />
      <div className={styles.formEnd}>
        <Button onClick={close}>Cancel</Button>
        <ActButton loading={release.isPending} onClick={() => send(true)}>
          Keep as draft
        </ActButton>
        <ActButton
          variant="filled"
          denied={check.data?.breaks.length ? 'It breaks with an earlier version.' : null}
          loading={release.isPending}
          onClick={() => send(false)}
        >
          Release version {version + 1}
        </ActButton>
      </div>
    </div>
  );
}
