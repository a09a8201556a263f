/** The charts that the script put on a tab, drawn simply: columns, bars, lines, slices. */
import type { JSX } from 'preact';
import type { ChartView } from '../tab-view';

const [WIDTH, HEIGHT] = [460, 240];
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 10, 10, 54];
const COLORS = ['#1a5fb4', '#c64600', '#26803d', '#813d9c', '#865e3c', '#5e5c64'];
const MOST_LABELS = 12;
/** Of a label as long as they get. */
const LABEL_WIDTH = 95;

interface Series {
  name: string;
  values: number[];
}

interface Figures {
  labels: string[];
  series: Series[];
  unit: string;
}

/** The first column holds the categories, the first row the names of the series. */
function figuresOf({ data, unit }: ChartView): Figures {
  const [header = [], ...all] = data;
  // Ranges reach beyond what is there yet.
  const rows = all.filter(([label = '']) => label !== '');
  const names = header.slice(1).map(String);
  return {
    unit,
    labels: rows.map(([label = '']) => String(label)),
    series: names.map((name, index) => ({
      name,
      values: rows.map((row) => (typeof row[index + 1] === 'number' ? (row[index + 1] as number) : 0)),
    })),
  };
}

/** A round number not below the largest value. */
function ceiling(most: number): number {
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 2.5, 5, 10].find((step) => step * power >= most) ?? 10) * power;
}

const short = (text: string): string => (text.length > 14 ? `${text.slice(0, 13)}…` : text);
const round = (value: number): string => String(Number(value.toPrecision(3)));
const withUnit = (value: number, unit: string): string =>
  unit === '%' ? `${round(value * 100)} %` : round(value);
const colorOf = (index: number): string => COLORS[index % COLORS.length] ?? '';

function Axes({ top, labels, unit }: { top: number; labels: string[]; unit: string }): JSX.Element {
  const step = Math.ceil(labels.length / MOST_LABELS) || 1;
  const width = (WIDTH - LEFT - RIGHT) / Math.max(labels.length, 1);
  // Labels that have room stand upright.
  const isFlat = width > LABEL_WIDTH;
  return (
    <g class="axes">
      {[0, 0.5, 1].map((part) => {
        const y = TOP + (1 - part) * (HEIGHT - TOP - BOTTOM);
        return (
          <g key={part}>
            <line x1={LEFT} x2={WIDTH - RIGHT} y1={y} y2={y} />
            <text x={LEFT - 4} y={y + 4} text-anchor="end">
              {withUnit(top * part, unit)}
            </text>
          </g>
        );
      })}
      {labels.map((label, index) =>
        index % step ? null : (
          <text
            key={index}
            text-anchor={isFlat ? 'middle' : 'end'}
            transform={`translate(${LEFT + (index + (isFlat ? 0.5 : 0.6)) * width} ${HEIGHT - BOTTOM + (isFlat ? 18 : 12)}) rotate(${isFlat ? 0 : -25})`}
          >
            {short(label)}
          </text>
        ),
      )}
    </g>
  );
}

function Columns({ labels, series, unit }: Figures): JSX.Element {
  const top = ceiling(Math.max(0, ...series.flatMap(({ values }) => values)));
  const slot = (WIDTH - LEFT - RIGHT) / Math.max(labels.length, 1);
  const width = (slot * 0.8) / Math.max(series.length, 1);
  const scale = (HEIGHT - TOP - BOTTOM) / top;
  return (
    <>
      <Axes top={top} labels={labels} unit={unit} />
      {series.map(({ values }, one) =>
        values.map((value, index) => (
          <rect
            key={`${one} ${index}`}
            x={LEFT + index * slot + slot * 0.1 + one * width}
            y={HEIGHT - BOTTOM - value * scale}
            width={width}
            height={value * scale}
            fill={colorOf(one)}
          />
        )),
      )}
    </>
  );
}

