'use client';

import { Line, LineChart, ReferenceDot, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import classes from './charts.module.css';
import type { StockChart } from './prepare-stock-projection.ts';

type EndProps = { x?: number | string; y?: number | string; index?: number };

/** Stock by day, drawn as prepared: no frame, no legend, what comes named where it comes, what is short in its own colour. */
export function StockProjection({ chart }: { chart: StockChart }) {
  const endLabel = ({ x = 0, y = 0, index }: EndProps) =>
    index === chart.points.length - 1 ? (
      <text x={Number(x) + 6} y={Number(y) + 4} className={classes.end} data-series="proposal">
        {chart.end.label}
      </text>
    ) : (
      <g />
    );
  return (
    <div className={classes.tall} role="img" aria-label={chart.words}>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={chart.points} margin={{ top: 18, right: 104, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <XAxis
            dataKey="day"
            ticks={chart.days.map(({ day }) => day)}
            tickFormatter={(day: string) => chart.days.find((one) => one.day === day)?.label ?? ''}
            interval={0}
            tickLine={false}
            axisLine={{ stroke: 'var(--hp-line-strong)' }}
          />
          <YAxis
            ticks={chart.ticks.map(({ value }) => value)}
            domain={chart.domain}
            tickFormatter={(value: number) => chart.ticks.find((tick) => tick.value === value)?.label ?? ''}
            width={48}
            tickLine={false}
            axisLine={false}
          />
          <ReferenceLine y={0} stroke="var(--hp-line-strong)" />
          {chart.shortDay && (
            <ReferenceLine
              x={chart.shortDay}
              stroke="var(--hp-danger)"
              strokeDasharray="2 2"
              label={{ value: 'runs short', position: 'top', className: classes.breach }}
            />
          )}
          <Line
            dataKey="stock"
            type="stepAfter"
            stroke="var(--hp-accent)"
            strokeWidth={1.5}
            dot={false}
            isAnimationActive={false}
            label={endLabel}
          />
          <Line
            dataKey="short"
            type="stepAfter"
            stroke="var(--hp-danger)"
            strokeWidth={2}
            dot={false}
            connectNulls={false}
            isAnimationActive={false}
          />
          {chart.supplies.map(({ day, stock, label }) => (
            <ReferenceDot
              key={day}
              x={day}
              y={stock}
              r={2.5}
              fill="var(--hp-accent)"
              stroke="none"
              label={{ value: label, position: 'top', className: classes.end }}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
