import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { RE2JS } from 're2js';
import { invalid } from '../../core/errors.ts';
import { eventSchema, type JsonSchema } from './build-json-schema.ts';
import { eventOf } from './rules.ts';
import type { OdcsDocument } from './schema.ts';

/** Says what is wrong with a signal's data, or null when it fits. */
export type DataCheck = (data: unknown) => string | null;

// A pattern written by an operator runs on every signal: RE2 takes time in proportion to the text, whatever the pattern.
const linear = Object.assign(
  (pattern: string) => {
    const compiled = RE2JS.compile(pattern);
    return { test: (text: string) => compiled.matcher(text).find() };
  },
  { code: 'linear' },
);

/**
 * Compiles a schema to a function, which is slow; calling it is fast.
 * @throws DomainError `invalid` for a pattern that RE2 cannot run.
 */
export function compileSchema(schema: JsonSchema): ValidateFunction {
  // One instance a schema: an instance keeps all it has compiled, for ever.
  const ajv = new Ajv({ strict: false, code: { regExp: linear as never } });
  addFormats.default(ajv, { mode: 'full', keywords: true });
  try {
    return ajv.compile(schema);
  } catch (error) {
    throw invalid(`A bound of this contract cannot be checked: ${(error as Error).message}.`, {
      document: 'Patterns are those of RE2: without look-around and back-references.',
    });
  }
}

/** What a contract asks of each signal's data, as JSON Schema; null for a document that describes no event. */
export function contractSchema(document: OdcsDocument): JsonSchema | null {
  const event = eventOf(document);
  return 'why' in event ? null : eventSchema(event.event);
}

/**
 * The check that a contract asks of each signal's data.
 * @throws DomainError `invalid` when the document describes no event or has a bound that cannot be checked.
 */
export function compileContract(document: OdcsDocument): DataCheck {
  const event = eventOf(document);
  if ('why' in event) throw invalid(event.why, { document: event.why });
  const validate = compileSchema(eventSchema(event.event));
  return (data) => (validate(data) ? null : errorWords(validate.errors?.[0]));
}

/** "line.quantity: must be >= 1" */
function errorWords(error: ErrorObject | undefined): string {
  if (!error) return 'does not fit';
  const place = error.instancePath
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
  const allowed =
    error.keyword === 'enum' ? `: ${(error.params.allowedValues as unknown[]).slice(0, 12).join(', ')}` : '';
  const named = error.keyword === 'additionalProperties' ? `: ${String(error.params.additionalProperty)}` : '';
  return `${place || 'data'}: ${error.message ?? 'does not fit'}${allowed}${named}`;
}
