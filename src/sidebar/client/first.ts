/** What a page shows at once; then its script, which is large, is let run. */
import type { Boot } from '../api';
import { firstSight } from './firstSight';

/** A page that is not in sight is not painted, and does not wait for it. */
const UNSEEN_MS = 200;

const boot = JSON.parse(document.getElementById('boot')?.textContent ?? '') as Boot;
const place = document.getElementById('page');
const sight = firstSight(boot);
if (place && sight) place.innerHTML = sight;

let isWaiting = true;

function goOn(): void {
  if (!isWaiting) return;
  isWaiting = false;
  const script = document.createElement('script');
  script.text = document.getElementById('later')?.textContent ?? '';
  document.body.append(script);
}

requestAnimationFrame(() => setTimeout(goOn));
setTimeout(goOn, UNSEEN_MS);
