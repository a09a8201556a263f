/** Page names of Famous Birthdays (sources.md §5). */

/** Lower case ASCII, full stops and apostrophes dropped, spaces to hyphens; '' if nothing is left. */
export function famousBirthdaysSlug(name: string): string {
  return name
    .replace(/ø/gi, 'o')
    .replace(/ł/gi, 'l')
    .replace(/đ/gi, 'd')
    .replace(/ß/g, 'ss')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/['’‘.]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .replace(/-$/, '');
}
