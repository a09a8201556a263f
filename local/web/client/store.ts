/** What the page knows, and who draws it. */
import { run, post } from './api';
import type { RangeBox } from './boxes';
import type { AskEvent, DeskState, MenuView, ServerEvent, ShownEvent } from '../events';

export interface Toast {
  id: number;
  title: string;
  text: string;
  isError: boolean;
}

export interface Place {
  sheetId: number;
  range?: RangeBox;
}

export interface PageState {
  desk?: DeskState;
  isThere: boolean;
  menus: MenuView[];
  /** Id of the tab that is shown. */
  tab: number;
  /** Somebody wanted to see it; else it is just the first. */
  isChosen?: boolean;
  selected?: RangeBox;
  sidebar?: ShownEvent;
  /** The sidebar whose page is drawn: only then the grid, which takes longer, makes room for it. */
  drawn?: string;
  dialogs: ShownEvent[];
  asks: AskEvent[];
  toasts: Toast[];
  /** Functions of the menu that are at work. */
  atWork: string[];
}

const TOAST_SECONDS = 5;

class Store {
  state: PageState = { isThere: true, menus: [], tab: -1, dialogs: [], asks: [], toasts: [], atWork: [] };
  /** Draws anew. */
  onChange: () => void = () => undefined;
  /** Shows a place that the script has gone to. */
  onGoto: (place: Place) => void = () => undefined;
  private lastToast = 0;

  set(change: Partial<PageState>): void {
    this.state = { ...this.state, ...change };
    this.onChange();
  }

  hear(event: ServerEvent): void {
    if (event.type === 'state') this.heardState(event);
    else if (event.type === 'ask') this.set({ asks: [...this.state.asks, event] });
    else if (event.type === 'goto') this.onGoto(event);
    else if (event.type === 'shown') this.show(event);
  }

  private heardState(desk: DeskState): void {
    const { tab, isChosen } = this.state;
    const first = desk.tabs.find(({ hidden }) => !hidden)?.id ?? -1;
    const stays = tab === first || (isChosen && desk.tabs.some(({ id }) => id === tab));
    this.set({ desk, isThere: true, ...(!stays && { tab: first, isChosen: false, selected: undefined }) });
  }

  private show(event: ShownEvent): void {
    if (event.kind === 'toast') this.toast(event.title, event.text ?? '', false, event.seconds);
    else if (event.kind === 'sidebar') this.set({ sidebar: event });
    // Google has room for one dialog: the next takes its place.
    else this.set({ dialogs: [event] });
  }

  toast(title: string, text: string, isError = false, seconds = TOAST_SECONDS): void {
    const id = (this.lastToast += 1);
    this.set({ toasts: [...this.state.toasts.slice(-3), { id, title, text, isError }] });
    if (seconds >= 0) setTimeout(() => this.dropToast(id), seconds * 1000);
  }

  dropToast(id: number): void {
    this.set({ toasts: this.state.toasts.filter((toast) => toast.id !== id) });
  }

  closeFrame(frame: string | undefined): void {
    const { sidebar, dialogs } = this.state;
    if (sidebar?.frame === frame) this.set({ sidebar: undefined });
    this.set({ dialogs: dialogs.filter((dialog) => dialog.frame !== frame) });
  }

  /** Opens the workbook as Sheets does: onOpen makes the menus. */
  async open(): Promise<void> {
    const { error } = await run('onOpen', [], 'simple');
    if (error) this.toast('The menu could not be made', error, true, -1);
    this.set({ menus: await post<MenuView[]>('menus', {}) });
  }

  async runFromMenu(handler: string): Promise<void> {
    this.set({ atWork: [...this.state.atWork, handler] });
    const { error } = await run(handler, [], 'menu');
    const { atWork } = this.state;
    const at = atWork.indexOf(handler);
    this.set({ atWork: atWork.filter((_, index) => index !== at) });
    if (error) this.toast('The script ended with an error', error, true, 15);
  }

  answer({ id }: AskEvent, button: string, text: string): void {
    this.set({ asks: this.state.asks.filter((ask) => ask.id !== id) });
    void this.send('answer', { id, button, text });
  }

  /** A request whose failure the person is told. */
  async send<T>(path: string, body: object): Promise<T | undefined> {
    try {
      return await post<T>(path, body);
    } catch (error) {
      this.toast('', (error as Error).message, true);
      return undefined;
    }
  }
}

export const store = new Store();
