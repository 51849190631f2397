import { sendBody } from './problem-response.js';
import type { Route } from './route.js';

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Join Ratecard</title>
<link rel="stylesheet" href="setup/style.css">
<link rel="icon" href="docs/favicon-32x32.png">
</head>
<body>
<main>
<h1>Join Ratecard</h1>
<p>This link works once. Choose how you will sign in.</p>
<form id="form">
<label>Your name <input name="name" autocomplete="name" required maxlength="100"></label>
<label>E-mail address <input name="email" type="email" autocomplete="username" maxlength="200"></label>
<p class="note">Leave it empty if you were invited by your address.</p>
<label>Password <input name="password" type="password" autocomplete="new-password" required minlength="10" maxlength="200"></label>
<p class="note">At least 10 characters.</p>
<button>Join</button>
<p id="said" role="status"></p>
</form>
</main>
<script src="setup/start.js"></script>
</body>
</html>
`;

const STYLE = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; display: grid; place-items: center; min-height: 100vh; }
main { width: min(26rem, 90vw); }
label { display: block; margin-top: 1rem; }
input { display: block; width: 100%; box-sizing: border-box; padding: .5rem; font: inherit; }
.note { margin: .25rem 0 0; font-size: .875rem; opacity: .75; }
button { margin-top: 1.5rem; padding: .5rem 1.5rem; font: inherit; }
`;

const START = `const form = document.getElementById('form');
const said = document.getElementById('said');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { name, email, password } = Object.fromEntries(new FormData(form));
  const token = location.hash.slice(1);
  const body = JSON.stringify({ token, name, password, ...(email === '' ? {} : { email }) });
  said.textContent = 'One moment...';
  try {
    const response = await fetch('/v1/invitations/accept', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body,
    });
    const answer = await response.json();
    if (!response.ok) { said.textContent = answer.detail; return; }
    said.textContent = 'Welcome, ' + answer.email + '. You are signed in.';
    form.querySelector('button').disabled = true;
    location.hash = '';
  } catch {
    said.textContent = 'The server cannot be reached. Nothing was sent; try again.';
  }
});
`;

/** The page behind the one-time links. Their secret stands behind the #, which browsers keep to themselves. */
export function setupPage(): readonly Route[] {
  const page = (path: string, type: string, text: string): Route => ({
    method: 'GET',
    path,
    access: 'anybody',
    handle: (_request, response) => sendBody(response, 200, `${type}; charset=utf-8`, text),
  });
  return [
    page('/setup', 'text/html', PAGE),
    page('/setup/style.css', 'text/css', STYLE),
    page('/setup/start.js', 'text/javascript', START),
  ];
}
