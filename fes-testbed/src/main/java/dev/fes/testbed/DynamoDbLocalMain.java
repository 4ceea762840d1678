package dev.fes.testbed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The main class of DynamoDB Local's own process: like Amazon's, but bound to the loopback address,
 * without telemetry, and gone with its owner. Its ARNs are of a real region, for the Kinesis client
 * takes no other, and its clock and shards can be turned by test controls. It calls by reflection
 * because its class path and the testbed's exclude each other, and it needs nothing but the JDK, so
 * that it can also be run from this file.
 *
 * <p>Arguments: port, folder with the libraries, region, and a folder for the data; in memory
 * without.
 */
final class DynamoDbLocalMain {

  static final String READY = "DynamoDB Local listens on port ";

  private static final String IN_MEMORY = "";
  private static final String PACKAGE = "com.amazonaws.services.dynamodbv2.local.server.";

  private final ClassLoader classes;

  private DynamoDbLocalMain(ClassLoader classes) {
    this.classes = classes;
  }

  public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
    int port = Integer.parseInt(arguments[0]);
    ClassLoader classes = new InRegion(Path.of(arguments[1]), arguments[2]);
    Thread.currentThread().setContextClassLoader(classes);
    new DynamoDbLocalMain(classes).serve(port, arguments.length > 3 ? arguments[3] : IN_MEMORY);
    System.out.println(READY + port);
    System.in.transferTo(OutputStream.nullOutputStream());
    Runtime.getRuntime().halt(0);
  }

  private void serve(int port, String data) throws ReflectiveOperationException {
    Object server =
        type("org.eclipse.jetty.server.Server")
            .getConstructor(InetSocketAddress.class)
            .newInstance(new InetSocketAddress("127.0.0.1", port));
    server
        .getClass()
        .getMethod("setHandler", type("org.eclipse.jetty.server.Handler"))
        .invoke(server, handler(data));
    server.getClass().getMethod("start").invoke(server);
  }

  /**
   * One database for all regions and keys, with table states that change at once, and with test
   * controls: no public constructor turns these on.
   */
  private Object handler(String data) throws ReflectiveOperationException {
    Constructor<?> requests =
        type(PACKAGE + "LocalDynamoDBRequestHandler")
            .getDeclaredConstructor(
                int.class,
                boolean.class,
                String.class,
                boolean.class,
                boolean.class,
                boolean.class);
    requests.setAccessible(true);
    boolean inMemory = data.equals(IN_MEMORY);
    return type(PACKAGE + "LocalDynamoDBServerHandler")
        .getConstructor(type(PACKAGE + "DynamoDBRequestHandler"), String.class)
        .newInstance(
            requests.newInstance(0, inMemory, inMemory ? null : data, true, false, true), null);
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return classes.loadClass(name);
  }

  /** Loads DynamoDB Local with a region's name wherever its classes say {@code ddblocal}. */
  private static final class InRegion extends URLClassLoader {

    private static final String LOCAL = constant("ddblocal");

    private final String region;

    InRegion(Path libraries, String region) throws IOException {
      super(jars(libraries), ClassLoader.getPlatformClassLoader());
      this.region = constant(region);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (!name.startsWith("com.amazonaws.services.dynamodbv2.local.")) {
        return super.findClass(name);
      }
      try (InputStream found = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (found == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] renamed = renamed(found.readAllBytes());
        return defineClass(name, renamed, 0, renamed.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    private byte[] renamed(byte[] read) {
      return new String(read, ISO_8859_1).replace(LOCAL, region).getBytes(ISO_8859_1);
    }

    /** Text as a class file has it: a tag, the length, the letters. */
    private static String constant(String ascii) {
      return "\u0001\u0000" + (char) ascii.length() + ascii;
    }

    private static URL[] jars(Path libraries) throws IOException {
      try (Stream<Path> files = Files.list(libraries)) {
        return files.map(InRegion::url).toArray(URL[]::new);
      }
    }

    private static URL url(Path file) {
      try {
        return file.toUri().toURL();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
