package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.testbed.RunningFes.House;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An example's slot, dropped while nobody reads it, as by an operator's mistake. */
record LostSlot(House house, String example, String slot, StreamView stream) {

  private static final Duration RELEASE = Duration.ofSeconds(60);
  private static final Pattern MEND = Pattern.compile("accept-gap=([0-9A-F]+/[0-9A-F]+)");

  /**
   * @param before what happens when nothing is read any more and the slot is still there
   */
  void lose(Runnable before) {
    annotate("fes.zalando.org/paused: \"true\"");
    stream.awaitState("Paused");
    before.run();
    await().atMost(RELEASE).until(() -> !exists(" AND active"));
    house.testbed().postgres().execute("orders", "SELECT pg_drop_replication_slot('" + slot + "')");
    annotate("");
  }

  /** The position that the stream's error names, once it has failed. */
  String position() {
    stream.awaitState("Failed");
    assertThat(stream.error()).contains("slot lost", "slot " + slot, "is gone");
    Matcher mend = MEND.matcher(stream.error());
    assertThat(mend.find()).as("names the mend: %s", stream.error()).isTrue();
    return mend.group(1);
  }

  void accept(String position) {
    annotate("fes.zalando.org/accept-gap: \"" + position + '"');
    stream.awaitState("Running");
  }

  void annotate(String annotations) {
    ExampleManifest manifest = ExampleManifest.read(RunningFes.HOME, example);
    house.fes().apply(example, manifest.annotated(annotations).text());
  }

  boolean exists() {
    return exists("");
  }

  /** The process of the database that sends what is in the slot. */
  String server() {
    String query =
        "SELECT active_pid::text FROM pg_replication_slots WHERE slot_name = '%s'".formatted(slot);
    try (Connection connection = house.testbed().postgres().connect("orders");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      found.next();
      return found.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean exists(String condition) {
    String query =
        "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '%s'%s"
            .formatted(slot, condition);
    try (Connection connection = house.testbed().postgres().connect("orders");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      found.next();
      return found.getInt(1) > 0;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
