import '@fontsource-variable/inter/index.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './globals.css';
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Providers } from '@/components/live/providers';

export const metadata: Metadata = {
  title: { default: 'Holdpoint', template: '%s · Holdpoint' },
  description: 'A supply-chain control tower that people can leave running.',
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#161a1f' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Scripts run by nonce alone; server/web.ts hands it over.
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        {/* Here and not among the metadata, which comes later: without one at once, browsers ask for a favicon.ico. */}
        <link rel="icon" href="/icon.svg" />
        <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} suppressHydrationWarning />
      </head>
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
