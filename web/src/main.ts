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
  sayNotOpened()
}

function sayNotOpened(): void {
  const again = document.createElement('button')
  again.className = 'again'
  again.textContent = '再试一次'
  again.addEventListener('click', () => location.reload())
  const line = document.querySelector('.early')
  line?.lastChild?.replaceWith('没有打开，请看看网络。')
  line?.after(again)
}
