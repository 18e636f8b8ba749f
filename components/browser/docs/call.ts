export type Call = { method: string; url: string; headers: Record<string, string>; body: string | undefined };

/** The call as a command of a shell; what is secret in it is named instead. */
export function curlOf({ method, url, headers, body }: Call): string {
  const lines = Object.entries(headers).map(([name, value]) => {
    if (name !== 'Authorization') return `-H ${quoted(`${name}: ${value}`)}`;
    return value.startsWith('Basic ') ? '-u "$API_USER:$API_PASSWORD"' : '-H "Authorization: Bearer $TOKEN"';
  });
  const first = `curl ${method === 'GET' ? '' : `-X ${method} `}${quoted(url)}`;
  return [first, ...lines, ...(body === undefined ? [] : [`-d ${quoted(body)}`])].join(' \\\n  ');
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
