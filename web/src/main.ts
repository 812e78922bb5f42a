import 'vant/es/style/base.css'
import 'vant/es/badge/index.css'
import 'vant/es/button/index.css'
import 'vant/es/loading/index.css'
import 'vant/es/skeleton/index.css'
import 'vant/es/skeleton-avatar/index.css'
import 'vant/es/skeleton-paragraph/index.css'
import 'vant/es/skeleton-title/index.css'
import 'vant/es/tag/index.css'
import './theme.css'
import { createApp } from 'vue'
import App from './app.vue'
import { createRoutes } from './routes.ts'
import { applyTypeSize } from './type-size.ts'

applyTypeSize()
const routes = createRoutes()
const app = createApp(App).use(routes)
try {
  // Until the first page is there, the line of index.html stands.
  await routes.isReady()
  app.mount('#app')
} catch {
  const line = document.querySelector('.early')
  if (line) line.textContent = '没有打开。请看看网络，再刷新一次。'
}
