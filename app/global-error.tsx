'use client';

/** The last resort, when even the frame could not be drawn: it stands without styles, providers or fonts. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <head>
        <title>Holdpoint</title>
      </head>
      <body style={{ fontFamily: 'system-ui, sans-serif', padding: 48, lineHeight: 1.5, colorScheme: 'light dark' }}>
        <main role="alert">
          <h1 style={{ fontSize: 18 }}>Holdpoint could not be shown</h1>
          <p>Nothing was changed. Try again; if it stays, tell your operator.</p>
          <button type="button" onClick={reset}>
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
