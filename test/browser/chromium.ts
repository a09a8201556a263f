/** Tests that need the browser; `npm test` says when they are left out (scripts/test.mjs). */
import { chromiumPath } from '../../scripts/chromium.cjs';

export const withBrowser: typeof describe = chromiumPath ? describe : (describe.skip as typeof describe);
