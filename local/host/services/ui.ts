/** The interface of the open workbook: menus, sidebar, dialogs, alerts. */
import { enumName, enumValue } from '../enums';
import type { Execution } from '../execution';
import { serviceClass } from '../registry';
import type { HtmlOutput } from './html';

type GasMenu = GoogleAppsScript.Base.Menu;
type Button = GoogleAppsScript.Base.Button;

export type MenuItem =
  { label: string; handler: string } | { separator: true } | { name: string; items: MenuItem[] };

export class Menu implements Pick<GasMenu, 'addItem' | 'addSeparator' | 'addToUi'> {
  readonly items: MenuItem[] = [];

  constructor(
    private readonly execution: Execution,
    readonly name: string,
  ) {}

  private add(item: MenuItem): GasMenu {
    this.items.push(item);
    return this as unknown as GasMenu;
  }

  addItem(caption: string, functionName: string): GasMenu {
    return this.add({ label: caption, handler: functionName });
  }

  addSeparator(): GasMenu {
    return this.add({ separator: true });
  }

  addSubMenu(menu: Menu): GasMenu {
    return this.add({ name: menu.name, items: menu.items });
  }

  /** A menu of the same name takes the place of the one before. */
  addToUi(): void {
    const { menus } = this.execution.host;
    const index = menus.findIndex((menu) => menu.name === this.name);
    menus.splice(index < 0 ? menus.length : index, index < 0 ? 0 : 1, { name: this.name, items: this.items });
  }
}

serviceClass(Menu, 'Base.Menu', {
  addItem: 'str,str',
  addSeparator: '',
  addSubMenu: 'Menu',
  addToUi: '',
});

export class PromptResponse implements GoogleAppsScript.Base.PromptResponse {
  constructor(
    private readonly text: string,
    private readonly button: Button,
  ) {}

  getResponseText(): string {
    return this.text;
  }

  getSelectedButton(): Button {
    return this.button;
  }
}

serviceClass(PromptResponse, 'Base.PromptResponse', { getResponseText: '', getSelectedButton: '' });

type GasUi = GoogleAppsScript.Base.Ui;

export class Ui implements Pick<GasUi, 'alert'> {
  constructor(private readonly execution: Execution) {}

  createMenu(caption: string): Menu {
    return new Menu(this.execution, caption);
  }

  createAddonMenu(): Menu {
    return new Menu(this.execution, this.execution.host.workbook.name);
  }

  private ask(kind: 'alert' | 'prompt', args: unknown[]): { button: Button; text: string } {
    const texts = args.filter((arg): arg is string => typeof arg === 'string');
    const buttons = args.length > texts.length ? enumName(args[args.length - 1]) : 'OK';
    const [title, text] = texts.length > 1 ? [texts[0] ?? '', texts[1] ?? ''] : ['', texts[0] ?? ''];
    const { host } = this.execution;
    host.shown.push({ kind: 'alert', title, text });
    const given = host.options.answer?.({ kind, title, text, buttons });
    const button = given?.button ?? (buttons.startsWith('YES') ? 'YES' : 'OK');
    return { button: enumValue('Ui.Button', button), text: given?.text ?? '' };
  }

  alert(...args: unknown[]): Button {
    return this.ask('alert', args).button;
  }

  prompt(...args: unknown[]): PromptResponse {
    const { text, button } = this.ask('prompt', args);
    return new PromptResponse(text, button);
  }

  private show(kind: 'sidebar' | 'dialog', page: HtmlOutput, title: string): void {
    const size = { width: page.getWidth() ?? undefined, height: page.getHeight() ?? undefined };
    this.execution.host.shown.push({ kind, title, html: page.getContent(), ...size });
  }

  showSidebar(page: HtmlOutput): void {
    this.show('sidebar', page, page.getTitle() ?? '');
  }

  showModalDialog(page: HtmlOutput, title: string): void {
    this.show('dialog', page, title);
  }

  showModelessDialog(page: HtmlOutput, title: string): void {
    this.show('dialog', page, title);
  }
}

serviceClass(Ui, 'Base.Ui', {
  createMenu: 'str',
  createAddonMenu: '',
  alert: 'str|str,Ui.ButtonSet|str,str,Ui.ButtonSet',
  prompt: 'str|str,Ui.ButtonSet|str,str,Ui.ButtonSet',
  showSidebar: 'HtmlOutput',
  showModalDialog: 'HtmlOutput,str',
  showModelessDialog: 'HtmlOutput,str',
});
