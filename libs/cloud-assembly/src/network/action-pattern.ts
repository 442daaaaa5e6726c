/**
 * Whether a pattern of an IAM policy, in lower case, matches an action in lower case; `*` stands for any text, `?` for any
 * one character ("IAM JSON policy elements: Action").
 */
export function actionMatches(pattern: string, action: string): boolean {
  if (!pattern.includes('*') && !pattern.includes('?')) return pattern === action;
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let afterStar = 0;
  while (at < action.length) {
    const symbol = pattern[inPattern];
    if (symbol === '*') {
      star = inPattern;
      afterStar = at;
      inPattern += 1;
    } else if (symbol === '?' || symbol === action[at]) {
      inPattern += 1;
      at += 1;
    } else if (star === -1) {
      return false;
    } else {
      // The last star takes one character more.
      afterStar += 1;
      at = afterStar;
      inPattern = star + 1;
    }
  }
  return /^\**$/.test(pattern.slice(inPattern));
}
