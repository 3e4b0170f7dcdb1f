'use client';

import { Bar, ComposedChart, Line, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { formatCount, formatLag } from '../ui/format.ts';
import classes from './charts.module.css';
import type { RateChart } from './prepare-signal-rate.ts';

type DotProps = { index?: number; cx?: number; cy?: number };

/** Signals an hour as bars, and their lag, where it is measured, as a line on an axis of its own at the right. */
export function SignalRate({ chart }: { chart: RateChart }) {
  return (
    <div className={classes.chart} role="img" aria-label={chart.words}>
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart
          data={chart.points}
          margin={{ top: 8, right: chart.lagTicks.length ? 0 : 20, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <XAxis
            dataKey="at"
            ticks={chart.hours.map(({ at }) => at)}
            tickFormatter={(at: string) => chart.hours.find((hour) => hour.at === at)?.label ?? ''}
            interval={0}
            tickLine={false}
            axisLine={{ stroke: 'var(--hp-line-strong)' }}
          />
          <YAxis
            yAxisId="count"
            ticks={chart.ticks}
            domain={[0, chart.ticks.at(-1) ?? 1]}
            tickFormatter={formatCount}
            width={60}
            tickLine={false}
            axisLine={false}
          />
          <YAxis
            yAxisId="lag"
            hide={chart.lagTicks.length === 0}
            orientation="right"
            ticks={chart.lagTicks}
            domain={[0, chart.lagTicks.at(-1) ?? 1]}
            tickFormatter={(value: number) => (value === 0 ? '0' : formatLag(value * 1_000))}
            width={48}
            tickLine={false}
            axisLine={false}
          />
          <Bar yAxisId="count" dataKey="accepted" fill="var(--hp-line-strong)" isAnimationActive={false} />
          <Line
            yAxisId="lag"
            dataKey="lagSeconds"
            stroke="var(--hp-accent)"
            strokeWidth={1.5}
            dot={({ index, cx = 0, cy = 0 }: DotProps) =>
              chart.lone.includes(index ?? -1) ? (
                <circle key={index} cx={cx} cy={cy} r={2.5} fill="var(--hp-accent)" />
              ) : (
                <g key={index} />
              )
            }
            connectNulls={false}
            isAnimationActive={false}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}
