/** What is used of the parsers' libraries. Load it by ./parse. */
export { selectAll, selectOne } from 'css-select';
export { getAttributeValue, textContent } from 'domutils';
export { parseDocument } from 'htmlparser2';
export { default as wtf } from 'wtf_wikipedia';
