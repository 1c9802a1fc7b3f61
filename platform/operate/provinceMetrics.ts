import { Gauge, type Registry } from 'prom-client';
import type { PlatformStore } from '../store/openStore.ts';

/** How far the province is behind; the same at every node, as the database says. */
export function addProvinceMetrics(store: Pick<PlatformStore, 'province'>, register: Registry): void {
  register.registerMetric(new Gauge({
    name: 'mdt_province_documents', help: 'Documents that wait for the province, and that it refused', labelNames: ['state'], registers: [],
    async collect() {
      const { waiting, refused } = await store.province.backlog();
      this.set({ state: 'waiting' }, waiting);
      this.set({ state: 'refused' }, refused);
    },
  }));
  register.registerMetric(new Gauge({
    name: 'mdt_province_lag_seconds', help: 'Age of the oldest document that waits for the province; 0 when none does', registers: [],
    async collect() {
      const { oldestMs } = await store.province.backlog();
      this.set(oldestMs === null ? 0 : Math.max(0, (Date.now() - oldestMs) / 1000));
    },
  }));
}
