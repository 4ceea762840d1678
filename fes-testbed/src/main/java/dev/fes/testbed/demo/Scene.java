package dev.fes.testbed.demo;

import dev.fes.testbed.ExampleManifest;
import dev.fes.testbed.LocalInstallation;
import dev.fes.testbed.Part;
import dev.fes.testbed.Testbed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;

/** Everything the demo needs, started: the parts, FES beside them, the examples applied. */
final class Scene implements AutoCloseable {

  private static final List<String> EXAMPLES =
      List.of(
          "postgres-outbox-to-nakadi.yaml",
          "postgres-outbox-to-sqs.yaml",
          "dynamodb-lambda-to-sqs-fifo.yaml");

  private final Instant start = Instant.now();
  private final Testbed testbed;
  private final LocalInstallation fes;
  private final Props props;
  private final List<Story> stories;

  private Scene(Testbed testbed, Path home) {
    this.testbed = testbed;
    this.props = Props.in(testbed);
    this.stories = props.stories();
    this.fes = LocalInstallation.start(testbed, home, LocalInstallation.usualOrFreePort());
    try {
      EXAMPLES.forEach(example -> fes.apply(example, manifest(home, example, props.changes())));
    } catch (RuntimeException e) {
      fes.close();
      throw e;
    }
  }

  /** Starts the parts and FES; rows may be written at once. */
  static Scene set(Path home) {
    System.out.println(
        "starting PostgreSQL, DynamoDB, Kafka, SQS, Lambda and Nakadi on this machine");
    Testbed testbed = Testbed.start(EnumSet.allOf(Part.class));
    try {
      return new Scene(testbed, home);
    } catch (RuntimeException e) {
      testbed.close();
      throw e;
    }
  }

  /** Rows count from the moment a stream runs: its slot is made when it first starts. */
  void awaitRunning(Duration within) throws InterruptedException {
    if (!fes.awaitRunning(EXAMPLES.size(), within)) {
      throw new SceneFailed(
          "the streams did not run within " + within.toSeconds() + " s: " + fes.states());
    }
  }

  List<Story> stories() {
    return stories;
  }

  Duration sinceStart() {
    return Duration.between(start, Instant.now());
  }

  String whereToLook() {
    return """
                It goes on writing rows until you press Ctrl-C. Meanwhile:
                  all streams     curl %1$s/actuator/streams
                  manifests       %2$s  (edit one, or put another there)
                  pause           curl -H "Authorization: Bearer $(cat %8$s)" -H 'Content-Type: application/json' \\
                                    -d '{"action": "pause"}' %1$s/actuator/streams/default/shipping    (and "resume")
                  insert a row    PGPASSWORD=%3$s psql -h 127.0.0.1 -p %4$d -U postgres orders \\
                                    -c "INSERT INTO my_events_outbox (my_event_payload) VALUES ('{\\"order\\": 1}')"
                  published       curl %5$s/event-types/%6$s/published
                  read a queue    curl '%7$s?Action=ReceiveMessage&Version=2012-11-05'
                """
        .formatted(
            fes.address(),
            fes.streams(),
            testbed.postgres().password(),
            testbed.postgres().port(),
            testbed.nakadi().baseUri(),
            Props.EVENT_TYPE,
            props.shipments().url(),
            fes.operatorToken());
  }

  @Override
  public void close() {
    System.out.println("stopping everything");
    try (testbed) {
      fes.close();
    }
  }

  private static String manifest(Path home, String example, String changes) {
    ExampleManifest manifest = ExampleManifest.read(home, example);
    return example.startsWith("dynamodb")
        ? manifest.reading(changes).named("my-items").text()
        : manifest.text();
  }
}
