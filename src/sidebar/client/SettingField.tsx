/** One setting: its field, its help, and what is wrong with what was typed. */
import type { Setting } from '../api';
import { shown, type Typed } from './settingsForm';
import { Button, Switch } from './ui';

interface Props {
  setting: Setting;
  typed: Typed;
  error?: string;
  set: (name: string, value: string | null) => void;
}

export function SettingField({ setting, typed, error, set }: Props) {
  const { name, type, label, help } = setting;
  const value = shown(setting, typed);
  const wrong = error ? { 'aria-invalid': true, 'aria-describedby': `${name}-wrong` } : {};
  return (
    <div class="setting" id={`setting-${name}`}>
      {type === 'flag' ? (
        <Switch
          label={label}
          hint={help}
          checked={value === 'on'}
          onChange={(on) => set(name, on ? 'on' : 'off')}
        />
      ) : (
        <label class="field">
          <span>
            {label}
            {setting.secret && <Key setting={setting} typed={typed} />}
          </span>
          <small>{help}</small>
          {type === 'rules' || type === 'words' ? (
            <textarea
              rows={4}
              value={value}
              onInput={(event) => set(name, event.currentTarget.value)}
              {...wrong}
            />
          ) : (
            <TextInput
              type={setting.secret ? 'password' : 'text'}
              value={value}
              placeholder={
                setting.secret ? (setting.isSet ? 'Type to replace it' : 'Not set') : setting.default
              }
              onInput={(text) => set(name, text)}
              describedBy={error ? `${name}-wrong` : undefined}
            />
          )}
        </label>
      )}
      <Undo setting={setting} typed={typed} set={set} />
      {error && (
        <p class="wrong" id={`${name}-wrong`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

function Key({ setting, typed }: { setting: Setting; typed: Typed }) {
  const value = typed[setting.name];
  const state =
    value === null ? 'is removed when you save' : value ? 'not saved yet' : setting.isSet ? 'set' : 'not set';
  return <span class={`tag ${state === 'not set' ? 'none' : ''}`}>{state}</span>;
}

/** Back to the default, or the key away. */
function Undo({ setting, typed, set }: Pick<Props, 'setting' | 'typed' | 'set'>) {
  const value = shown(setting, typed);
  const removable = setting.secret
    ? setting.isSet && typed[setting.name] !== null
    : value !== setting.default;
  if (!removable || setting.type === 'flag') return null;
  const wording = setting.secret ? 'Remove the key' : setting.default ? 'Back to the default' : 'Clear';
  return (
    <Button
      kind="link"
      onClick={() => set(setting.name, null)}
      label={`${setting.label}: ${wording.toLowerCase()}`}
    >
      {wording}
    </Button>
  );
}

interface TextProps {
  type: 'text' | 'password';
  value: string;
  placeholder: string;
  describedBy: string | undefined;
  onInput: (text: string) => void;
}

function TextInput({ type, describedBy, onInput, ...rest }: TextProps) {
  const attributes = {
    ...rest,
    autocomplete: 'off',
    spellcheck: false,
    'aria-invalid': describedBy !== undefined,
    'aria-describedby': describedBy,
    onInput: (event: { currentTarget: HTMLInputElement }) => onInput(event.currentTarget.value),
  };
  return type === 'password' ? (
    <input type="password" {...attributes} />
  ) : (
    <input type="text" {...attributes} />
  );
}
