package dev.fes.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * FES as a user runs it beside a testbed: the controller's jar, the example configuration with the
 * testbed's addresses and a directory of manifests.
 */
public final class LocalInstallation implements AutoCloseable {

  /** The database user that the configuration names for {@code db.example}, and its password. */
  public static final String DATABASE_USER = "fes";

  public static final String DATABASE_PASSWORD = "fes-testbed";

  /** The user in the Secret that the postgres-operator's manifest names; with the same password. */
  public static final String OPERATORS_USER = "fes_user";

  private static final String OPERATORS_SECRET =
      "fes-user.acid-stream-cluster.credentials.postgresql.acid.zalan.do";

  private static final String EXAMPLE_CONFIGURATION = "deploy/local/fes.yaml";
  private static final String CONFIGURATION = "fes.yaml";
  private static final String DOCUMENTS_END = "\n---\n";
  private static final Pattern OUTWEIGHS_THE_FILE =
      Pattern.compile("(FES|AWS|SPRING|SERVER|MANAGEMENT)_.*");
  private static final String AWS_CREDENTIALS =
      """
      [default]
      aws_access_key_id = %s
      aws_secret_access_key = %s
      """
          .formatted(AwsAccess.ACCESS_KEY, AwsAccess.SECRET_KEY);
  static final String NAKADI_TOKEN = "testbed-token";
  private static final String OPERATOR_TOKEN = "operator-token";
  private static final int USUAL_PORT = 8090;
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration BEAT = Duration.ofMillis(200);
  private static final Duration STOP = Duration.ofSeconds(40);

  private final ScratchFolder folder;
  private final int port;
  private final Process controller;
  private final HttpClient http = HttpClient.newHttpClient();

  private LocalInstallation(ScratchFolder folder, int port, Process controller) {
    this.folder = folder;
    this.port = port;
    this.controller = controller;
  }

  /**
   * Starts the controller with no manifest yet.
   *
   * @param home the folder with the modules, all of them packaged
   * @param port where its endpoints are
   */
  public static LocalInstallation start(Testbed testbed, Path home, int port) {
    return start(testbed, home, port, "");
  }

  /**
   * Starts it with a configuration of one's own before the example's.
   *
   * @param settings YAML whose keys outweigh the example's; its other keys hold all the same
   */
  public static LocalInstallation start(Testbed testbed, Path home, int port, String settings) {
    ScratchFolder folder = ScratchFolder.create("installation");
    try {
      testbed.nakadi().acceptTokens(NAKADI_TOKEN);
      configure(testbed, home, folder.path(), settings);
      Process controller =
          process(home, folder.path(), port)
              .inheritIO()
              .redirectInput(ProcessBuilder.Redirect.PIPE)
              .start();
      folder.watch("TERM", controller.pid());
      return new LocalInstallation(folder, port, controller);
    } catch (IOException e) {
      folder.close();
      throw new UncheckedIOException("FES could not be started", e);
    }
  }

