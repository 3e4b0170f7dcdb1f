'use client';

import { Button } from '@mantine/core';
import { MessagePage } from './message-page.tsx';

/** What a screen shows when it could not be drawn. The cause is in the server's log, by its digest. */
export function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div role="alert">
      <MessagePage title="This screen could not be shown" actions={<Button onClick={reset}>Try again</Button>}>
        Nothing was changed. Try again; if it stays, tell your operator
        {error.digest ? ` and name the mark ${error.digest}` : ''}.
      </MessagePage>
    </div>
  );
}
