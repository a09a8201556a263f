/** HtmlService: pages from the bundle's HTML files. Templates are evaluated in the script's own context. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Execution } from '../execution';
import { ServiceError } from '../errors';
import { serviceClass } from '../registry';

type GasOutput = GoogleAppsScript.HTML.HtmlOutput;
type OutputMethods =
  | 'append'
  | 'appendUntrusted'
  | 'clear'
  | 'getContent'
  | 'setContent'
  | 'getTitle'
  | 'setTitle'
  | 'getWidth'
  | 'setWidth'
  | 'getHeight'
  | 'setHeight'
  | 'setSandboxMode'
  | 'setXFrameOptionsMode'
  | 'addMetaTag';

const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

export class HtmlOutput implements Pick<GasOutput, OutputMethods> {
  private title: string | null = null;
  private width: number | null = null;
  private height: number | null = null;

  constructor(private content: string) {}

  private get self(): GasOutput {
    return this as unknown as GasOutput;
  }

  append(addedContent: string): GasOutput {
    this.content += addedContent;
    return this.self;
  }

  appendUntrusted(addedContent: string): GasOutput {
    return this.append(escapeHtml(addedContent));
  }

  clear(): GasOutput {
    return this.setContent('');
  }

  getContent(): string {
    return this.content;
  }

  setContent(content: string): GasOutput {
    this.content = content;
    return this.self;
  }

  getTitle(): string {
    return this.title as string;
  }

  setTitle(title: string): GasOutput {
    this.title = title;
    return this.self;
  }

  getWidth(): number {
    return this.width as number;
  }

  setWidth(width: number): GasOutput {
    this.width = width;
    return this.self;
  }

  getHeight(): number {
    return this.height as number;
  }

  setHeight(height: number): GasOutput {
    this.height = height;
    return this.self;
  }

  setSandboxMode(): GasOutput {
    return this.self;
  }

  setXFrameOptionsMode(): GasOutput {
    return this.self;
  }

  addMetaTag(): GasOutput {
    return this.self;
  }
}

serviceClass(HtmlOutput, 'HtmlService.HtmlOutput', {
  append: 'str',
  appendUntrusted: 'str',
  clear: '',
  getContent: '',
  setContent: 'str',
  getTitle: '',
  setTitle: 'str',
  getWidth: '',
  setWidth: 'int',
  getHeight: '',
  setHeight: 'int',
  setSandboxMode: 'HtmlService.SandboxMode',
  setXFrameOptionsMode: 'HtmlService.XFrameOptionsMode',
  addMetaTag: 'str,str',
});

export class HtmlTemplate implements Pick<GoogleAppsScript.HTML.HtmlTemplate, 'getRawContent'> {
  constructor(private readonly content: string) {}

  getRawContent(): string {
    return this.content;
  }
}

serviceClass(HtmlTemplate, 'HtmlService.HtmlTemplate', { getRawContent: '' });

export class HtmlService {
  constructor(private readonly execution: Execution) {}

  private file(filename: string): string {
    const { bundleDir } = this.execution.host.options;
    const file = path.resolve(bundleDir, filename.endsWith('.html') ? filename : `${filename}.html`);
    const inside = !path.relative(bundleDir, file).startsWith('..');
    if (!inside || !existsSync(file)) throw new ServiceError(`No HTML file named ${filename} was found.`);
    return readFileSync(file, 'utf8');
  }

  createHtmlOutput(html = ''): HtmlOutput {
    return new HtmlOutput(html);
  }

  createHtmlOutputFromFile(filename: string): HtmlOutput {
    return new HtmlOutput(this.file(filename));
  }

  createTemplate(html: string): HtmlTemplate {
    return new HtmlTemplate(html);
  }

  createTemplateFromFile(filename: string): HtmlTemplate {
    return new HtmlTemplate(this.file(filename));
  }
}

serviceClass(HtmlService, 'HtmlService', {
  createHtmlOutput: '|str',
  createHtmlOutputFromFile: 'str',
  createTemplate: 'str',
  createTemplateFromFile: 'str',
});
