import { IncomingMessage } from 'node:http';
import { DomainError } from '../../core/errors.ts';
import type { BodyBudget, BodyBudgets, BodyKind } from './open-budgets.ts';

/**
 * What a part of a body costs at least beside its bytes, once there are many: a body of 8 MB in parts of one byte would take a
 * gigabyte to hold. Lines of 60 bytes, each sent as a part, still fit into a share.
 */
const PART_BYTES = 128;
const FREE_PARTS = 1_000;

/** The refusal of a body that no call at its address takes. */
export const tooLarge = (most: number): DomainError =>
  new DomainError('too_large', `The body is over ${Math.floor(most / 1024)} kB, the most that this address takes.`);

/**
 * A request whose body is counted as it arrives, and charged to who sends it once that is known. Node hands the bytes of a body to
 * `push` as they come; before somebody reads them it keeps 64 kB and lets the sender wait.
 */
export class MeteredRequest extends IncomingMessage {
  /** Bytes of the body that have arrived. */
  arrived = 0;
  /** The largest body that is taken, where its reader sets no bound of its own. */
  most = Number.POSITIVE_INFINITY;
  /** Set by the edge before any byte of the body is taken. */
  budgets: BodyBudgets | null = null;
  /** Called when a body is refused because too much is under way. */
  onRefused: () => void = () => {};
  /** Called when bytes arrive that cannot be taken; they are dropped. Whoever is called ends the request. */
  onOverflow: (refused: DomainError) => void = () => {};
  /** Called when the body is first asked for: a sender that waits for `100 Continue` is told to go on. */
  onFirstRead: (() => void) | null = null;
  #parts = 0;
  #charge: { budget: BodyBudget; owner: string; bytes: number } | null = null;
  #cut = false;

  /**
   * Charges the body to an owner from now on, what has arrived already included.
   * @throws DomainError `busy` when the owner or the process cannot hold what was announced.
   */
  claim(kind: BodyKind, owner: string): void {
    if (!this.budgets) return;
    this.release();
    const budget = this.budgets[kind];
    const announced = Number(this.headers['content-length']) || 0;
    const refused = budget.refusal(owner, Math.max(announced, this.arrived)) ?? budget.take(owner, this.arrived);
    if (refused) {
      this.onRefused();
      throw refused;
    }
    this.#charge = { budget, owner, bytes: this.arrived };
  }

  /** Gives back what was charged: the request is over, however it ended. */
  release(): void {
    if (this.#charge) this.#charge.budget.give(this.#charge.owner, this.#charge.bytes);
    this.#charge = null;
  }

  /** From now on nothing that arrives is handed on: the reader waits until the connection ends, and keeps nothing of it. */
  cut(): void {
    this.#cut = true;
  }

  /** Whether this request was ended by us before its body was whole. */
  get wasCut(): boolean {
    return this.#cut;
  }

  override push(chunk: unknown, encoding?: BufferEncoding): boolean {
    if (this.#cut) return true;
    if (chunk instanceof Uint8Array) {
      this.arrived += chunk.length;
      this.#parts += 1;
      const cost = this.#parts > FREE_PARTS ? Math.max(chunk.length, PART_BYTES) : chunk.length;
      const refused =
        this.arrived > this.most ? tooLarge(this.most) : this.#charge?.budget.take(this.#charge.owner, cost);
      if (refused) {
        if (refused.code === 'busy') this.onRefused();
        this.onOverflow(refused);
        return true;
      }
      if (this.#charge) this.#charge.bytes += cost;
    }
    return super.push(chunk, encoding);
  }

  override _read(size: number): void {
    this.onFirstRead?.();
    this.onFirstRead = null;
    super._read(size);
  }
}
