import net from 'node:net';

/** A connection on which a test sends bytes as it likes, and what comes back on it. */
export type RawConnection = {
  send(text: string | Buffer): void;
  /** All that has come so far. */
  text(): string;
  /** Whether the other side has ended it. */
  ended(): boolean;
  /** Waits for its end. @returns all that came. */
  whole: Promise<string>;
  close(): void;
  /** Lets what comes lie, as a client does that does not read. */
  stopReading(): void;
  readAgain(): void;
};

/** Opens a connection to an address and sends a first text. */
export function openRaw(url: string, first: string): RawConnection {
  const { hostname, port } = new URL(url);
  let text = '';
  let ended = false;
  const socket = net.connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) });
  socket.setEncoding('latin1').on('data', (more) => {
    text += String(more);
  });
  socket.on('error', () => {}); // a reset is an end like another
  const whole = new Promise<string>((resolve) => {
    socket.on('close', () => {
      ended = true;
      resolve(text);
    });
  });
  socket.write(first);
  return {
    send: (more) => void socket.write(more),
    text: () => text,
    ended: () => ended,
    whole,
    close: () => socket.destroy(),
    stopReading: () => void socket.pause(),
    readAgain: () => void socket.resume(),
  };
}

/** The head of a request as it goes over the wire. */
export const headOf = (method: string, path: string, headers: Record<string, string | number>): string =>
  `${method} ${path} HTTP/1.1\r\nhost: tower\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;
