'use client';

import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { resolveVariables, theme } from '../layout/theme.ts';
import { Notices } from './notices-host.tsx';
import { makeQueryClient } from './query-client.ts';
import { makeTrpcClient, TRPCProvider } from './trpc.ts';

/** What every screen stands on: colours, the query cache, the procedures, and the one place that tells of refusals. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  const [trpc] = useState(makeTrpcClient);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={resolveVariables} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <TRPCProvider trpcClient={trpc} queryClient={client}>
          {children}
          <Notices />
        </TRPCProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
