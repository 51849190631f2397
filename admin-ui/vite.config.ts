import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  root: import.meta.dirname,
  // The server's CSP lets no data: scripts and fonts through.
  build: { outDir: 'dist', assetsInlineLimit: 0, chunkSizeWarningLimit: 1_500, reportCompressedSize: false },
  // `npx vite admin-ui`, beside a server that runs.
  server: { proxy: { '/v1': 'http://127.0.0.1:3000', '/docs': 'http://127.0.0.1:3000' } },
});
