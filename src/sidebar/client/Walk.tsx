/** The walk through a first run. Each step says what it is for; it can be left at any point and taken up again. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Said, Setting, Status, Walk as WalkState, WalkStep } from '../api';
import { counted } from '../words';
import { call } from './google';
import type { Watched } from './hooks';
import { ImdbUpload } from './ImdbUpload';
import { SettingField } from './SettingField';
import { textsOf } from './settingsForm';
import { isAtWork } from './runWords';
import { useSettings } from './useSettings';
import { shownSteps, WALK_TITLE, WALK_TITLES, WALK_WORDS } from './walkWords';
import { Button, Note } from './ui';

interface Props {
  /** As they were when the page opened, if it began with this walk. */
  known?: Setting[];
  walk: WalkState;
  watched: Watched;
  status: Status | null;
  onChange: (walk: WalkState) => void;
  onLeave: () => void;
  /** Opens the result of the dry run; missing where that cannot be read here. */
  onResult?: () => void;
}

export function Walk({ walk, ...rest }: Props) {
  const shown = shownSteps(walk);
  const first = shown.find(({ open }) => open)?.id ?? 'run';
  const [chosen, setChosen] = useState<WalkStep | null>(null);
  const now = chosen ?? first;
  const change = (next: WalkState) => {
    setChosen(null);
    rest.onChange(next);
  };
  return (
    <section class="card walk" aria-labelledby="walk">
      <h2 id="walk">{WALK_TITLE}</h2>
      <p class="quiet">{WALK_WORDS}</p>
      <ol>
        {shown.map(({ id, open }, i) => (
          <li key={id} class={id === now ? 'now' : ''} aria-current={id === now ? 'step' : undefined}>
            <button type="button" class="group" aria-expanded={id === now} onClick={() => setChosen(id)}>
              <span class={`mark ${open ? '' : 'done'}`} aria-hidden="true">
                {open ? i + 1 : '✓'}
              </span>
              {WALK_TITLES[id]}
              {!open && <span class="hidden">, done</span>}
            </button>
            {id === now && <Step id={id} walk={walk} {...rest} onChange={change} />}
          </li>
        ))}
      </ol>
      <Button kind="link" onClick={() => rest.onLeave()}>
        Leave the set-up
      </Button>
    </section>
  );
}

function Step({ id, ...props }: Props & { id: WalkStep }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector<HTMLElement>('input,button')?.focus(), []);
  return (
    <div class="step" ref={place}>
      {body(id, props)}
    </div>
  );
}

function body(id: WalkStep, props: Props) {
  switch (id) {
    case 'keys':
      return (
        <Fields {...props} names={['TMDB_BEARER']} more={['GEMINI_API_KEY', 'TVDB_API_KEY']} test="tmdb">
          A TMDb account is free. On themoviedb.org open Settings › API and copy the long “API Read Access
          Token”.
        </Fields>
      );
    case 'contact':
      return (
        <Fields {...props} names={['CONTACT']}>
          Wikidata and Fandom answer only programs that say who runs them. The address is sent to them and to
          nobody else.
        </Fields>
      );
    case 'lists':
      return (
        <Fields {...props} names={['TMDB_LIST_ID', 'IMDB_LIST_ID']} done="lists" upload>
          The shows come from these lists. IMDb’s pages refuse programs, so its list comes as a CSV file.
        </Fields>
      );
    case 'rows':
      return <Rows {...props} />;
    default:
      return <Go {...props} dryRun={id === 'try'} />;
  }
}

interface FieldsProps extends Props {
  names: string[];
  /** Optional ones, folded away. */
  more?: string[];
  /** The source that is tested once the settings are kept. */
  test?: string;
  done?: WalkStep;
  upload?: boolean;
  children: ComponentChildren;
}

function Fields(props: FieldsProps) {
  // Later steps ask anew: an earlier one may have kept some.
  const given = props.names.includes('TMDB_BEARER') ? props.known : undefined;
  const [settings, setSettings] = useState<Setting[] | null>(given ?? null);
  const [trouble, setTrouble] = useState('');
  useEffect(() => {
    if (given) return;
    call<{ settings: Setting[] }>('describeSettings').then(
      (answer) => setSettings(answer.settings),
      (error: Error) => setTrouble(error.message),
    );
  }, []);
  return (
    <>
      <p>{props.children}</p>
      {trouble && <Note tone="bad">{trouble}</Note>}
      {settings ? <Form {...props} settings={settings} /> : <p class="quiet">Loading …</p>}
    </>
  );
}

