/** The mapping of `--sources ORIGIN`. */

/** `https://HOST/PATH?QUERY` → `ORIGIN/HOST/PATH?QUERY`; addresses at the origin itself stay. */
export function routeTo(origin: string): (url: string) => string {
  const ownHost = new URL(origin).host;
  return (url) => {
    const [, host = '', rest = ''] = /^https?:\/\/(?:[^/?#@]*@)?([^/?#]+)([^#]*)/i.exec(url) ?? [];
    if (host === '' || host === ownHost) return url;
    return `${origin}/${host.toLowerCase()}${rest.startsWith('/') ? rest : `/${rest}`}`;
  };
}
