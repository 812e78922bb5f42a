import { nextTick } from 'vue'
import type { Router } from 'vue-router'
import { createRouter, createWebHistory, START_LOCATION } from 'vue-router'

/** The pages; each is loaded when it is opened. */
export function createRoutes(): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: [
      { path: '/', component: () => import('./pages/console.vue'), meta: { title: '邻声 · 小区群聊' } },
      { path: '/l/:token', component: () => import('./pages/link.vue'), meta: { title: '小邻发来的链接' } },
      { path: '/ticket/:id', component: () => import('./pages/ticket.vue'), meta: { title: '工单' } },
      { path: '/dossier/:id', component: () => import('./pages/dossier.vue'), meta: { title: '工单卷宗' } },
      { path: '/household', component: () => import('./pages/household.vue'), meta: { title: '我家' } },
      {
        path: '/:rest(.*)*',
        component: () => import('./pages/not-found.vue'),
        meta: { title: '没有这个页面' },
      },
    ],
  })
  router.afterEach(({ meta }, from) => {
    document.title = String(meta.title ?? '邻声')
    // Whoever uses the keyboard or hears the page goes on at the new one's beginning.
    if (from !== START_LOCATION) void focusPage()
  })
  return router
}

async function focusPage(): Promise<void> {
  await nextTick()
  document.querySelector('main')?.focus()
}