function Lines({ labels, series, unit }: Figures): JSX.Element {
  const top = ceiling(Math.max(0, ...series.flatMap(({ values }) => values)));
  const slot = (WIDTH - LEFT - RIGHT) / Math.max(labels.length, 1);
  const scale = (HEIGHT - TOP - BOTTOM) / top;
  const at = (index: number, value: number): [number, number] => [
    LEFT + (index + 0.5) * slot,
    HEIGHT - BOTTOM - value * scale,
  ];
  return (
    <>
      <Axes top={top} labels={labels} unit={unit} />
      {series.map(({ values }, one) => (
        <g key={one} stroke={colorOf(one)} fill="none" stroke-width="2">
          <polyline points={values.map((value, index) => at(index, value).join(',')).join(' ')} />
          {values.map((value, index) => {
            const [x, y] = at(index, value);
            return <circle key={index} cx={x} cy={y} r="2.5" />;
          })}
        </g>
      ))}
    </>
  );
}

/** Characters of a name, and their width. */
const [MOST_NAME, LETTER] = [38, 6];

/** Lying columns: long names have room, and each its line. */
const barsHeight = ({ labels, series }: Figures): number =>
  Math.max(HEIGHT, labels.length * 15 * Math.max(series.length, 1) + TOP * 2);

function Bars(figures: Figures): JSX.Element {
  const { labels, series } = figures;
  const names = labels.map((label) =>
    label.length > MOST_NAME ? `${label.slice(0, MOST_NAME - 1)}…` : label,
  );
  const left = 20 + Math.max(0, ...names.map(({ length }) => length)) * LETTER;
  const top = ceiling(Math.max(0, ...series.flatMap(({ values }) => values)));
  const slot = (barsHeight(figures) - TOP * 2) / Math.max(labels.length, 1);
  const width = (slot * 0.8) / Math.max(series.length, 1);
  const scale = (WIDTH - left - 50) / top;
  return (
    <g class="axes">
      {names.map((name, index) => (
        <text key={index} x={left - 6} y={TOP + (index + 0.5) * slot + 4} text-anchor="end">
          {name}
        </text>
      ))}
      {series.map(({ values }, one) =>
        values.map((value, index) => (
          <g key={`${one} ${index}`}>
            <rect
              x={left}
              y={TOP + index * slot + slot * 0.1 + one * width}
              width={value * scale}
              height={width}
              fill={colorOf(one)}
            />
            <text x={left + value * scale + 4} y={TOP + index * slot + slot * 0.1 + (one + 0.5) * width + 4}>
              {round(value)}
            </text>
          </g>
        )),
      )}
    </g>
  );
}

function Slices({ labels, series }: Figures): JSX.Element {
  const values = series[0]?.values ?? [];
  const sum = values.reduce((total, value) => total + value, 0) || 1;
  const [x, y, radius] = [110, HEIGHT / 2, 90];
  const at = (part: number): string =>
    `${x + radius * Math.sin(2 * Math.PI * part)},${y - radius * Math.cos(2 * Math.PI * part)}`;
  let from = 0;
  return (
    <>
      {values.map((value, index) => {
        const to = from + Math.min(value / sum, 0.9999);
        const path = `M${x},${y} L${at(from)} A${radius},${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)} Z`;
        from = to;
        return <path key={index} d={path} fill={colorOf(index)} />;
      })}
      {labels.map((label, index) => (
        <text key={index} x={230} y={30 + index * 18}>
          <tspan fill={colorOf(index)}>■ </tspan>
          {short(label)}: {round(values[index] ?? 0)}
        </text>
      ))}
    </>
  );
}

const KINDS: Record<string, (figures: Figures) => JSX.Element> = {
  column: Columns,
  line: Lines,
  bar: Bars,
  pie: Slices,
};

export function Chart({ chart }: { chart: ChartView }): JSX.Element {
  const figures = figuresOf(chart);
  const Kind = KINDS[chart.type] ?? Columns;
  const height = Kind === Bars ? barsHeight(figures) : HEIGHT;
  const inWords = figures.series
    .map(
      ({ name, values }) =>
        `${name}: ${figures.labels.map((label, i) => `${label} ${withUnit(values[i] ?? 0, figures.unit)}`).join(', ')}`,
    )
    .join('; ');
  return (
    <figure class="chart">
      <figcaption>{chart.title}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={`${chart.title}. ${inWords}`}>
        <Kind {...figures} />
      </svg>
      {figures.series.length > 1 && chart.type !== 'pie' && (
        <ul class="legend">
          {figures.series.map(({ name }, index) => (
            <li key={name}>
              <span style={{ background: colorOf(index) }} />
              {name}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}
