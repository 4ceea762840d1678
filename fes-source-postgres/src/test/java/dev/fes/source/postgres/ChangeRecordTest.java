package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a row looks like in the change record, on a real server. */
class ChangeRecordTest {

  private static final Set<Operation> ALL =
      Set.of(Operation.INSERT, Operation.UPDATE, Operation.DELETE);
  private final TestDatabase database = new TestDatabase();
  private final TestReader reader =
      TestReader.over(database).with(TestReader.route("things", null, ALL)).build();

  @AfterEach
  void stop() {
    reader.close();
    database.close();
  }

  @Test
  void tellsTheWholeStoryOfAnInsert() {
    things();
    database.execute("INSERT INTO things VALUES (1, 'a')");
    reader.awaitPublished(1);

    Event event = reader.topics.all().getFirst().event();
    assertThat(json(0))
        .matches(
            "\\{\"before\":null,\"after\":\\{\"id\":1,\"name\":\"a\"\\},\"source\":\\{\"version\":\"1\","
                + "\"connector\":\"postgresql\",\"name\":\"reader-slot_"
                + database.name()
                + "\",\"db\":\""
                + database.name()
                + "\",\"schema\":\"public\",\"table\":\"things\",\"ts_ms\":\\d{13},"
                + "\"ts_us\":\\d{16},\"txId\":\\d+,\"lsn\":\\d+\\},\"op\":\"c\",\"ts_ms\":\\d{13}\\}");
    assertThat(event.facts().table()).isEqualTo("public.things");
    assertThat(event.facts().position()).matches("[0-9A-F]+/[0-9A-F]+");
    assertThat(event.facts().op()).isEqualTo(Operation.INSERT);
    assertThat(new String(event.key())).isEqualTo("things");
    assertThat(event.fault()).isNull();
  }

  @Test
  void updatesAndDeletesKnowTheOldKey() {
    things();
    database.execute(
        "INSERT INTO things VALUES (1, 'a')", "UPDATE things SET name = 'b'", "DELETE FROM things");
    reader.awaitPublished(3);

    assertThat(json(1))
        .contains("\"before\":null,\"after\":{\"id\":1,\"name\":\"b\"}")
        .contains("\"op\":\"u\"");
    assertThat(json(2))
        .contains("\"before\":{\"id\":1,\"name\":null},\"after\":null")
        .contains("\"op\":\"d\"");
  }

  @Test
  void aChangedPrimaryKeyIsOneUpdate() {
    things();
    database.execute(
        "INSERT INTO things VALUES (1, 'a')",
        "UPDATE things SET id = 2",
        "UPDATE things SET name = 'z'");
    reader.awaitPublished(3);

    assertThat(json(1))
        .contains("\"before\":{\"id\":1,\"name\":null},\"after\":{\"id\":2,\"name\":\"a\"}");
    assertThat(reader.topics.all().get(1).event().facts().op()).isEqualTo(Operation.UPDATE);
    assertThat(json(2)).contains("\"name\":\"z\"");
  }

  @ParameterizedTest
  @CsvSource({"1", "10"})
  void rowsOfMegabytesPass(int megabytes) {
    things();
    database.execute(
        "INSERT INTO things VALUES (1, repeat('0123456789abcdef', 65536 * " + megabytes + "))");
    reader.awaitPublished(1);

    assertThat(reader.topics.all().getFirst().event().value()).hasSizeGreaterThan(megabytes << 20);
  }

  private void things() {
    database.execute("CREATE TABLE things (id int PRIMARY KEY, name text NOT NULL)");
    reader.start().awaitRunning();
  }

  private String json(int index) {
    return reader.topics.all().get(index).json();
  }

  private static String after(String json) {
    Matcher after =
        Pattern.compile("\"after\":(.*),\"source\":\\{\"version\"", Pattern.DOTALL).matcher(json);
    assertThat(after.find()).isTrue();
    return after.group(1);
  }
}