function Form({
  settings,
  names,
  more,
  test,
  done,
  upload,
  onChange,
}: FieldsProps & { settings: Setting[] }) {
  const form = useSettings(settings);
  const [said, setSaid] = useState<Said | null>(null);
  const field = (name: string) => {
    const setting = form.settings.find((one) => one.name === name);
    return (
      setting && (
        <SettingField
          key={name}
          setting={setting}
          typed={form.typed}
          error={form.errors[name]}
          set={form.set}
        />
      )
    );
  };
  /** @param sure keep the settings even if the source does not take them */
  const go = async (sure: boolean) => {
    setSaid({ ok: true, message: test ? 'Testing …' : 'Saving …' });
    try {
      const answer = test && (await call<Said>('testSource', { source: test, typed: textsOf(form.typed) }));
      if (answer) setSaid(answer);
      if (answer && !answer.ok && !sure) return;
      if ((await form.save()) !== '') return setSaid(null);
      onChange(await call<WalkState>(done ? 'keepWalk' : 'firstRun', done ? { done } : {}));
    } catch (error) {
      setSaid({ ok: false, message: (error as Error).message });
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void go(false);
      }}
    >
      {names.map(field)}
      {more && (
        <details>
          <summary>Keys that help but need not be</summary>
          <div class="finer">{more.map(field)}</div>
        </details>
      )}
      {upload && <ImdbUpload />}
      <div class="actions">
        <Button kind="primary" submit disabled={form.busy}>
          {test ? 'Test and save' : 'Save and go on'}
        </Button>
        {test && said?.ok === false && Object.keys(form.changes).length > 0 && (
          <Button onClick={() => void go(true)}>Save all the same</Button>
        )}
      </div>
      {(form.trouble || said) && (
        <Note tone={form.trouble || said?.ok === false ? 'bad' : 'info'}>
          {form.trouble || said?.message}
        </Note>
      )}
    </form>
  );
}

/** Whether the rows of before count as the add-on's own. */
function Rows({ walk, onChange }: Props) {
  const [trouble, setTrouble] = useState('');
  const answer = (adopt: 'on' | 'off') =>
    call('saveSettings', { ADOPT_EXISTING_ROWS: adopt })
      .then(() => call<WalkState>('keepWalk', { done: 'rows' }))
      .then(onChange, (error: Error) => setTrouble(error.message));
  return (
    <>
      <p>
        There are {counted(walk.rows, 'row')} of cast, people, episodes and the final list in this workbook.
        May the add-on keep them up like its own, and remove those that no longer qualify? A copy of the tab
        is kept first, and cells that somebody typed stay as they are.
      </p>
      <div class="actions">
        <Button kind="primary" onClick={() => void answer('on')}>
          Yes, keep them up
        </Button>
        <Button onClick={() => void answer('off')}>No, never remove them</Button>
      </div>
      {trouble && <Note tone="bad">{trouble}</Note>}
    </>
  );
}

function Go({ dryRun, watched, status, onResult, onLeave }: Props & { dryRun: boolean }) {
  const run = status?.run;
  const busy = watched.starting || isAtWork(run);
  const tried = run?.dryRun && (run.state === 'done' || run.state === 'parked');
  const start = () => {
    watched.start({
      step: 'all',
      options: dryRun ? { dryRun: true, limit: 3, resume: false } : { resume: false },
    });
    if (!dryRun) onLeave();
  };
  return (
    <>
      <p>
        {dryRun
          ? 'A dry run asks the sources about three shows and lists what it would write. The workbook stays as it is.'
          : 'Runs all stages. You may close the laptop: Google goes on with it by itself until it is done.'}
      </p>
      <div class="actions">
        <Button kind="primary" disabled={busy} onClick={start}>
          {dryRun ? 'Start the dry run' : 'Run all stages'}
        </Button>
        {tried && onResult && <Button onClick={onResult}>Read what it would write</Button>}
      </div>
    </>
  );
}
