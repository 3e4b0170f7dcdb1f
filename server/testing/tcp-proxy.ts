import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';

export type TcpProxy = {
  /** The address by which the proxied server is reached. */
  url: string;
  /** Nothing passes any more in either direction, and no connection is closed: what a pulled cable looks like. */
  hold(): void;
  /** New connections pass again; those that were held stay dead. */
  release(): void;
  /** How many connections were made so far. */
  connections(): number;
  close(): Promise<void>;
};

/** A TCP proxy on loopback in front of a server, given by its URL, that can stop forwarding. */
export async function openTcpProxy(target: string): Promise<TcpProxy> {
  const behind = new URL(target);
  const sockets = new Set<Socket>();
  let held = false;
  let made = 0;
  const server = createServer((near) => {
    made += 1;
    sockets.add(near);
    near.on('error', () => {});
    if (held) return; // accepted by the kernel, and never spoken to
    const far = dial(Number(behind.port), behind.hostname);
    sockets.add(far);
    far.on('error', () => {});
    near.pipe(far).pipe(near);
    const end = () => {
      if (held) return;
      near.destroy();
      far.destroy();
    };
    near.on('close', end);
    far.on('close', end);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = new URL(target);
  own.hostname = '127.0.0.1';
  own.port = String((server.address() as AddressInfo).port);
  return {
    url: own.href,
    hold: () => {
      held = true;
      for (const socket of sockets) {
        socket.unpipe();
        socket.pause();
      }
    },
    release: () => {
      held = false;
    },
    connections: () => made,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
