// From an address to the file that it means: index documents, which S3 has none of behind CloudFront.
var missing = { statusCode: 404, statusDescription: 'Not Found' };

function handler(event) {
  var request = event.request;
  var uri = request.uri;
{%- if folder %}
  var folder = '{{ folder }}';
  if (uri !== folder && uri.indexOf(folder + '/') !== 0) return missing;
  uri = uri.slice(folder.length);
{%- endif %}
{%- if each %}
{%- if folder %}
  if (uri === '') return moved(request.uri + '/');
{%- endif %}
  var host = request.headers.host.value;
  if (host === '{{ domain }}') {
    // The name without a locator shows the agency's own page, and no portal.
    if (!/^[/]((index|404)[.]html|robots[.]txt)?$/.test(uri)) return missing;
  } else {
    var locator = host.split('.')[{{ position }}];
    if (!/^{{ locator }}$/.test(locator)) return missing;
    uri = '/' + locator + uri;
  }
{%- else %}
  if (/^{% if folder %}([/]{{ locator }})?{% else %}[/]{{ locator }}{% endif %}$/.test(uri)) return moved(request.uri + '/');
{%- endif %}
  if (uri.charAt(uri.length - 1) === '/') uri += 'index.html';
  request.uri = uri;
  return request;
}

function moved(to) {
  return { statusCode: 301, statusDescription: 'Moved Permanently', headers: { location: { value: to } } };
}
