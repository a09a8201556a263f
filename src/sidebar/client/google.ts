/** Calls of the script's functions: JSON text both ways, one promise each, errors in words. */

interface Runner {
  withSuccessHandler(act: (value: unknown) => void): Runner;
  withFailureHandler(act: (error: unknown) => void): Runner;
  [name: string]: unknown;
}

declare const google: { script: { run: Runner } };

/** @throws an Error whose message a person can act on */
export function call<T>(name: string, request: object = {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const runner = google.script.run
      .withSuccessHandler((value) => {
        try {
          resolve(JSON.parse(String(value)) as T);
        } catch {
          reject(new Error('The script gave no answer that can be read. Try again.'));
        }
      })
      .withFailureHandler((error) => reject(new Error(inWords(error))));
    const act = runner[name];
    if (typeof act === 'function') (act as (json: string) => void).call(runner, JSON.stringify(request));
    else reject(new Error('This version of the script cannot do that.'));
  });
}

function inWords(error: unknown): string {
  const message = String((error as { message?: unknown } | null)?.message ?? error ?? '').replace(
    /^(?:Script)?Error: /,
    '',
  );
  if (/PERMISSION_DENIED|reading from storage/.test(message))
    return 'Google refuses the call. If you are signed in with several Google accounts, open the workbook in a window with only one.';
  if (/NetworkError|connection failure|HTTP 0/i.test(message))
    return 'The connection to Google was lost. What runs goes on without this page.';
  return message || 'Google did not carry out the call. Try again.';
}
