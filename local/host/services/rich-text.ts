/** Texts with a link (the one thing of rich text that the host keeps). */
import { ServiceError } from '../errors';
import { serviceClass } from '../registry';

type GasValue = GoogleAppsScript.Spreadsheet.RichTextValue;
type GasBuilder = GoogleAppsScript.Spreadsheet.RichTextValueBuilder;

export class RichTextValue implements Pick<
  GasValue,
  'copy' | 'getLinkUrl' | 'getText' | 'getStartIndex' | 'getEndIndex'
> {
  constructor(
    readonly text: string,
    readonly link: string | null,
  ) {}

  asGas(): GasValue {
    return this as unknown as GasValue;
  }

  getText(): string {
    return this.text;
  }

  getLinkUrl(): string | null {
    return this.link;
  }

  getStartIndex(): number {
    return 0;
  }

  getEndIndex(): number {
    return this.text.length;
  }

  getRuns(): GasValue[] {
    return [this.asGas()];
  }

  copy(): GasBuilder {
    return new RichTextValueBuilder(this.text, this.link) as unknown as GasBuilder;
  }
}

serviceClass(RichTextValue, 'SpreadsheetApp.RichTextValue', {
  getText: '',
  getLinkUrl: '|int,int',
  getStartIndex: '',
  getEndIndex: '',
  getRuns: '',
  copy: '',
});

export class RichTextValueBuilder implements Pick<GasBuilder, 'setText' | 'setLinkUrl' | 'build'> {
  constructor(
    private text: string | null = null,
    private link: string | null = null,
  ) {}

  private get self(): GasBuilder {
    return this as unknown as GasBuilder;
  }

  setText(text: string): GasBuilder {
    this.text = text;
    this.link = null;
    return this.self;
  }

  setLinkUrl(...args: [string | null] | [number, number, string | null]): GasBuilder {
    if (this.text === null) throw new ServiceError('Text must be set before links.');
    if (args.length === 3 && (args[0] !== 0 || args[1] !== this.text.length)) {
      throw new ServiceError(
        'not implemented in the local host: RichTextValueBuilder.setLinkUrl on a part of the text',
      );
    }
    const link = args[args.length - 1];
    this.link = typeof link === 'string' ? link : null;
    return this.self;
  }

  build(): GasValue {
    if (this.text === null) throw new ServiceError('Text must be set before building.');
    return new RichTextValue(this.text, this.link).asGas();
  }
}

serviceClass(RichTextValueBuilder, 'SpreadsheetApp.RichTextValueBuilder', {
  setText: 'str',
  setLinkUrl: 'str?|int,int,str?',
  build: '',
});