  /** The port that the documentation names, or a free one where somebody has it. */
  public static int usualOrFreePort() {
    return FreePort.isFree(USUAL_PORT) ? USUAL_PORT : FreePort.next();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The configuration file that FES runs with. */
  public Path configuration() {
    return folder.path().resolve(CONFIGURATION);
  }

  /** What the controller is started in, and its relative paths are meant from. */
  Path folder() {
    return folder.path();
  }

  /** The file with the token of whoever may act. */
  public Path operatorToken() {
    return folder.path().resolve("secrets").resolve(OPERATOR_TOKEN);
  }

  /** The watched directory. */
  public Path streams() {
    return folder.path().resolve("streams");
  }

  /** Puts a manifest into the watched directory, or replaces it. */
  public void apply(String name, String manifest) {
    try {
      Path written = Files.writeString(folder.path().resolve(name), manifest);
      Files.move(written, streams().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot apply " + name, e);
    }
  }

  /** Takes a manifest out of the watched directory. */
  public void remove(String name) {
    try {
      Files.delete(streams().resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + name, e);
    }
  }

  /** What the controller answers at a path such as {@code /actuator/streams}. */
  public String get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address().resolve(path)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /**
   * The states of all event streams by name, as the controller tells them; empty while it does not
   * answer.
   */
  public Map<String, String> states() throws InterruptedException {
    try {
      Map<String, String> states = new TreeMap<>();
      for (JsonNode resource : JSON.readTree(get("/actuator/streams")).path("resources")) {
        for (JsonNode stream : resource.path("streams")) {
          states.put(stream.path("name").asString(), stream.path("state").asString());
        }
      }
      return states;
    } catch (IOException notYet) {
      return Map.of();
    }
  }

  /** Waits until this many event streams run; false when the time is over. */
  public boolean awaitRunning(int streams, Duration within) throws InterruptedException {
    Instant end = Instant.now().plus(within);
    CountDownLatch beat = new CountDownLatch(1);
    while (Instant.now().isBefore(end) && controller.isAlive()) {
      if (states().values().stream().filter("Running"::equals).count() >= streams) {
        return true;
      }
      var _ = beat.await(BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }
    return false;
  }

  /** The processes of the stages. */
  public List<ProcessHandle> stages() {
    return controller.children().toList();
  }

  @Override
  public void close() {
    controller.destroy();
    try {
      if (!controller.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        controller.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      controller.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    http.close();
    folder.close();
  }

  private static String randomToken() {
    byte[] token = new byte[32];
    new SecureRandom().nextBytes(token);
    return HexFormat.of().formatHex(token);
  }

  private static void configure(Testbed testbed, Path home, Path folder, String settings)
      throws IOException {
    Files.createDirectory(folder.resolve("streams"));
    Path secrets = Files.createDirectory(folder.resolve("secrets"));
    Files.writeString(secrets.resolve("database-password"), DATABASE_PASSWORD);
    Files.writeString(secrets.resolve("nakadi-token"), NAKADI_TOKEN);
    Files.writeString(secrets.resolve(OPERATOR_TOKEN), randomToken());
    Files.writeString(secrets.resolve("aws-credentials"), AWS_CREDENTIALS);
    Path operators = Files.createDirectory(secrets.resolve(OPERATORS_SECRET));
    Files.writeString(operators.resolve("username"), OPERATORS_USER);
    Files.writeString(operators.resolve("password"), DATABASE_PASSWORD);
    String example = readdressed(Files.readString(home.resolve(EXAMPLE_CONFIGURATION)), testbed);
    Files.writeString(
        folder.resolve(CONFIGURATION),
        settings.isEmpty() ? example : settings + DOCUMENTS_END + example);
  }

  /** The example that users copy, with the testbed's addresses and nothing else changed. */
  private static String readdressed(String example, Testbed testbed) {
    String configuration = replace(example, "localhost:9092", testbed.kafka().bootstrapServers());
    configuration =
        replace(configuration, "localhost:5432", "127.0.0.1:" + testbed.postgres().port());
    configuration =
        replace(configuration, "http://localhost:8080", testbed.nakadi().baseUri().toString());
    configuration =
        replace(configuration, "http://localhost:9324", testbed.sqs().endpoint().toString());
    if (testbed.has(Part.DYNAMODB)) {
      configuration =
          replace(configuration, "http://localhost:8000", testbed.dynamoDb().endpoint().toString());
    }
    return testbed.has(Part.LAMBDA)
        ? replace(configuration, "http://localhost:9001", testbed.lambda().endpoint().toString())
        : configuration;
  }

  private static String replace(String configuration, String address, String testbeds) {
    String[] around = configuration.split(Pattern.quote('"' + address + '"'), -1);
    if (around.length < 2) {
      throw new IllegalStateException(EXAMPLE_CONFIGURATION + " does not name " + address);
    }
    return String.join('"' + testbeds + '"', around);
  }

  /** As ./fes run does it, in the folder that the configuration's relative paths are meant from. */
  private static ProcessBuilder process(Path home, Path folder, int port) {
    ProcessBuilder process =
        new ProcessBuilder(command(home.toAbsolutePath(), folder, port)).directory(folder.toFile());
    process.environment().keySet().removeIf(OUTWEIGHS_THE_FILE.asMatchPredicate());
    process.environment().put("FES_STAGES_DIRECTORY", home.toAbsolutePath().toString());
    return process;
  }

  private static List<String> command(Path home, Path folder, int port) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx128m",
        "--enable-native-access=ALL-UNNAMED",
        "-jar",
        home.resolve("fes-controller/target/fes-controller.jar").toString(),
        "run",
        "--streams",
        folder.resolve("streams").toString(),
        "--config",
        folder.resolve(CONFIGURATION).toString(),
        "--port",
        Integer.toString(port));
  }
}
