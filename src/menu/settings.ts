/** Settings, asked for one at a time in a prompt: what is needed to run, by the names of `.env.example`. */
import type { SettingDescription } from '../settings/stored';
import { currentSettings, keepSettings } from '../sidebar/server';

const TITLE = 'Realitease settings';
const EXPLAINED =
  'Type NAME = value, for example TMDB_BEARER = eyJ… ; NAME = alone goes back to the default; ? NAME tells ' +
  'what it is. Keys are kept for you alone, everything else for all who use this workbook.';

/** Asks until the person cancels or leaves the line blank. What is wrong is said, and asked again. */
export function askSettings(): void {
  const ui = SpreadsheetApp.getUi();
  for (let said = ''; ;) {
    const settings = currentSettings();
    const text = [said, EXPLAINED, listed(settings)].filter(Boolean).join('\n\n');
    const answer = ui.prompt(TITLE, text, ui.ButtonSet.OK_CANCEL);
    const typed = answer.getResponseText().trim();
    if (answer.getSelectedButton() !== ui.Button.OK || typed === '') return;
    said = carryOut(typed, settings);
  }
}

/** What is set, and the keys that are not. */
function listed(settings: readonly SettingDescription[]): string {
  const lines = settings
    .filter(({ isSet, secret }) => isSet || secret)
    .map(({ name, isSet, secret, value }) => `${name}: ${secret ? (isSet ? 'set' : 'not set') : value}`);
  const others = settings.filter(({ isSet, secret }) => !isSet && !secret).map(({ name }) => name);
  return `${lines.join('\n')}\n\nAs they come: ${others.join(', ')}`;
}

function carryOut(typed: string, settings: readonly SettingDescription[]): string {
  const asked = /^\?\s*(\w+)$/.exec(typed);
  if (asked) {
    const found = settings.find(({ name }) => name === asked[1]?.toUpperCase());
    return found ? `${found.name}: ${found.help}` : `There is no setting ${asked[1] ?? ''}.`;
  }
  const [, name = '', value = ''] = /^(\w+)\s*=(.*)$/s.exec(typed) ?? [];
  if (!name) return `"${typed}" is not of the form NAME = value.`;
  const text = value.trim();
  const errors = keepSettings({ [name.toUpperCase()]: text === '' ? null : text });
  return errors.map(({ message }) => message).join('\n') || `${name.toUpperCase()} is kept.`;
}
