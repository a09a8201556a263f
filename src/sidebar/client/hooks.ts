/** The status as the pages follow it, and calls as they make them. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { RunOptions } from '../../engine/types';
import type { Said, Status } from '../api';
import { call } from './google';
import { nextPoll } from './poll';

/** What was seen longer ago is no news: a page that was hidden shows it as it was, until it has asked again. */
const FRESH_MS = 30_000;
/** Whoever turns to a page is shown what is; but not asked for more often than this. */
const LOOK_MS = 3_000;

/** How a person turns to the page. */
const TURNING = ['pointerenter', 'focusin'] as const;

/** A start that nobody has seen the effect of after this has come to nothing. */
const EXPECT_MS = 25_000;

export interface RunRequest {
  step: string;
  options?: Partial<RunOptions>;
  args?: object;
}

export interface Watched {
  status: Status | null;
  /** Why the status cannot be had; empty if it can. */
  trouble: string;
  /** The status is of now. */
  fresh: boolean;
  /** A start is on its way and the run is not seen yet. */
  starting: boolean;
  /** What the script said to the last start or stop. */
  said: string;
  start(request: RunRequest): void;
  stop(): void;
}

/**
 * Follows the run: polls as often as it moves, stops while the page is hidden.
 * @param expecting a run has just been started elsewhere
 */
export function useStatus(first: Status | null, expecting = false): Watched {
  const [status, setStatus] = useState(first);
  const [trouble, setTrouble] = useState('');
  const [starting, setStarting] = useState(expecting);
  const [said, setSaid] = useState('');
  const [, look] = useState(0);
  const now = useRef({
    status: first,
    gotAt: Date.now(),
    changedAt: Date.now(),
    expectUntil: expecting ? Date.now() + EXPECT_MS : 0,
    asking: false,
    timer: 0,
    askedAt: Date.now(),
    turnedAt: 0,
    asked: false,
  });

  const poll = useCallback(async () => {
    const own = now.current;
    if (own.asking) return;
    own.asking = true;
    own.askedAt = Date.now();
    try {
      const next = await call<Status>('runStatus');
      if (JSON.stringify(next.run) !== JSON.stringify(own.status?.run)) own.changedAt = Date.now();
      const begun = next.run && (next.run.live || next.run.runId !== own.status?.run?.runId);
      if (begun) {
        own.expectUntil = 0;
        setStarting(false);
      }
      // What came to nothing has said so in the workbook.
      if (Date.now() > own.expectUntil && !own.asked) setStarting(false);
      // What was said to a start or stop is over once the run has gone on.
      if (next.run?.state !== own.status?.run?.state) setSaid('');
      own.status = next;
      own.gotAt = Date.now();
      setStatus(next);
      setTrouble('');
    } catch (error) {
      setTrouble((error as Error).message);
    }
    own.asking = false;
  }, []);

  const plan = useCallback(() => {
    const own = now.current;
    clearTimeout(own.timer);
    const wait = nextPoll(own.status, {
      hidden: document.hidden,
      expecting: Date.now() < own.expectUntil,
      unchangedMs: Date.now() - own.changedAt,
    });
    if (wait === null) return;
    const soonest = own.turnedAt > own.askedAt ? Math.max(0, own.askedAt + LOOK_MS - Date.now()) : wait;
    own.timer = window.setTimeout(() => void poll().then(plan), Math.min(wait, soonest));
  }, [poll]);

  useEffect(() => {
    const own = now.current;
    const seen = () => {
      if (document.hidden) return clearTimeout(own.timer);
      look(Date.now());
      return void poll().then(plan);
    };
    const turned = () => {
      own.turnedAt = Date.now();
      look(own.turnedAt);
      // Whatever is asked right now plans the next time itself.
      if (!own.asking) plan();
    };
    document.addEventListener('visibilitychange', seen);
    for (const event of TURNING) document.documentElement.addEventListener(event, turned);
    if (first) plan();
    else seen();
    return () => {
      document.removeEventListener('visibilitychange', seen);
      for (const event of TURNING) document.documentElement.removeEventListener(event, turned);
      clearTimeout(own.timer);
    };
  }, [first, plan, poll]);

  const asked = useCallback(
    async (name: string, request: object) => {
      now.current.expectUntil = Date.now() + EXPECT_MS;
      now.current.changedAt = Date.now();
      now.current.asked = true;
      setSaid('');
      plan();
      try {
        const { ok, message } = await call<Partial<Said>>(name, request);
        // What a run that began has to say stands in its own card.
        setSaid(ok ? '' : (message ?? ''));
      } catch (error) {
        // The call may end before the run does; the run itself is seen by its status.
        await poll();
        if (now.current.status?.run?.state !== 'running') setSaid((error as Error).message);
      }
      now.current.expectUntil = 0;
      now.current.asked = false;
      setStarting(false);
      await poll();
      plan();
    },
    [plan, poll],
  );

  const start = useCallback(
    (request: RunRequest) => {
      setStarting(true);
      // A run that goes on by itself once a source lets it does not keep the person from anything.
      void asked('startRun', { ...request, by: 'person', instead: true });
    },
    [asked],
  );
  const stop = useCallback(() => void asked('stopRun', {}), [asked]);
  const fresh = trouble === '' && Date.now() - now.current.gotAt < FRESH_MS;
  return { status, trouble, fresh, starting, said, start, stop };
}

export interface Asked<T> {
  value: T | null;
  /** What went wrong; empty if nothing did. */
  error: string;
  busy: boolean;
  again(): void;
}

/** The answer of a function of the script, asked for when the part appears and when `key` changes. */
export function useAnswer<T>(name: string, request: object, key: string | number = ''): Asked<T> {
  const [state, setState] = useState({ value: null as T | null, error: '', busy: true, round: 0 });
  const asked = JSON.stringify(request);
  useEffect(() => {
    let left = false;
    setState((old) => ({ ...old, busy: true }));
    call<T>(name, JSON.parse(asked) as object).then(
      (value) => !left && setState((old) => ({ ...old, value, error: '', busy: false })),
      (error: Error) => !left && setState((old) => ({ ...old, error: error.message, busy: false })),
    );
    return () => {
      left = true;
    };
  }, [name, asked, key, state.round]);
  const again = () => setState((old) => ({ ...old, round: old.round + 1 }));
  return { value: state.value, error: state.error, busy: state.busy, again };
}
