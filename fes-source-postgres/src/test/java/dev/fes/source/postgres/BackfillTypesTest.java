package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A row that was read from its table is, byte for byte, what the log says of it. */
class BackfillTypesTest {

  private static final List<String> COLUMNS =
      List.of(
          "smallint|-5",
          "bigint|9223372036854775807",
          "oid|4294967295",
          "numeric(10,2)|1.5",
          "numeric|'NaN'",
          "real|1.1",
          "float8|1e-300",
          "money|-1234.5",
          "boolean|true",
          "json|'{\"a\": [1,  2]}'",
          "jsonb|'{\"b\":1, \"a\":\"x\\\\ny\"}'",
          "date|'0044-03-15 BC'",
          "time|'24:00:00'",
          "timetz|'16:30:05.25+05:30'",
          "timestamp|'2026-11-22 16:30:05.123456'",
          "timestamptz|'2026-11-22 16:30:05.5+02'",
          "timestamptz|'infinity'",
          "interval|'1 year 2 mons 3 days 04:05:06.7'",
          "bytea|'\\x00ff10'",
          "text|E'tab\\t, line\\n, \\\\N, \"quoted\", ö€😀'",
          "text|''",
          "text|NULL",
          "char(5)|'ab'",
          "varchar(9)|'\\N'",
          "uuid|'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
          "inet|'10.0.0.1/8'",
          "tstzrange|'[2026-01-01 00:00+00, 2026-01-02 00:00+00)'",
          "int4multirange|'{[1,3),[5,9)}'",
          "bit(3)|'101'",
          "point|'(1,2)'",
          "box[]|'{(2,2),(1,1);(4,4),(3,3)}'",
          "int[]|'{{1,2},{3,NULL}}'",
          "text[]|'{\"a b\",NULL,\"NULL\",\"\\\"\"}'",
          "timestamptz[]|'{2026-11-22 16:30:05+02}'",
          "bytea[]|'{\"\\\\x00ff\"}'",
          "jsonb[]|ARRAY['{\"a\": 1}'::jsonb]",
          "mood|'so so'",
          "mood[]|'{so so,bad}'",
          "positive|7",
          "positive[]|'{7,8}'",
          "numbers|'{1,2}'",
          "ips|'{10.0.0.1,NULL}'",
          "int2vector|'1 2'",
          "pair|'(1,\"a b\")'",
          "pg_lsn|'16/B374D848'");

  private final TestDatabase database = new TestDatabase();
  private final TestReader reader = TestReader.over(database).table("many").build();

  @AfterEach
  void stop() {
    reader.close();
    database.close();
  }

  @Test
  void valuesOfEveryTypeAreTheSame() throws InterruptedException {
    database.execute(
        "CREATE TYPE mood AS ENUM ('bad', 'so so')",
        "CREATE DOMAIN positive AS int CHECK (value > 0)",
        "CREATE DOMAIN numbers AS int[]",
        "CREATE DOMAIN ips AS inet[]",
        "CREATE TYPE pair AS (one int, other text)",
        table(),
        "ALTER TABLE many DROP COLUMN gone");
    reader.start().awaitRunning();
    database.execute(insert());
    reader.awaitPublished(1);

    reader.backfills.request("many");
    reader.awaitPublished(2);

    String live = reader.topics.all().get(0).json();
    String read = reader.topics.all().get(1).json();
    assertThat(after(read)).isEqualTo(after(live)).contains("\"c1\":9223372036854775807");
    assertThat(read).contains("\"txId\":null").contains("\"op\":\"r\"");
  }

  @Test
  void aKeyOfSeveralColumnsOfAnyTypeIsFollowed() throws InterruptedException {
    database.execute(
        "CREATE TABLE many (a timestamptz, \"B \"\"b\" text, c numeric, d varchar(9), e int,"
            + " PRIMARY KEY (a, \"B \"\"b\", c, d))",
        "INSERT INTO many SELECT timestamptz '2026-01-01' + (n % 7) * interval '1 hour',"
            + " E'\\'\\\\' || (n % 11), n / 10.0, 'x' || (n % 3), n FROM generate_series(1, 2500) n");
    reader.start().awaitRunning();

    reader.backfills.request("many");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> reader.backfills.of("many").orElseThrow().activity() == Backfills.Activity.DONE);

    assertThat(reader.topics.all().stream().map(RecordingTopics.Published::id).distinct())
        .hasSize(2500);
    assertThat(reader.topics.size()).isEqualTo(2500);
  }

  private static String table() {
    StringBuilder table = new StringBuilder("CREATE TABLE many (id int PRIMARY KEY, gone int");
    for (int i = 0; i < COLUMNS.size(); i++) {
      table.append(", c").append(i).append(' ').append(type(i));
    }
    return table.append(", twice int GENERATED ALWAYS AS (id * 2) STORED)").toString();
  }

  private static String insert() {
    StringBuilder insert = new StringBuilder("INSERT INTO many VALUES (1");
    for (int i = 0; i < COLUMNS.size(); i++) {
      insert.append(", ").append(COLUMNS.get(i).substring(type(i).length() + 1));
    }
    return insert.append(')').toString();
  }

  private static String type(int column) {
    return COLUMNS.get(column).substring(0, COLUMNS.get(column).indexOf('|'));
  }

  private static String after(String json) {
    return json.substring(json.indexOf("\"after\":"), json.indexOf(",\"source\":{\"version\""));
  }
}
