/** The one script of all pages: shows the page that the boot values name, once first.ts lets it. */
import { render } from 'preact';
import type { Boot } from '../api';
import { Help } from './Help';
import { Restore } from './Restore';
import { Schedules } from './Schedules';
import { Settings } from './Settings';
import { Sidebar } from './Sidebar';

const pages = { sidebar: Sidebar, settings: Settings, schedules: Schedules, restore: Restore, help: Help };

const boot = JSON.parse(document.getElementById('boot')?.textContent ?? '') as Boot;
const place = document.getElementById('page');
if (place) {
  const Page = pages[boot.page];
  place.textContent = '';
  render(<Page boot={boot} />, place);
}
