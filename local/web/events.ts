/** What the server tells the page. */
import type { BreakerView } from './breaker/view';
import type { RangeBox } from '../host/model';

export interface TabView {
  id: number;
  name: string;
  hidden: boolean;
  color: string;
  version: number;
}

export interface DeskState {
  type: 'state';
  now: number;
  timeZone: string;
  isSimulated: boolean;
  /** 0: as fast as it goes. */
  speed: number;
  isSkipping: boolean;
  underWay: boolean;
  running: { handler: string; user: string }[];
  tabs: TabView[];
  breaker: BreakerView;
}

export interface ShownEvent {
  type: 'shown';
  kind: 'sidebar' | 'dialog' | 'toast';
  title: string;
  text?: string;
  frame?: string;
  width?: number;
  height?: number;
  seconds?: number;
  modeless?: boolean;
}

export interface AskEvent {
  type: 'ask';
  id: number;
  kind: 'alert' | 'prompt';
  title: string;
  text: string;
  buttons: string;
}

export type ServerEvent =
  | DeskState
  | ShownEvent
  | AskEvent
  | { type: 'goto'; sheetId: number; range?: RangeBox }
  | { type: 'done'; call: number; value?: unknown; error?: string };

export type MenuItem =
  { label: string; handler: string } | { separator: true } | { name: string; items: MenuItem[] };
export interface MenuView {
  name: string;
  items: MenuItem[];
}
