import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import express, { type Router } from 'express';
import { sendBody } from './wire/send-body.js';

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ratecard API</title>
<link rel="stylesheet" href="docs/swagger-ui.css">
<link rel="icon" href="docs/favicon-32x32.png">
</head>
<body>
<div id="page"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
`;

const START = `SwaggerUIBundle({ url: 'openapi.json', dom_id: '#page', deepLinking: true, validatorUrl: null, defaultModelsExpandDepth: 0 });
`;

/** The readable page of the API's description. Everything that it loads comes from this server. */
export function docsPage(): Router {
  const router = express.Router();
  const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  router.get('/docs', (_request, response) => sendBody(response, 200, 'text/html; charset=utf-8', PAGE));
  router.get('/docs/start.js', (_request, response) =>
    sendBody(response, 200, 'text/javascript; charset=utf-8', START),
  );
  router.use('/docs', express.static(assets, { index: false, maxAge: '1h' }));
  return router;
}
