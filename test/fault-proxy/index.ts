export { LABEL, type ProxyCall } from './call.ts';
export {
  type FaultProxy,
  type FaultProxyOptions,
  PROXY_FAULTS,
  type ProxyFault,
  startFaultProxy,
} from './fault-proxy.ts';
