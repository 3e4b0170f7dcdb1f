'use client';

import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../live/trpc.ts';

/** Saves the bytes exactly as they came. They are fetched when asked for, and never opened here. */
export function DownloadRaw({ id, name }: { id: string; name: string }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => client.fetchQuery(trpc.quarantine.raw.queryOptions({ id })),
    onSuccess: ({ base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const address = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
      const link = document.createElement('a');
      link.href = address;
      link.download = `${name.replaceAll(/[^\w.-]+/g, '-')}.bin`;
      link.click();
      URL.revokeObjectURL(address);
    },
  });
  return (
    <Button size="compact-xs" loading={save.isPending} onClick={() => save.mutate()}>
      Download the bytes
    </Button>
  );
}
