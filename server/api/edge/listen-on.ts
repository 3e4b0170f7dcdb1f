import type { Server } from 'node:http';
import { type AddressInfo, createServer, type Server as NetServer } from 'node:net';

/** What `localhost` may mean; a browser takes the one or the other. */
const LOOPBACK = ['127.0.0.1', '::1'];
/** This machine has no such address: one of the two is enough. */
const NOT_HERE = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);

/**
 * Listens on a port: of every address, of one, or with `localhost` of both loopback addresses, as far as this machine has them.
 * @param host an address or name of this machine; undefined for every address.
 * @returns the addresses, and how to stop those that the server itself does not know of.
 * @throws Error that names PORT or TOWER_HOST and what to set.
 */
export async function listenOn(server: Server, port: number, host: string | undefined) {
  const also: NetServer[] = [];
  const addresses: AddressInfo[] = [];
  const hosts = host === 'localhost' ? LOOPBACK : [host];
  for (const one of hosts) {
    // A server of Node listens once. The second takes connections for it.
    const listener = addresses.length
      ? createServer({ noDelay: true, allowHalfOpen: true }, (socket) => server.emit('connection', socket))
      : server;
    try {
      addresses.push(await listen(listener, addresses[0]?.port ?? port, one));
      if (listener !== server) also.push(listener);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (hosts.length > 1 && NOT_HERE.has(code ?? '') && (addresses.length || one !== hosts.at(-1))) continue;
      for (const other of also) other.close();
      if (addresses.length) server.close();
      throw new Error(wordsFor(code, port, host) ?? String(error), { cause: error });
    }
  }
  return { addresses, close: () => also.forEach((listener) => void listener.close()) };
}

const listen = (listener: NetServer, port: number, host: string | undefined): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    listener.once('error', reject);
    listener.listen({ port, host }, () => {
      listener.off('error', reject);
      resolve(listener.address() as AddressInfo);
    });
  });

function wordsFor(code: string | undefined, port: number, host: string | undefined): string | undefined {
  if (code === 'EADDRINUSE') return `Port ${port} is taken. Set PORT to a free one.`;
  if (code === 'EACCES') return `Port ${port} is not for this account. Set PORT to one from 1024 on.`;
  if (host === undefined) return undefined;
  return `This machine has no address ${host} (${code}). Set TOWER_HOST to one it has, or leave it out.`;
}
