/** The way to cells: brings one into view, and says so where it is not there any more. */
import { useEffect, useState } from 'preact/hooks';
import type { Said } from '../api';
import { call } from './google';
import { Button, Note } from './ui';

interface Place {
  tab: string;
  row?: number;
  key?: string;
  column?: string;
  /** As `B12`; with a key, where its row was seen last. */
  cell?: string;
  /** Id of a question, in Conflicts. */
  question?: string;
}

let say: (text: string) => void = () => undefined;

export const bringUp = (place: Place): void =>
  void call<Said>('goTo', place).then(
    ({ ok, message }) => say(ok ? '' : message),
    (error: Error) => say(error.message),
  );

/** What came of the last way to a cell, if it led nowhere. */
export function Whereabouts() {
  const [text, setText] = useState('');
  useEffect(() => {
    say = setText;
    return () => {
      say = () => undefined;
    };
  }, []);
  return text ? <Note tone="bad">{text}</Note> : null;
}

interface LinkProps {
  to: Place;
  children: string;
  label?: string;
}

export function PlaceLink({ to, children, label }: LinkProps) {
  return (
    <Button kind="link" onClick={() => bringUp(to)} label={label}>
      {children}
    </Button>
  );
}
