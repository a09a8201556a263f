/** The Settings dialog: every setting from the one declaration, a test for every source, the upload of IMDb's list. */
import { useState } from 'preact/hooks';
import type { Boot, Setting, SourceView } from '../api';
import { call } from './google';
import { ImdbUpload } from './ImdbUpload';
import { groupsIn, textsOf } from './settingsForm';
import { SettingField } from './SettingField';
import { SourceTests } from './SourceTests';
import { Button, Note } from './ui';
import { useSettings } from './useSettings';

export function Settings({ boot }: { boot: Boot }) {
  const form = useSettings(boot.settings ?? []);
  const groups = groupsIn(form.settings);
  const [group, setGroup] = useState(groups[0] ?? '');
  const open = Object.keys(form.changes).length;
  return (
    <main class="dialog settings">
      <h1 class="hidden">Settings</h1>
      <nav aria-label="Groups of settings">
        {groups.map((name) => (
          <button
            type="button"
            class="group"
            aria-current={name === group ? 'page' : undefined}
            onClick={() => setGroup(name)}
          >
            {name}
            {marks(form, name)}
          </button>
        ))}
      </nav>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void form.save().then((wrong) => wrong && setGroup(groupOf(form.settings, wrong)));
        }}
      >
        <div class="fields">
          <h2>{group}</h2>
          <About group={group} />
          {form.settings
            .filter((setting) => setting.group === group)
            .map((setting) => (
              <SettingField
                key={setting.name}
                setting={setting}
                typed={form.typed}
                error={form.errors[setting.name]}
                set={form.set}
              />
            ))}
          {group === 'Lists' && <ImdbUpload />}
          {group === 'Runs' && boot.functions.includes('listSchedules') && (
            <Button disabled={open > 0} onClick={() => void call('openSchedules').catch(() => undefined)}>
              Schedules…
            </Button>
          )}
          {(group === 'Keys' || group === 'Sources') && (
            <SourceTests sources={sourcesOf(boot)} typed={textsOf(form.typed)} />
          )}
        </div>
        <div class="bottom">
          <Button kind="primary" submit disabled={open === 0 || form.busy}>
            Save
          </Button>
          <span role="status">{form.said || (open > 0 ? `${open} not saved` : '')}</span>
        </div>
        {form.trouble && <Note tone="bad">{form.trouble}</Note>}
      </form>
    </main>
  );
}

const sourcesOf = (boot: Boot): SourceView[] =>
  (boot.status?.sources ?? []).filter(({ source }) => source !== 'all');

function About({ group }: { group: string }) {
  const text =
    group === 'Keys'
      ? 'Keys are kept for you alone; other people who use this workbook enter their own. They are never shown again.'
      : 'These hold for all who use this workbook.';
  return <p class="quiet">{text}</p>;
}

function groupOf(settings: readonly Setting[], name: string): string {
  return settings.find((setting) => setting.name === name)?.group ?? '';
}

function marks(form: ReturnType<typeof useSettings>, group: string) {
  const own = form.settings.filter((setting) => setting.group === group);
  if (own.some(({ name }) => form.errors[name])) return <span class="tag bad">wrong</span>;
  const count = own.filter(({ name }) => name in form.changes).length;
  return count > 0 ? <span class="tag">{count}</span> : null;
}
