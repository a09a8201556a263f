/** The enums that the script can name, and their values as the host handles them. */

export const ENUMS: Record<string, readonly string[]> = {
  'SpreadsheetApp.BorderStyle': ['DOTTED', 'DASHED', 'SOLID', 'SOLID_MEDIUM', 'SOLID_THICK', 'DOUBLE'],
  'SpreadsheetApp.WrapStrategy': ['WRAP', 'OVERFLOW', 'CLIP'],
  'SpreadsheetApp.SheetType': ['GRID', 'OBJECT', 'DATASOURCE'],
  'SpreadsheetApp.ProtectionType': ['RANGE', 'SHEET'],
  'SpreadsheetApp.CopyPasteType': [
    'PASTE_NORMAL',
    'PASTE_NO_BORDERS',
    'PASTE_FORMAT',
    'PASTE_FORMULA',
    'PASTE_DATA_VALIDATION',
    'PASTE_VALUES',
    'PASTE_CONDITIONAL_FORMATTING',
    'PASTE_COLUMN_WIDTHS',
  ],
  'SpreadsheetApp.DataValidationCriteria': ['VALUE_IN_LIST'],
  'SpreadsheetApp.BooleanCriteria': ['TEXT_EQUAL_TO', 'TEXT_CONTAINS', 'CUSTOM_FORMULA', 'CELL_NOT_EMPTY'],
  'Charts.ChartType': ['AREA', 'BAR', 'COLUMN', 'COMBO', 'LINE', 'PIE', 'SCATTER', 'TABLE'],
  'Charts.Position': ['TOP', 'RIGHT', 'BOTTOM', 'NONE', 'LEFT'],
  'ScriptApp.AuthMode': ['NONE', 'CUSTOM_FUNCTION', 'LIMITED', 'FULL'],
  'ScriptApp.AuthorizationStatus': ['REQUIRED', 'NOT_REQUIRED'],
  'ScriptApp.EventType': ['CLOCK', 'ON_OPEN', 'ON_EDIT', 'ON_FORM_SUBMIT', 'ON_CHANGE', 'ON_EVENT_UPDATED'],
  'ScriptApp.TriggerSource': ['SPREADSHEETS', 'CLOCK', 'FORMS', 'DOCUMENTS', 'CALENDAR'],
  'ScriptApp.WeekDay': ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'],
  'Utilities.Charset': ['US_ASCII', 'UTF_8'],
  'Utilities.DigestAlgorithm': ['MD2', 'MD5', 'SHA_1', 'SHA_256', 'SHA_384', 'SHA_512'],
  'Utilities.MacAlgorithm': ['HMAC_MD5', 'HMAC_SHA_1', 'HMAC_SHA_256', 'HMAC_SHA_384', 'HMAC_SHA_512'],
  'HtmlService.SandboxMode': ['EMULATED', 'IFRAME', 'NATIVE'],
  'HtmlService.XFrameOptionsMode': ['ALLOWALL', 'DEFAULT'],
  'Ui.Button': ['CLOSE', 'OK', 'CANCEL', 'YES', 'NO'],
  'Ui.ButtonSet': ['OK', 'OK_CANCEL', 'YES_NO', 'YES_NO_CANCEL'],
};

export class EnumValue {
  private constructor(
    readonly type: string,
    readonly name: string,
  ) {}

  private static readonly values = new Map<string, EnumValue>();

  /** The one value of that name, or undefined if the enum has no such value. */
  static find(type: string, name: string): EnumValue | undefined {
    if (!ENUMS[type]?.includes(name)) return undefined;
    const key = `${type}.${name}`;
    let value = EnumValue.values.get(key);
    if (!value) EnumValue.values.set(key, (value = new EnumValue(type, name)));
    return value;
  }
}

/** An enum value where the Apps Script types ask for a member of the ambient enum `T`. */
export function enumValue<T>(type: string, name: string): T {
  const value = EnumValue.find(type, name);
  if (!value) throw new Error(`${type} has no ${name}`);
  return value as unknown as T;
}

/** Name of an enum value that a service was given. */
export function enumName(value: unknown): string {
  return value instanceof EnumValue ? value.name : String(value);
}
