/** The interface of the open workbook: menus, sidebar, dialogs, alerts. */
import { enumName, enumValue } from '../enums';
import type { Execution } from '../execution';
import type { Answer } from '../host';
import { serviceClass } from '../registry';
import type { HtmlOutput } from './html';
import type { Served } from './served';

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

interface Answered {
  button: Button;
  text: string;
}

export class Ui implements Served<Pick<GasUi, 'alert'>, 'alert'> {
  constructor(private readonly execution: Execution) {}

  createMenu(caption: string): Menu {
    return new Menu(this.execution, caption);
  }

  createAddonMenu(): Menu {
    return new Menu(this.execution, this.execution.host.workbook.name);
  }

  private ask<T>(kind: 'alert' | 'prompt', args: unknown[], then: (answer: Answered) => T): T | Promise<T> {
    const texts = args.filter((arg): arg is string => typeof arg === 'string');
    const buttons = args.length > texts.length ? enumName(args[args.length - 1]) : 'OK';
    const [title, text] = texts.length > 1 ? [texts[0] ?? '', texts[1] ?? ''] : ['', texts[0] ?? ''];
    const { host, person } = this.execution;
    this.execution.show({ kind: 'alert', title, text });
    const settle = (given: Answer | undefined): T => {
      const button = given?.button ?? (buttons.startsWith('YES') ? 'YES' : 'OK');
      return then({ button: enumValue('Ui.Button', button), text: given?.text ?? '' });
    };
    const given = host.options.answer?.({ kind, title, text, buttons }, person);
    return given instanceof Promise ? given.then(settle) : settle(given);
  }

  alert(...args: unknown[]): Button | Promise<Button> {
    return this.ask('alert', args, ({ button }) => button);
  }

  prompt(...args: unknown[]): PromptResponse | Promise<PromptResponse> {
    return this.ask('prompt', args, ({ text, button }) => new PromptResponse(text, button));
  }

  private show(kind: 'sidebar' | 'dialog', page: HtmlOutput, title: string, modeless?: true): void {
    const size = { width: page.getWidth() ?? undefined, height: page.getHeight() ?? undefined };
    this.execution.show({ kind, title, html: page.getContent(), ...size, modeless });
  }

  showSidebar(page: HtmlOutput): void {
    this.show('sidebar', page, page.getTitle() ?? '');
  }

  showModalDialog(page: HtmlOutput, title: string): void {
    this.show('dialog', page, title);
  }

  showModelessDialog(page: HtmlOutput, title: string): void {
    this.show('dialog', page, title, true);
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
