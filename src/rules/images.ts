/** Image addresses. */

/**
 * One https address of the original picture; '' if there is none. IMDb's size suffix after `_V1_` is
 * cut, a TMDb path becomes its address (sources.md §1, §2).
 */
export function imageUrl(raw: string): string {
  const first = raw.trim().split(/[\s,|]+/)[0] ?? '';
  if (first === '') return '';
  if (/^\/[\w.-]+\.(?:jpe?g|png|webp|gif)$/i.test(first))
    return `https://image.tmdb.org/t/p/original${first}`;
  const secure = first.replace(/^http:\/\//i, 'https://').replace(/^\/\//, 'https://');
  if (!/^https:\/\/[a-z0-9.-]+\.[a-z]{2,}(?:[/?]|$)/i.test(secure)) return '';
  return secure.replace(/\._V1_[^/]*\.(jpe?g|png|webp|gif)$/i, '._V1_.$1');
}
