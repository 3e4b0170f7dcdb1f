import { describe, expect, it } from 'vitest';
import { MAX_PARTS } from './check-parts.ts';
import { readMessage } from './read-mail.ts';

const message = (headers: string[], body: string) => Buffer.from([...headers, '', body].join('\r\n'));
const from = async (value: string) =>
  (await readMessage(message([`From: ${value}`, 'Subject: late'], 'It ships late.'))).data.from;

describe('who a message is from', () => {
  it.each([
    ['an address alone', 'a@example.com', 'a@example.com'],
    ['in angle brackets', '<a@example.com>', 'a@example.com'],
    ['with a name', 'Maker Ltd. <a@example.com>', 'a@example.com'],
    ['with a name in quotation marks', '"Ltd., Maker" <a@example.com>', 'a@example.com'],
    ['with a name that is an encoded word', '=?utf-8?q?Caf=C3=A9?= <a@example.com>', 'a@example.com'],
    ['with a comment', 'a@example.com (Maker)', 'a@example.com'],
    ['with an address in the quoted name', '"b@example.org" <a@example.com>', 'a@example.com'],
  ])('is told: %s', async (_name, value, address) => {
    expect(await from(value)).toBe(address);
  });
  it.each([
    ['two mailboxes', 'a@example.com, b@example.org'],
    ['two in angle brackets', 'Maker <a@example.com> <b@example.org>'],
    ['an address in an encoded word', '=?utf-8?q?=3Ca=40example.com=3E?='],
    ['a local part in quotation marks', '"b@example.org"@example.com'],
    ['a group', 'Buyers: a@example.com;'],
    ['a name before a comma', 'b@example.org, Maker <a@example.com>'],
    ['nothing', ''],
  ])('is nobody where it can be read otherwise: %s', async (_name, value) => {
    expect(await from(value)).toBeNull();
  });
  it('is nobody where two headers say it', async () => {
    const two = await readMessage(message(['From: a@example.com', 'From: b@example.org'], 'It ships late.'));
    expect(two.data.from).toBeNull();
  });
});

describe('what a message may hold', () => {
  const inParts = (parts: number, type = 'multipart/mixed; boundary=b') =>
    message(['From: a@example.com', `Content-Type: ${type}`], `${'--b\r\n\r\nlate\r\n'.repeat(parts)}--b--`);
  it('is a thousand parts', async () => {
    expect((await readMessage(inParts(MAX_PARTS))).data.text).toContain('late');
  });
  it.each([
    ['more', inParts(MAX_PARTS + 1)],
    ['more, their boundary in quotation marks', inParts(MAX_PARTS + 1, 'multipart/mixed; boundary="b"')],
    ['more, their boundary in pieces', inParts(MAX_PARTS + 1, 'multipart/mixed; boundary*0=b')],
  ])('not %s', async (_name, bytes) => {
    await expect(readMessage(bytes)).rejects.toMatchObject({
      code: 'invalid',
      message: 'The message has more than 1000 parts. Send what matters by itself.',
    });
  });
  it('lines of dashes are no parts', async () => {
    const bytes = message(
      ['From: a@example.com', 'Content-Type: multipart/mixed; boundary=b'],
      `--b\r\n\r\n${'-- \r\n--x\r\n'.repeat(2_000)}--b--`,
    );
    expect((await readMessage(bytes)).data.text).toContain('--x');
  });
  it.each([
    [18, true],
    [25, false],
  ])('%d parts within one another: %s', async (depth, isRead) => {
    const nested = Array.from(
      { length: depth },
      (_, n) => `${n ? `--b${n - 1}\r\n` : ''}Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n`,
    );
    const bytes = Buffer.from(
      `From: a@example.com\r\nMIME-Version: 1.0\r\n${nested.join('')}--b${depth - 1}\r\n\r\nlate`,
    );
    const read = readMessage(bytes);
    if (isRead) expect((await read).data.text).toMatch(/^late\s*$/);
    else await expect(read).rejects.toMatchObject({ code: 'invalid', message: /more than 20 deep/ });
  });
  it('the beginning of HTML that is very long, and how much more there is', async () => {
    const html = `<p>Line 1 is late.</p>${'<b>'.repeat(100_000)}`;
    const { data } = await readMessage(message(['From: a@example.com', 'Content-Type: text/html'], html));
    expect(data.text).toMatch(
      /^Line 1 is late\.[\n.]+\[100\d\d\d more characters of HTML are in the file that was imported\]$/,
    );
  });
});
