package dev.fes.testbed;

/**
 * Where a broker is found: at its own port, or by way of a proxy that somebody may open.
 *
 * @param proxy the address that clients of the listener {@code behindProxy} are told
 */
record KafkaPorts(int own, int behindProxy, int proxy, int controller) {

  static KafkaPorts free() {
    return new KafkaPorts(FreePort.next(), FreePort.next(), FreePort.next(), FreePort.next());
  }
}
