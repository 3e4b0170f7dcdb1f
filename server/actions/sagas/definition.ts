import type { z } from 'zod';
import type { Call, CallOutcome, Connectors, Done, UndoCall, Undone, UndoQuote } from '../connectors/index.ts';
import { definitionFaults } from './rules.ts';
import type { StepView } from './schema.ts';

/** Attempts in all, and the wait before each further one: first, then doubled, up to max. Milliseconds. */
export type Retry = { attempts: number; firstDelayMs: number; maxDelayMs: number };

export type Undo = {
  title: string;
  run(connectors: Connectors, how: UndoCall): Promise<CallOutcome<Undone>>;
  /** Asks the system what undoing would cost and whether it would refuse, without undoing. */
  quote(connectors: Connectors, of: string, timeoutMs: number): Promise<CallOutcome<UndoQuote>>;
};

/**
 * One step as data, its undo beside it. `Input` is what the saga is started with, `Request` what this step sends.
 * `key` never changes once released: idempotency keys are made of it.
 * Kinds: `compensatable` can be undone, `pivot` is the point of no return, `retriable` comes after it and must succeed.
 */
export type StepDefinition<Input, Request extends Record<string, unknown>> = {
  key: string;
  kind: StepView['kind'];
  system: StepView['system'];
  title(input: Input): string;
  request(input: Input): Request;
  run(connectors: Connectors, request: Request, how: Call): Promise<CallOutcome<Done>>;
  undo?: Omit<Undo, 'title'> & { title(input: Input): string };
  retry: Retry;
  /** Of one attempt, in milliseconds. */
  timeoutMs: number;
};

/** A step of one action: the definition with its input filled in. */
export type BoundStep = {
  key: string;
  position: number;
  kind: StepView['kind'];
  system: StepView['system'];
  title: string;
  request: Record<string, unknown>;
  run(connectors: Connectors, how: Call): Promise<CallOutcome<Done>>;
  undo: Undo | null;
  retry: Retry;
  timeoutMs: number;
};

/** A saga ready to run. Released versions stay, so that an action in flight finishes on the version it began with. */
export type Saga = {
  name: string;
  version: number;
  /** @throws ZodError when the input is not what this saga is started with. */
  open(input: unknown): { title: string; costUsd: number; steps: BoundStep[] };
};

type Stepper<Input> = (position: number, input: Input) => BoundStep;
type Shape = Pick<StepDefinition<never, never>, 'key' | 'kind' | 'retry' | 'timeoutMs'> & { undo?: unknown };
type DefinedStep<Input> = { shape: Shape; bind: Stepper<Input> };

/** Ties a step's request type together, then forgets it. */
export const step = <Input, Request extends Record<string, unknown>>(
  definition: StepDefinition<Input, Request>,
): DefinedStep<Input> => ({
  shape: definition,
  bind: (position, input) => {
    const request = definition.request(input);
    const { undo } = definition;
    return {
      key: definition.key,
      position,
      kind: definition.kind,
      system: definition.system,
      title: definition.title(input),
      request,
      run: (connectors, how) => definition.run(connectors, request, how),
      undo: undo ? { title: undo.title(input), run: undo.run, quote: undo.quote } : null,
      retry: definition.retry,
      timeoutMs: definition.timeoutMs,
    };
  },
});

/**
 * Checks a definition and makes it ready to run.
 * @throws Error that names every fault: a missing undo, a compensatable step after the pivot, a key used twice.
 */
export function defineSaga<Input extends { costUsd: number }>(definition: {
  name: string;
  version: number;
  input: z.ZodType<Input>;
  title(input: Input): string;
  steps: DefinedStep<Input>[];
}): Saga {
  const faults = definitionFaults(definition.steps.map(({ shape }) => ({ ...shape, hasUndo: Boolean(shape.undo) })));
  if (faults.length) throw new Error(`Saga ${definition.name} v${definition.version} is refused: ${faults.join(' ')}`);
  return {
    name: definition.name,
    version: definition.version,
    open: (raw) => {
      const input = definition.input.parse(raw);
      return {
        title: definition.title(input),
        costUsd: input.costUsd,
        steps: definition.steps.map(({ bind }, position) => bind(position, input)),
      };
    },
  };
}
