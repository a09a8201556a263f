/** The settings as they are typed and saved. */
import { useState } from 'preact/hooks';
import type { Setting } from '../api';
import { call } from './google';
import { changed, type Typed } from './settingsForm';

interface SaveAnswer {
  ok: boolean;
  errors: { name: string; message: string }[];
}

export function useSettings(first: Setting[]) {
  const [settings, setSettings] = useState(first);
  const [typed, setTyped] = useState<Typed>({});
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [state, setState] = useState({ busy: false, said: '', trouble: '' });
  const changes = changed(settings, typed);
  const set = (name: string, value: string | null) => {
    setTyped((old) => ({ ...old, [name]: value }));
    setErrors(({ [name]: _, ...rest }) => rest);
    setState({ busy: false, said: '', trouble: '' });
  };
  /** @returns the name of the first setting that is wrong; empty if all are kept */
  const save = async (): Promise<string> => {
    setState({ busy: true, said: 'Saving …', trouble: '' });
    try {
      const answer = await call<SaveAnswer>('saveSettings', changes);
      setErrors(Object.fromEntries(answer.errors.map(({ name, message }) => [name, message])));
      if (!answer.ok) {
        setState({ busy: false, said: 'Nothing was saved: see what is wrong.', trouble: '' });
        return answer.errors[0]?.name ?? '';
      }
      setSettings((await call<{ settings: Setting[] }>('describeSettings')).settings);
      setTyped({});
      setState({ busy: false, said: 'Saved.', trouble: '' });
    } catch (error) {
      setState({ busy: false, said: '', trouble: `Not saved: ${(error as Error).message}` });
    }
    return '';
  };
  return { settings, typed, errors, changes, set, save, ...state };
}
