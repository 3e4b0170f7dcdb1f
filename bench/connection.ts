import net from 'node:net';

/** One keep-alive connection; answers come in the order of the requests. Cheap, so that the generator does not starve the target. */
export class Connection {
  #socket: net.Socket;
  broken = false;
  #waiting: ((status: number) => void)[] = [];
  #read = '';
  constructor(
    private readonly url: URL,
    private readonly head: string,
  ) {
    this.#socket = net.connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    this.#socket.setEncoding('latin1').on('data', (text) => this.#take(String(text)));
    const fail = () => {
      this.broken = true;
      for (const answer of this.#waiting.splice(0)) answer(0);
    };
    this.#socket.on('error', fail).on('close', fail);
  }
  /** @returns the status of the answer, 0 when there was none. */
  post(body: string): Promise<number> {
    if (this.broken) return Promise.resolve(0);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#socket.write(
        `POST ${this.url.pathname} HTTP/1.1\r\nhost: ${this.url.host}\r\n${this.head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    });
  }
  close() {
    this.#socket.destroy();
  }
  #take(text: string) {
    this.#read += text;
    for (;;) {
      const end = this.#read.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = this.#read.slice(0, end).toLowerCase();
      const length = Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);
      if (this.#read.length < end + 4 + length) return;
      this.#read = this.#read.slice(end + 4 + length);
      this.#waiting.shift()?.(Number(head.slice(9, 12)));
    }
  }
}
