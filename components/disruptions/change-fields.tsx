'use client';

import { NativeSelect, Radio, TextInput } from '@mantine/core';
import type { Alternative, AlternativeKey } from '../../server/decisions/proposals/schema.ts';
import { formatCount, formatDate, formatMoney } from '../ui/format.ts';
import classes from './change.module.css';
import type { ChangeInTheMaking } from './use-change.ts';

type Props = { making: ChangeInTheMaking; offered: readonly Alternative[]; legend: string };

/** Which alternative, and what of it may be changed. */
export function AlternativeFields({ making, offered, legend }: Props) {
  const { alternative, pick } = making;
  return (
    <>
      <Radio.Group label={legend} value={alternative?.key ?? null} onChange={(key) => pick(key as AlternativeKey)}>
        <div className={classes.picks}>
          {offered.map((a) => (
            <Radio
              key={a.key}
              value={a.key}
              label={a.title}
              description={a.unavailable ?? (a.costUsd > 0 ? formatMoney(a.costUsd) : 'no cost')}
              disabled={a.unavailable !== null}
              {...(a.key === alternative?.key ? { 'data-autofocus': true } : {})}
            />
          ))}
        </div>
      </Radio.Group>
      {alternative && hasParameters(alternative) && <ParameterFields making={making} alternative={alternative} />}
    </>
  );
}

/** hasParameters tells whether there is anything about an alternative that a person may change. */
export const hasParameters = ({ parameters }: Alternative): boolean =>
  Object.values(parameters).some((parameter) => parameter !== null);

/** What of an alternative may be changed, each within the bounds the agent gave. */
export function ParameterFields({ making, alternative }: { making: ChangeInTheMaking; alternative: Alternative }) {
  const { draft, type, problems } = making;
  const { quantity, mode, date, supplier } = alternative.parameters;
  return (
    <div className={classes.fields}>
      {quantity && (
        <TextInput
          type="number"
          inputMode="numeric"
          label="Quantity"
          data-autofocus
          description={`${formatCount(quantity.min)} to ${formatCount(quantity.max)} packs`}
          min={quantity.min}
          max={quantity.max}
          value={draft.quantity ?? quantity.value}
          onChange={({ currentTarget: { value } }) => type({ quantity: value === '' ? '' : Number(value) })}
          error={problems.quantity}
        />
      )}
      {mode && (
        <NativeSelect
          label="Mode"
          description="as carried on this lane"
          data={mode.options}
          value={draft.mode ?? mode.value}
          onChange={(event) => type({ mode: event.currentTarget.value })}
          error={problems.mode}
        />
      )}
      {date && (
        <TextInput
          type="date"
          label="Arrival"
          description={`${formatDate(new Date(date.min))} to ${formatDate(new Date(date.max))}`}
          min={date.min}
          max={date.max}
          value={draft.date ?? date.value}
          onChange={(event) => type({ date: event.currentTarget.value })}
          error={problems.date}
        />
      )}
      {supplier && (
        <NativeSelect
          label="Supplier"
          description="with a record of this item"
          data={supplier.options}
          value={draft.supplier ?? supplier.value}
          onChange={(event) => type({ supplier: event.currentTarget.value })}
          error={problems.supplier}
        />
      )}
    </div>
  );
}
