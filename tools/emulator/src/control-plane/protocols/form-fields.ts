/**
 * The fields of a query or a form (`application/x-www-form-urlencoded`). Of a field that comes twice the last one counts;
 * bytes that are no UTF-8 become U+FFFD, as in every parser of this format.
 */
export function formFields(text: string): Map<string, string> {
  return new Map(new URLSearchParams(text));
}
