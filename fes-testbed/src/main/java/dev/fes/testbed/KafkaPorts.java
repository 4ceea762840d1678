package dev.fes.testbed;

/**
 * Where a broker is found: at its own port, or by way of a proxy that somebody may open.
 *
 * @param proxy the address that clients of the listener {@code behindProxy} are told
 */
record KafkaPorts(int own, int behindProxy, Address proxy, int controller) {

  /** A host as clients name it, and its port. */
  record Address(String host, int port) {}

  static KafkaPorts free() {
    return behind(new Address("127.0.0.1", FreePort.next()));
  }

  static KafkaPorts behind(Address proxy) {
    return new KafkaPorts(FreePort.next(), FreePort.next(), proxy, FreePort.next());
  }
}
