'use client';

import { Line, LineChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import classes from './charts.module.css';
import type { RiskChart, RiskSeriesKey } from './prepare-value-at-risk.ts';

const STROKES: Record<RiskSeriesKey, { stroke: string; dash: string }> = {
  nothingDone: { stroke: 'var(--hp-text-2)', dash: '4 3' },
  proposal: { stroke: 'var(--hp-accent)', dash: '0' },
};

/** Height of a line of the labels. */
const LINE_PX = 13;

type EndProps = { x?: number | string; y?: number | string; index?: number };

/** The words at the breach stand on the side where there is room for them. */
const breachLabel =
  ({ points, breachDay }: RiskChart) =>
  ({ viewBox }: { viewBox?: { x?: number; y?: number } }) => {
    const early = points.findIndex((point) => point.day === breachDay) * 2 < points.length;
    return (
      <text
        x={(viewBox?.x ?? 0) + (early ? 4 : -4)}
        y={(viewBox?.y ?? 0) - 4}
        textAnchor={early ? 'start' : 'end'}
        className={classes.breach}
      >
        first promise breaks
      </text>
    );
  };

/** Money at risk by day, drawn as prepared: no frame, no legend, each line named where it ends. */
export function ValueAtRisk({ chart }: { chart: RiskChart }) {
  const top = chart.ticks.at(-1)?.value ?? 1;
  const endLabel = (key: RiskSeriesKey) => {
    const end = chart.ends.find((one) => one.key === key);
    const at = chart.points.findIndex((point) => point.day === end?.day);
    return ({ x = 0, y = 0, index }: EndProps) =>
      index === at && end ? (
        <text x={Number(x) + 6} y={Number(y) + 4 - end.lift * LINE_PX} className={classes.end} data-series={key}>
          {end.label}
        </text>
      ) : (
        <g />
      );
  };
  return (
    <div className={classes.chart} role="img" aria-label={chart.words}>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={chart.points} margin={{ top: 18, right: 152, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <XAxis
            dataKey="day"
            ticks={chart.days.map((day) => day.day)}
            tickFormatter={(day: string) => chart.days.find((d) => d.day === day)?.label ?? ''}
            interval={0}
            tickLine={false}
            axisLine={{ stroke: 'var(--hp-line-strong)' }}
          />
          <YAxis
            ticks={chart.ticks.map((tick) => tick.value)}
            domain={[0, top]}
            tickFormatter={(value: number) => chart.ticks.find((tick) => tick.value === value)?.label ?? ''}
            width={48}
            tickLine={false}
            axisLine={false}
          />
          {chart.breachDay && (
            <ReferenceLine
              x={chart.breachDay}
              stroke="var(--hp-danger)"
              strokeDasharray="2 2"
              label={breachLabel(chart)}
            />
          )}
          {(Object.keys(STROKES) as RiskSeriesKey[]).map((key) => (
            <Line
              key={key}
              dataKey={key}
              type="stepAfter"
              stroke={STROKES[key].stroke}
              strokeDasharray={STROKES[key].dash}
              strokeWidth={1.5}
              dot={false}
              connectNulls={false}
              isAnimationActive={false}
              label={endLabel(key)}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
