/** The bundle for browsers; the bare entry needs Node's polyfills. */
declare module 'simple-peer/simplepeer.min.js' {
  import SimplePeer from 'simple-peer';
  export default SimplePeer;
}
