/** The page: the workbook's tabs, the script's menu, its sidebar and dialogs. */
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import 'tabulator-tables/dist/css/tabulator_simple.min.css';
import './style.css';
import { downloadAddress, listen, user } from './api';
import { Ask } from './ask';
import { CellBar } from './bar';
import type { RangeBox } from './boxes';
import { BreakerPanel, BreakerSwitch } from './breaker';
import { Chart } from './chart';
import { Clock } from './clock';
import { Feed } from './feed';
import { Dialog, Sidebar } from './frames';
import { Grid } from './grid';
import { Menu } from './menu';
import { store, type Place } from './store';

/** The person may still be dragging. */
const SELECT_MS = 60;

let grid: Grid | undefined;
let feed: Feed | undefined;

const edit = (what: object): Promise<unknown> =>
  store.send<{ warning: string }>('edit', { sheetId: store.state.tab, ...what }).then((done) => {
    if (done?.warning) store.toast('', done.warning);
    return done;
  });

let telling: ReturnType<typeof setTimeout> | undefined;
function select(range: RangeBox): void {
  store.set({ selected: range, isChosen: true });
  clearTimeout(telling);
  telling = setTimeout(() => void store.send('select', { sheetId: store.state.tab, range }), SELECT_MS);
}

function openTab(id: number): void {
  store.set({ tab: id, isChosen: true, selected: undefined });
  void store.send('select', { sheetId: id });
  void feed?.shown().then(() => grid?.tellSelected());
}

async function goTo({ sheetId, range }: Place): Promise<void> {
  store.set({ tab: sheetId, isChosen: true, selected: range });
  await feed?.shown();
  if (range && store.state.tab === sheetId) await grid?.goTo(range);
}

function GridPlace(): JSX.Element {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!element.current) return;
    grid = new Grid(element.current, { edit, selected: select });
    feed = new Feed(grid);
    void feed.follow();
  }, []);
  return <div class="grid" ref={element} />;
}

function Tabs(): JSX.Element {
  const { desk, tab } = store.state;
  const [withHidden, setWithHidden] = useState(false);
  const tabs = desk?.tabs.filter(({ id, hidden }) => !hidden || withHidden || id === tab) ?? [];
  return (
    <nav class="tabs" aria-label="Tabs of the workbook">
      {tabs.map(({ id, name, hidden }) => (
        <button
          key={id}
          aria-current={id === tab ? 'page' : undefined}
          class={hidden ? 'hidden-tab' : ''}
          onClick={() => openTab(id)}
        >
          {name}
        </button>
      ))}
      <label>
        <input type="checkbox" checked={withHidden} onChange={() => setWithHidden(!withHidden)} /> hidden tabs
      </label>
    </nav>
  );
}

function Toasts(): JSX.Element {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {store.state.toasts.map(({ id, title, text, isError }) => (
        <div key={id} class={isError ? 'toast bad' : 'toast'}>
          {title && <strong>{title}</strong>}
          <span>{text}</span>
          <button class="plain" aria-label="Close the message" onClick={() => store.dropToast(id)}>
            ✕
          </button>
        </div>
      ))}
    </div>
  );
}

function Header(): JSX.Element {
  const { desk, menus, atWork, isThere } = store.state;
  return (
    <header class="top">
      <h1>{document.title.replace(/\.xlsx$/i, '')}</h1>
      {menus.map((menu) => (
        <Menu key={menu.name} menu={menu} />
      ))}
      <span class="at-work" role="status">
        {!isThere
          ? 'The local host does not answer. Is npm start still running?'
          : atWork.length > 0
            ? 'Running script…'
            : ''}
      </span>
      {desk && <Clock desk={desk} />}
      {desk?.isSimulated && <BreakerSwitch view={desk.breaker} />}
      <a class="button" href={downloadAddress} download>
        Download .xlsx
      </a>
      <span class="who">{user ? `You are ${user}` : 'You are the owner'}</span>
    </header>
  );
}

function Page(): JSX.Element {
  const [, draw] = useState(0);
  useEffect(() => {
    let count = 0;
    store.onChange = () => draw((count += 1));
  }, []);
  const { desk, sidebar, dialogs, asks, selected } = store.state;
  // What is in the grid; another tab may be on its way.
  const shown = grid?.tab.head?.id === store.state.tab ? grid.tab : undefined;
  const charts = shown?.head?.charts ?? [];
  const text = (selected && shown?.text(selected.row, selected.column)) ?? '';
  const makesRoom = sidebar !== undefined && sidebar.frame === store.state.drawn;
  useEffect(() => grid?.redraw(), [makesRoom, charts.length]);
  return (
    <div class="page">
      <Header />
      {desk && <BreakerPanel view={desk.breaker} />}
      <main class={makesRoom ? 'with-sidebar' : ''}>
        <div class="sheet">
          <CellBar selected={selected} text={text} edit={edit} />
          {charts.length > 0 && (
            <div class="charts">
              {charts.map((chart) => (
                <Chart key={chart.id} chart={chart} />
              ))}
            </div>
          )}
          <GridPlace />
          <Tabs />
        </div>
        {sidebar && <Sidebar shown={sidebar} />}
      </main>
      {dialogs.map((shown) => (
        <Dialog key={shown.frame} shown={shown} />
      ))}
      {asks.map((ask) => (
        <Ask key={ask.id} ask={ask} />
      ))}
      <Toasts />
    </div>
  );
}

let isOpened = false;

/** The server can only tell what comes of a call once the line is there. */
function onLine(isThere: boolean): void {
  store.set({ isThere });
  if (!isThere || isOpened) return;
  isOpened = true;
  void store.open();
}

store.onGoto = (place) => void goTo(place);
render(<Page />, document.getElementById('app') as HTMLElement);
listen((event) => {
  store.hear(event);
  if (event.type === 'state') void feed?.follow();
}, onLine);
