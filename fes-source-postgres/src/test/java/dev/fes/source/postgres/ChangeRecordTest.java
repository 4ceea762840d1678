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
import tools.jackson.databind.json.JsonMapper;

/** What a row looks like in the change record, on a real server. */
class ChangeRecordTest {

  private static final Set<Operation> ALL =
      Set.of(Operation.INSERT, Operation.UPDATE, Operation.DELETE);
  private static final String LARGE =
      "(SELECT string_agg(md5(n::text), '') FROM generate_series(1, 1000) n)";

  private final TestDatabase database = new TestDatabase();
  private final TestReader reader =
      TestReader.over(database).with(TestReader.route("things", null, ALL)).build();

  @AfterEach
  void stop() {
    reader.close();
    database.close();
  }

  @Test
  void everyTypeHasItsJson() {
    database.execute(
        "CREATE TYPE mood AS ENUM ('glad', 'sad')",
        "CREATE DOMAIN positive AS int CHECK (VALUE > 0)");
    String[][] columns = {
      {"smallint", "-5", "-5"},
      {"int", "42", "42"},
      {"bigint", "9223372036854775807", "9223372036854775807"},
      {
        "numeric",
        "12345678901234567890.123456789012345678901",
        "12345678901234567890.123456789012345678901"
      },
      {"numeric(10,2)", "1.5", "1.50"},
      {"numeric", "'NaN'", "\"NaN\""},
      {"numeric", "'-Infinity'", "\"-Infinity\""},
      {"numeric", "1e25", "10000000000000000000000000"},
      {"real", "1.1", "1.1"},
      {"float8", "0.1", "0.1"},
      {"float8", "'Infinity'", "\"Infinity\""},
      {"money", "-1234.5", "-1234.50"},
      {"boolean", "true", "true"},
      {
        "text",
        "E'a \"quoted\" \\\\ line\\n\\ttab \\u0001 ü €😀'",
        "\"a \\\"quoted\\\" \\\\ line\\n\\ttab \\u0001 ü €😀\""
      },
      {"varchar(10)", "'abc'", "\"abc\""},
      {"char(4)", "'ab'", "\"ab  \""},
      {"date", "'2026-11-22'", "\"2026-11-22\""},
      {"date", "'0044-03-15 BC'", "\"-0043-03-15\""},
      {"date", "'infinity'", "\"infinity\""},
      {"timestamp", "'2026-11-22 16:30:05.123456'", "\"2026-11-22T16:30:05.123456\""},
      {"timestamp", "'2026-11-22 16:30'", "\"2026-11-22T16:30:00\""},
      {"timestamp", "'-infinity'", "\"-infinity\""},
      {"timestamptz", "'2026-11-22 16:30:05.5+02'", "\"2026-11-22T14:30:05.5Z\""},
      {"timestamptz", "'infinity'", "\"infinity\""},
      {"time", "'16:30:05.25'", "\"16:30:05.25\""},
      {"time", "'24:00'", "\"24:00:00\""},
      {"timetz", "'16:30:05+02'", "\"14:30:05Z\""},
      {"interval", "'1 year -2 months 3 days 04:05:06.7'", "\"P10M3DT4H5M6.7S\""},
      {"interval", "'0'", "\"PT0S\""},
      {
        "uuid", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "\"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\""
      },
      {"json", "'{\"b\": 1,  \"a\" : [1.0, null]}'", "{\"b\": 1,  \"a\" : [1.0, null]}"},
      {"jsonb", "'{\"b\": 1, \"a\": \"x\"}'", "{\"a\": \"x\", \"b\": 1}"},
      {"jsonb", "'null'", "null"},
      {"bytea", "'\\xdeadbeef'", "\"3q2+7w==\""},
      {"mood", "'glad'", "\"glad\""},
      {"positive", "7", "7"},
      {"inet", "'10.0.0.1/8'", "\"10.0.0.1/8\""},
      {"int4range", "'[1,5)'", "\"[1,5)\""},
      {"point", "'(1,2)'", "\"(1.0,2.0)\""},
      {"bit(3)", "B'101'", "\"101\""},
      {"xml", "'<a/>'", "\"<a/>\""},
      {"tsvector", "'a b'", "\"'a' 'b'\""},
      {"int[]", "'{1,NULL,3}'", "[1,null,3]"},
      {"int[][]", "'{{1,2},{3,4}}'", "[[1,2],[3,4]]"},
      {
        "text[]",
        "ARRAY['a', 'b \"c\"', 'NULL', '', NULL]",
        "[\"a\",\"b \\\"c\\\"\",\"NULL\",\"\",null]"
      },
      {"numeric[]", "'{1.10,NaN}'", "[1.10,\"NaN\"]"},
      {"boolean[]", "'{t,f}'", "[true,false]"},
      {"jsonb[]", "ARRAY['{\"a\": 1}'::jsonb]", "[{\"a\": 1}]"},
      {"mood[]", "'{glad,sad}'", "[\"glad\",\"sad\"]"},
      {
        "timestamptz[]",
        "ARRAY['2026-11-22 16:30:05+02'::timestamptz]",
        "[\"2026-11-22T14:30:05Z\"]"
      },
      {"bytea[]", "ARRAY['\\x01'::bytea]", "[\"AQ==\"]"},
      {"uuid[]", "'{}'", "[]"},
      {"text DEFAULT 'd'", "NULL", "null"},
      {"jsonb", "NULL", "null"},
      {"int[]", "NULL", "null"},
    };
    StringBuilder definition = new StringBuilder("id int PRIMARY KEY");
    StringBuilder values = new StringBuilder("1");
    StringBuilder expected = new StringBuilder("{\"id\":1");
    for (int i = 0; i < columns.length; i++) {
      definition.append(", c").append(i).append(' ').append(columns[i][0]);
      values.append(", ").append(columns[i][1]);
      expected.append(",\"c").append(i).append("\":").append(columns[i][2]);
    }
    database.execute("CREATE TABLE things (" + definition + ")");
    reader.start().awaitRunning();

    database.execute("INSERT INTO things VALUES (" + values + ")");

    reader.awaitPublished(1);
    String after = after(json(0));
    String[] found = after.split(",\"c\\d+\":");
    String[] wanted = expected.append('}').toString().split(",\"c\\d+\":");
    assertThat(found).isEqualTo(wanted);
    assertThat(new JsonMapper().readTree(json(0)).path("after").size())
        .isEqualTo(columns.length + 1);
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

  @Test
  void aValueThatPostgresDidNotSendIsAFaultAndNeverAPlaceholder() {
    database.execute("CREATE TABLE things (id int PRIMARY KEY, name text, big text, list text[])");
    reader.start().awaitRunning();
    database.execute(
        "INSERT INTO things VALUES (1, 'a', " + LARGE + ", ARRAY[" + LARGE + "])",
        "UPDATE things SET name = 'b'");
    reader.awaitPublished(2);

    Event update = reader.topics.all().get(1).event();
    assertThat(update.fault()).isNotNull();
    assertThat(update.fault().error())
        .contains("big, list")
        .contains("ALTER TABLE \"public\".\"things\" REPLICA IDENTITY FULL");
    assertThat(json(1)).contains("\"after\":{\"id\":1,\"name\":\"b\"}");
    assertThat(reader.topics.all().get(0).event().fault()).isNull();
  }

  @Test
  void withFullReplicaIdentityAllIsKnown() {
    things();
    database.execute(
        "ALTER TABLE things ADD big text",
        "ALTER TABLE things REPLICA IDENTITY FULL",
        "INSERT INTO things VALUES (1, 'a', " + LARGE + ")",
        "UPDATE things SET name = 'b'");
    reader.awaitPublished(2);

    assertThat(reader.topics.all().get(1).event().fault()).isNull();
    assertThat(json(1)).contains("\"before\":{\"id\":1,\"name\":\"a\",\"big\":\"c4ca4238a0");
  }

  @Test
  void followsATableWhoseColumnsChange() {
    things();
    database.execute(
        "INSERT INTO things VALUES (1, 'a')",
        "ALTER TABLE things ADD COLUMN size int DEFAULT 5",
        "INSERT INTO things VALUES (2, 'b')",
        "ALTER TABLE things DROP COLUMN name",
        "INSERT INTO things VALUES (3, 7)",
        "ALTER TABLE things ALTER COLUMN size TYPE text",
        "INSERT INTO things VALUES (4, 'large')");
    reader.awaitPublished(4);

    assertThat(after(json(1))).isEqualTo("{\"id\":2,\"name\":\"b\",\"size\":5}");
    assertThat(after(json(2))).isEqualTo("{\"id\":3,\"size\":7}");
    assertThat(after(json(3))).isEqualTo("{\"id\":4,\"size\":\"large\"}");
  }

  @Test
  void worksWithoutAndWithCompositeKeys() {
    database.execute("CREATE TABLE things (a int, b int, c text, PRIMARY KEY (a, b))");
    reader.start().awaitRunning();
    database.execute("INSERT INTO things VALUES (1, 2, 'x')", "DELETE FROM things");
    reader.awaitPublished(2);

    assertThat(json(1)).contains("\"before\":{\"a\":1,\"b\":2,\"c\":null}");
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
