import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { mockApi } from './mock.ts'

const bot = { '/api': 'http://127.0.0.1:3000', '/console': 'http://127.0.0.1:3000' }

/** `vite web` speaks to a running bot; `vite web --mode mock` to a small pretended one. */
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  plugins: [vue(), ...(mode === 'mock' ? [mockApi()] : [])],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // Everything is a file of its own: the content security policy allows nothing inline.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: {
    host: '127.0.0.1',
    ...(mode === 'mock' ? {} : { proxy: bot }),
  },
}))
