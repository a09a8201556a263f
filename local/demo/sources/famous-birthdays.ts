/** Famous Birthdays' pages (sources.md §5). A missing person is a 404, or leads to the start page. */
import { escapeHtml, html, type DemoReply, type DemoRequest } from '../wire';
import type { FamousPage, World } from '../world';

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

export function famousBirthdays(request: DemoRequest, world: World): DemoReply {
  const slug = /^\/people\/([^/]+)\.html$/.exec(request.path)?.[1];
  if (request.path === '/')
    return html(
      '<html><head><title>Famous Birthdays</title></head><body><h1>Famous Birthdays</h1></body></html>',
    );
  const found = slug === undefined ? undefined : world.famous.get(slug);
  if (found?.gone) return html('', 302, { location: 'https://www.famousbirthdays.com/' });
  return found
    ? html(render(found))
    : html(
        '<html><head><title>Page not found</title></head><body><h1>Page not found</h1></body></html>',
        404,
      );
}

function writtenDay(page: FamousPage): string {
  const [year = '', month = '1', day = '1'] = (page.birthday ?? '').split('-');
  return page.birthday ? `${MONTHS[Number(month) - 1]} ${Number(day)}, ${year}` : page.dayText;
}

function render(page: FamousPage): string {
  const name = escapeHtml(page.name);
  const shows = page.shows.map((show) => escapeHtml(show)).join(' and ');
  const linked = {
    '@context': 'http://schema.org',
    '@type': 'Person',
    name: page.name,
    ...(page.birthday ? { birthDate: page.birthday } : {}),
  };
  return (
    `<!DOCTYPE html><html lang="en"><head><title>${name} - Age, Family, Bio | Famous Birthdays</title>` +
    `<script type="application/ld+json">${JSON.stringify(linked).replace(/</g, '\\u003c')}</script></head><body>` +
    `<h1 class="bio-module__first-name">${name}</h1><p class="bio-module__profession">Reality Star</p>` +
    `<div class="bio-module__person-attributes"><p><span>Birthday</span><span>${escapeHtml(writtenDay(page))}</span></p></div>` +
    `<section><h2>About</h2><p>Reality star known for an appearance on ${shows}.</p></section></body></html>`
  );
}
