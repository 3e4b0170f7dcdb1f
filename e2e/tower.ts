import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from '@playwright/test';

/** A tower and a sandbox of a test's own, so that it can kill them. Everything is thrown away at the end. */
export class OwnTower {
  readonly url: string;
  readonly sandboxUrl: string;
  readonly #dataDir = mkdtempSync(path.join(tmpdir(), 'holdpoint-crash-'));
  #tower: ChildProcess | undefined;
  #sandbox: ChildProcess | undefined;

  constructor(private readonly port: number) {
    this.url = `http://localhost:${port}`;
    this.sandboxUrl = `http://127.0.0.1:${port + 1}`;
    chmodSync(this.#dataDir, 0o755); // PostgreSQL may run as another account than we do
  }

  async startSandbox(): Promise<void> {
    this.#sandbox = this.#start('dist/sandbox/main.js', { SANDBOX_PORT: String(this.port + 1) });
    await this.#answers(`${this.sandboxUrl}/healthz`);
  }

  async start(): Promise<void> {
    const env = { PORT: String(this.port), NEXTAUTH_URL: this.url, SANDBOX_URL: this.sandboxUrl };
    this.#tower = this.#start('dist/main.js', { ...env, TOWER_DEMO: '1', TOWER_GRACE_SECONDS: '0', LOG_LEVEL: 'warn' });
    await this.#answers(`${this.url}/readyz`);
  }

  /** The process vanishes without a word, as in a power cut; its database server is left behind. */
  async kill(): Promise<void> {
    const tower = this.#tower;
    const gone = new Promise((resolve) => tower?.once('exit', resolve));
    tower?.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    for (const child of [this.#tower, this.#sandbox]) {
      if (!child || child.exitCode !== null || child.signalCode !== null) continue;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    }
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  #start(file: string, env: Record<string, string>): ChildProcess {
    const own = { NODE_ENV: 'production' as const, TOWER_DATA_DIR: this.#dataDir, ...env };
    return spawn(process.execPath, ['--enable-source-maps', file], {
      env: { ...process.env, ...own },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }

  async #answers(url: string): Promise<void> {
    const up = () =>
      fetch(url).then(
        ({ ok }) => ok,
        () => false,
      );
    await expect.poll(up, { timeout: 90_000, message: `${url} answers` }).toBe(true);
  }
}
