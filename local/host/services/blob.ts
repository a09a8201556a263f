/** Blobs: bytes with a type and a name. */
import { serviceClass } from '../registry';

type GasBlob = GoogleAppsScript.Base.Blob;
type Methods =
  | 'copyBlob'
  | 'getBytes'
  | 'getContentType'
  | 'getDataAsString'
  | 'getName'
  | 'isGoogleType'
  | 'setBytes'
  | 'setContentType'
  | 'setDataFromString'
  | 'setName';

/** `Buffer` encoding of a charset name; Latin-1 for those that Node does not know. */
export function encodingOf(charset: string | null | undefined): BufferEncoding {
  const name = (charset ?? 'utf-8').toLowerCase().replace(/_/g, '-');
  if (name === 'utf-8' || name === 'utf8') return 'utf8';
  if (name === 'utf-16' || name === 'utf-16le') return 'utf16le';
  return name === 'us-ascii' ? 'ascii' : 'latin1';
}

/** Signed or unsigned numbers to bytes. */
export const toBytes = (numbers: readonly number[]): Uint8Array =>
  Uint8Array.from(numbers, (value) => value & 0xff);

export class Blob implements Pick<GasBlob, Methods> {
  constructor(
    private bytes: Uint8Array,
    private contentType: string | null,
    private name: string | null,
  ) {}

  private get self(): GasBlob {
    return this as unknown as GasBlob;
  }

  /** The bytes as the host handles them. */
  content(): Uint8Array {
    return this.bytes;
  }

  /** The bytes, for the script an array of signed numbers. */
  getBytes(): number[] {
    return this.bytes as unknown as number[];
  }

  getDataAsString(charset?: string): string {
    return Buffer.from(this.bytes).toString(encodingOf(charset));
  }

  getContentType(): string | null {
    return this.contentType;
  }

  getName(): string | null {
    return this.name;
  }

  isGoogleType(): boolean {
    return false;
  }

  copyBlob(): GasBlob {
    return new Blob(this.bytes, this.contentType, this.name).self;
  }

  getBlob(): GasBlob {
    return this.self;
  }

  setBytes(data: number[]): GasBlob {
    this.bytes = toBytes(data);
    return this.self;
  }

  setContentType(contentType: string | null): GasBlob {
    this.contentType = contentType;
    return this.self;
  }

  setDataFromString(string: string, charset?: string): GasBlob {
    this.bytes = Buffer.from(string, encodingOf(charset));
    return this.self;
  }

  setName(name: string): GasBlob {
    this.name = name;
    return this.self;
  }
}

serviceClass(Blob, 'Base.Blob', {
  getBytes: '',
  getDataAsString: '|str',
  getContentType: '',
  getName: '',
  isGoogleType: '',
  copyBlob: '',
  getBlob: '',
  setBytes: 'int[]',
  setContentType: 'str?',
  setDataFromString: 'str|str,str',
  setName: 'str',
});
