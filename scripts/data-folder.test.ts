import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyData, refuseIfUsed } from './data-folder.mjs';

let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'holdpoint-data-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

function put(file: string, text = '') {
  const whole = path.join(dataDir, file);
  mkdirSync(path.dirname(whole), { recursive: true });
  writeFileSync(whole, text);
}

/** As a running database leaves it: the server's pid and, beside it, whose it is. */
function pretendRunning(owner: number) {
  put('postgres/data/postmaster.pid', `${process.pid}\n`);
  put('postgres/owner', String(owner));
}

describe('emptyData', () => {
  it('leaves a folder alone that is not ours', async () => {
    put('thesis.txt', 'years of work');
    await expect(emptyData(dataDir)).rejects.toThrow('does not look like Holdpoint');
    expect(readdirSync(dataDir)).toEqual(['thesis.txt']);
  });

  it('empties ours, also where the database had to live elsewhere', async () => {
    const elsewhere = mkdtempSync(path.join(tmpdir(), 'holdpoint-elsewhere-'));
    put('postgres-home', `${elsewhere}\n`);
    put('logs/tower.log');
    await emptyData(dataDir);
    expect(readdirSync(dataDir)).toEqual([]);
    expect(existsSync(elsewhere)).toBe(false);
  });

  it('takes a folder that is not there, or empty, as it is', async () => {
    await emptyData(dataDir);
    await emptyData(path.join(dataDir, 'nowhere'));
    expect(readdirSync(dataDir)).toEqual([]);
  });
});

describe('refuseIfUsed', () => {
  it('refuses data of another process that runs', () => {
    pretendRunning(process.ppid);
    expect(() => refuseIfUsed(dataDir)).toThrow(`(pid ${process.ppid})`);
  });

  it.each([
    ['nothing runs', () => put('postgres/PG_VERSION', '18')],
    ['the owner was killed', () => pretendRunning(2 ** 22 + 1)],
  ])('goes on when %s', (_name, arrange) => {
    arrange();
    expect(() => refuseIfUsed(dataDir)).not.toThrow();
  });
});
