package dev.fes.testbed;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;

/**
 * The main class of DynamoDB Local's own process: like Amazon's, but bound to the loopback address,
 * without telemetry, and gone with its owner. It calls by reflection because its class path and the
 * testbed's exclude each other.
 */
final class DynamoDbLocalMain {

  static final String READY = "DynamoDB Local listens on port ";

  private static final String PACKAGE = "com.amazonaws.services.dynamodbv2.local.server.";

  private DynamoDbLocalMain() {}

  public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
    int port = Integer.parseInt(arguments[0]);
    Object server =
        Class.forName("org.eclipse.jetty.server.Server")
            .getConstructor(InetSocketAddress.class)
            .newInstance(new InetSocketAddress("127.0.0.1", port));
    server
        .getClass()
        .getMethod("setHandler", Class.forName("org.eclipse.jetty.server.Handler"))
        .invoke(server, handler());
    server.getClass().getMethod("start").invoke(server);
    System.out.println(READY + port);
    System.in.transferTo(OutputStream.nullOutputStream());
    Runtime.getRuntime().halt(0);
  }

  /** One database for all regions and keys, in memory, with table states that change at once. */
  private static Object handler() throws ReflectiveOperationException {
    Object requests =
        Class.forName(PACKAGE + "LocalDynamoDBRequestHandler")
            .getConstructor(int.class, boolean.class, String.class, boolean.class, boolean.class)
            .newInstance(0, true, null, true, false);
    return Class.forName(PACKAGE + "LocalDynamoDBServerHandler")
        .getConstructor(Class.forName(PACKAGE + "DynamoDBRequestHandler"), String.class)
        .newInstance(requests, null);
  }
}
