package dev.fes.testbed;

import static org.awaitility.Awaitility.await;

import dev.fes.testbed.Line.Origin;
import dev.fes.testbed.Line.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A FES of the matrices' own, with a proxy between it and each of its neighbours. */
final class Laboratory implements AutoCloseable {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String DATABASE = "orders";

  /** More than any queue takes in one message; less than a row may have. */
  private static final int TOO_MUCH = 1_100_000;

  private final Testbed testbed;
  private final Map<Neighbour, FaultyProxy> proxies;
  private final LocalInstallation fes;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Map<String, String> streamArns = new HashMap<>();
  private final Map<String, List<Line>> resources = new HashMap<>();

  private Laboratory(Testbed testbed, Map<Neighbour, FaultyProxy> proxies, LocalInstallation fes) {
    this.testbed = testbed;
    this.proxies = proxies;
    this.fes = fes;
  }

  static Laboratory open(TimeOuts timeOuts) {
    Testbed testbed = Testbed.start(EnumSet.allOf(Part.class));
    testbed.postgres().createDatabase(DATABASE);
    testbed
        .postgres()
        .createReplicationRole(
            LocalInstallation.DATABASE_USER, LocalInstallation.DATABASE_PASSWORD);
    testbed.postgres().execute(DATABASE, "GRANT CREATE ON DATABASE orders TO fes");
    Map<Neighbour, FaultyProxy> proxies = new EnumMap<>(Neighbour.class);
    for (Neighbour neighbour : Neighbour.values()) {
      proxies.put(neighbour, neighbour.openProxy(testbed));
    }
    String settings = new LaboratorySettings(proxies, timeOuts).text();
    return new Laboratory(
        testbed, proxies, LocalInstallation.start(testbed, HOME, FreePort.next(), settings));
  }

  Testbed testbed() {
    return testbed;
  }

  FaultyProxy proxy(Neighbour neighbour) {
    return proxies.get(neighbour);
  }

  /** Makes what the lines need around them and returns when all of them run. */
  List<LiveLine> open(String resource, List<Line> lines) {
    Map<Line, LiveLine> live = new HashMap<>();
    lines.forEach(line -> live.put(line, open(resource(resource, line.origin()), line)));
    for (Origin origin : Lines.origins(lines)) {
      apply(resource(resource, origin), Lines.from(origin, lines));
    }
    awaitRunning();
    return lines.stream().map(live::get).toList();
  }

  void awaitRunning() {
    try {
      if (!fes.awaitRunning(resources.values().stream().mapToInt(List::size).sum(), PATIENCE)) {
        throw new IllegalStateException("not all lines run: " + fes.states());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Gives a line another recovery, and waits until all its stages have it. */
  synchronized void recover(LiveLine line, Line.Mercy recovery) {
    String resource = line.view().resource();
    Set<Long> before = Set.of(line.view().pid("flow"), line.view().pid("sink"));
    apply(
        resource,
        resources.get(resource).stream()
            .map(one -> one.name().equals(line.line().name()) ? one.with(recovery) : one)
            .toList());
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                !before.contains(line.view().pid("flow"))
                    && !before.contains(line.view().pid("sink")));
  }

  /** The processes of all stages; those that are starting are among them, too. */
  Set<Long> pids() {
    Set<Long> pids = new HashSet<>();
    fes.stages().forEach(stage -> pids.add(stage.pid()));
    return pids;
  }

  @Override
  public void close() {
    fes.close();
    open.forEach(Laboratory::close);
    proxies.values().forEach(FaultyProxy::close);
    testbed.close();
  }

  private void apply(String resource, List<Line> lines) {
    resources.put(resource, lines);
    Function<Line, String> arns = line -> streamArns.getOrDefault(line.name(), "");
    fes.apply(resource + ".yaml", new LineManifest(resource, lines, arns).text());
  }

  private static String resource(String name, Origin origin) {
    return name + (origin == Origin.POSTGRES ? "-postgres" : "-dynamodb");
  }

  private LiveLine open(String resource, Line line) {
    if (line.flow() == Line.Conversion.LAMBDA) {
      testbed.lambda().register(line.target(), Laboratory::convert);
    }
    Arrivals arrivals = target(line.sink(), line.target());
    Target letters = line.recovery().letters;
    return new LiveLine(
        line,
        writer(line),
        arrivals,
        letters == null ? null : letters(letters, line.letterTarget()),
        new StreamView(fes, resource, line.name()),
        this);
  }

  private LineWriter writer(Line line) {
    return switch (line.origin()) {
      case POSTGRES -> outbox(line);
      case DYNAMODB -> {
        streamArns.put(line.name(), testbed.dynamoDb().createTable(line.table(), "key"));
        yield new ItemWriter(testbed.dynamoDb().client(), line);
      }
    };
  }

  private LineWriter outbox(Line line) {
    testbed
        .postgres()
        .execute(
            DATABASE,
            "CREATE TABLE %s (id bigserial PRIMARY KEY, payload text)".formatted(line.table()),
            "ALTER TABLE %s OWNER TO fes".formatted(line.table()));
    try {
      int padding = line.sink() == Target.NAKADI ? 1 : TOO_MUCH;
      return kept(new OutboxWriter(testbed.postgres().connect(DATABASE), line, padding));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Arrivals target(Target target, String name) {
    return switch (target) {
      case NAKADI -> {
        testbed.nakadi().createEventType(name, "business");
        yield new NakadiLedger(testbed.nakadi(), name);
      }
      case SQS_STANDARD, SQS_FIFO -> queue(name, target);
    };
  }

  private Letters letters(Target target, String name) {
    return switch (target) {
      case NAKADI -> {
        testbed.nakadi().createEventType(name, "business");
        yield new NakadiLetters(testbed.nakadi(), name);
      }
      case SQS_STANDARD, SQS_FIFO -> queue(name, target);
    };
  }

  private QueueLedger queue(String name, Target target) {
    return kept(QueueLedger.open(testbed.sqs(), name, target == Target.SQS_FIFO));
  }

  private <T extends AutoCloseable> T kept(T part) {
    open.add(part);
    return part;
  }

  /** What the lines' functions do: the row as an event, or a failure where it is bad. */
  private static byte[] convert(byte[] change) {
    String text = new String(change, StandardCharsets.UTF_8);
    JsonNode record = JsonMapper.shared().readTree(text);
    JsonNode image = record.path("NewImage");
    if (text.contains("no JSON") || image.path(BadRows.POISON).asString("").equals("FLOW")) {
      throw new IllegalStateException("not convertible");
    }
    int row = RowNumber.in(text);
    return "{\"%s\":%d,\"key\":\"k%d\"}"
        .formatted(RowWriter.NUMBER, row, row % Line.KEYS)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
