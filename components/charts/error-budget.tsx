'use client';

import { Line, LineChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import classes from './charts.module.css';
import type { BudgetChart } from './prepare-error-budget.ts';

type EndProps = { x?: number | string; y?: number | string; index?: number };

/** What is left of an error budget, hour by hour, as a line that falls while it burns: no frame, no legend, the end in words. */
export function ErrorBudget({ chart }: { chart: BudgetChart }) {
  const [low, high] = [chart.ticks[0]?.value ?? 0, chart.ticks.at(-1)?.value ?? 100];
  const labelOf = (value: number) => chart.ticks.find((tick) => tick.value === value)?.label ?? '';
  const spent = chart.tone === 'spent';
  return (
    <div className={classes.chart} role="img" aria-label={chart.words}>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={chart.points} margin={{ top: 8, right: 72, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <XAxis
            dataKey="at"
            ticks={chart.days.map(({ at }) => at)}
            tickFormatter={(at: string) => chart.days.find((day) => day.at === at)?.label ?? ''}
            interval={0}
            tickLine={false}
            axisLine={{ stroke: 'var(--hp-line-strong)' }}
          />
          <YAxis
            ticks={chart.ticks.map(({ value }) => value)}
            domain={[low, high]}
            tickFormatter={labelOf}
            width={48}
            tickLine={false}
            axisLine={false}
          />
          {low < 0 ? <ReferenceLine y={0} stroke="var(--hp-danger)" strokeDasharray="2 2" /> : null}
          <Line
            dataKey="left"
            type="linear"
            stroke={spent ? 'var(--hp-danger)' : 'var(--hp-accent)'}
            strokeWidth={1.5}
            dot={false}
            isAnimationActive={false}
            label={({ x = 0, y = 0, index }: EndProps) =>
              index === chart.points.length - 1 ? (
                <text
                  x={Number(x) + 6}
                  y={Number(y) + 4}
                  className={spent ? classes.breach : classes.end}
                  data-series="proposal"
                >
                  {chart.end}
                </text>
              ) : (
                <g />
              )
            }
          />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
