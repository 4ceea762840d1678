package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.stage.StreamState.Activity;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of every column type, on a real server; the README's table says the same in words. */
class ColumnTypesTest {

  private static final String HUGE = "9".repeat(2000) + "." + "1".repeat(1000);

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNumberLength(HUGE.length()).build())
                  .build())
          .build();

  private final TestDatabase database = new TestDatabase();
  private final TestReader reader = TestReader.over(database).table("things").build();

  /** A column's type, the SQL of a value, and the JSON it has to have. */
  private record Column(String type, String sql, String json) {}

  @AfterEach
  void stop() {
    reader.close();
    database.close();
  }

  @Test
  void numbersHaveAllTheirDigits() {
    assertJson(
        new Column("smallint", "-5", "-5"),
        new Column("int", "42", "42"),
        new Column("bigint", "9223372036854775807", "9223372036854775807"),
        new Column("oid", "4294967295", "4294967295"),
        new Column(
            "numeric",
            "12345678901234567890.123456789012345678901",
            "12345678901234567890.123456789012345678901"),
        new Column("numeric", HUGE, HUGE),
        new Column("numeric(10,2)", "1.5", "1.50"),
        new Column("numeric(3,-2)", "12345", "12300"),
        new Column("numeric", "1e25", "10000000000000000000000000"),
        new Column("numeric", "1e-20", "0.00000000000000000001"),
        new Column("numeric", "'NaN'", "\"NaN\""),
        new Column("numeric", "'Infinity'", "\"Infinity\""),
        new Column("numeric", "'-Infinity'", "\"-Infinity\""),
        new Column("numeric(10,2)", "'NaN'", "\"NaN\""),
        new Column("real", "1.1", "1.1"),
        new Column("real", "'NaN'", "\"NaN\""),
        new Column("real", "1e38", "1e+38"),
        new Column("float8", "0.1", "0.1"),
        new Column("float8", "1e-300", "1e-300"),
        new Column("float8", "'-0'", "-0"),
        new Column("float8", "'Infinity'", "\"Infinity\""),
        new Column("money", "-1234.5", "-1234.50"),
        new Column("money", "92233720368547758.07", "92233720368547758.07"));
  }

  @Test
  void timesAreIso() {
    assertJson(
        new Column("date", "'2026-11-22'", "\"2026-11-22\""),
        new Column("date", "'0044-03-15 BC'", "\"-0043-03-15\""),
        new Column("date", "'12026-11-22'", "\"+12026-11-22\""),
        new Column("date", "'infinity'", "\"infinity\""),
        new Column("date", "'-infinity'", "\"-infinity\""),
        new Column("timestamp", "'2026-11-22 16:30:05.123456'", "\"2026-11-22T16:30:05.123456\""),
        new Column("timestamp(3)", "'2026-11-22 16:30:05.123456'", "\"2026-11-22T16:30:05.123\""),
        new Column("timestamp", "'2026-11-22 16:30'", "\"2026-11-22T16:30:00\""),
        new Column("timestamp", "'0044-03-15 12:00:00.5 BC'", "\"-0043-03-15T12:00:00.5\""),
        new Column("timestamp", "'1582-10-10 00:00:00'", "\"1582-10-10T00:00:00\""),
        new Column("timestamp", "'infinity'", "\"infinity\""),
        new Column("timestamp", "'-infinity'", "\"-infinity\""),
        new Column("timestamptz", "'2026-11-22 16:30:05.5+02'", "\"2026-11-22T14:30:05.5Z\""),
        new Column("timestamptz", "'2026-11-22 16:30:05+05:30'", "\"2026-11-22T11:00:05Z\""),
        new Column("timestamptz", "'0044-03-15 12:00:00+00 BC'", "\"-0043-03-15T12:00:00Z\""),
        new Column("timestamptz", "'infinity'", "\"infinity\""),
        new Column("timestamptz", "'-infinity'", "\"-infinity\""),
        new Column("time", "'16:30:05.25'", "\"16:30:05.25\""),
        new Column("time", "'24:00'", "\"24:00:00\""),
        new Column("timetz", "'16:30:05+02'", "\"14:30:05Z\""),
        new Column("timetz", "'24:00:00+00'", "\"24:00:00Z\""),
        new Column("timetz", "'24:00:00+02'", "\"22:00:00Z\""),
        new Column("interval", "'1 year -2 months 3 days 04:05:06.7'", "\"P10M3DT4H5M6.7S\""),
        new Column("interval", "'-1 day -00:00:00.5'", "\"P-1DT-0.5S\""),
        new Column("interval", "'100000 hours'", "\"PT100000H\""),
        new Column("interval", "'infinity'", "\"infinity\""),
        new Column("interval", "'0'", "\"PT0S\""));
  }

  @Test
  void textAndJsonAreAsTheyAre() {
    assertJson(
        new Column("boolean", "true", "true"),
        new Column("boolean", "false", "false"),
        new Column(
            "text",
            "E'a \"quoted\" \\\\ line\\n\\ttab \\u0001 ü €😀'",
            "\"a \\\"quoted\\\" \\\\ line\\n\\ttab \\u0001 ü €😀\""),
        new Column("text", "''", "\"\""),
        new Column("text", "'NULL'", "\"NULL\""),
        new Column("varchar(10)", "'abc'", "\"abc\""),
        new Column("char(4)", "'ab'", "\"ab  \""),
        new Column("\"char\"", "'x'", "\"x\""),
        new Column("name", "'n'", "\"n\""),
        new Column(
            "uuid",
            "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
            "\"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\""),
        new Column(
            "json",
            "'{\"b\": 1,  \"a\" : [1.0, null], \"b\": 2}'",
            "{\"b\": 1,  \"a\" : [1.0, null], \"b\": 2}"),
        new Column("jsonb", "'{\"b\": 1e3, \"a\": \"x\"}'", "{\"a\": \"x\", \"b\": 1000}"),
        new Column("jsonb", "'null'", "null"),
        new Column("jsonb", "'\"text\"'", "\"text\""),
        new Column("jsonpath", "'$.a'", "\"$.\\\"a\\\"\""),
        new Column("bytea", "'\\xdeadbeef'", "\"3q2+7w==\""),
        new Column("bytea", "''", "\"\""),
        new Column("xml", "'<a/>'", "\"<a/>\""),
        new Column("tsvector", "'a b'", "\"'a' 'b'\""),
        new Column("tsquery", "'a & b'", "\"'a' & 'b'\""));
  }

  @Test
  void networkGeometryRangesAndBitsAreText() {
    assertJson(
        new Column("inet", "'10.0.0.1/8'", "\"10.0.0.1/8\""),
        new Column("inet", "'::1'", "\"::1\""),
        new Column("cidr", "'10.0.0.0/8'", "\"10.0.0.0/8\""),
        new Column("macaddr", "'08:00:2b:01:02:03'", "\"08:00:2b:01:02:03\""),
        new Column("macaddr8", "'08:00:2b:01:02:03:04:05'", "\"08:00:2b:01:02:03:04:05\""),
        new Column("int4range", "'[1,5)'", "\"[1,5)\""),
        new Column("int8range", "'empty'", "\"empty\""),
        new Column("numrange", "'(1.5,)'", "\"(1.5,)\""),
        new Column("daterange", "'[2026-01-01,2026-02-01)'", "\"[2026-01-01,2026-02-01)\""),
        new Column(
            "tsrange",
            "'[2026-01-01 00:00,2026-02-01 00:00)'",
            "\"[\\\"2026-01-01 00:00:00\\\",\\\"2026-02-01 00:00:00\\\")\""),
        new Column("int4multirange", "'{[1,3),[5,7)}'", "\"{[1,3),[5,7)}\""),
        new Column("point", "'(1,2)'", "\"(1,2)\""),
        new Column("line", "'{1,2,3}'", "\"{1,2,3}\""),
        new Column("lseg", "'[(1,2),(3,4)]'", "\"[(1,2),(3,4)]\""),
        new Column("box", "'(3,4),(1,2)'", "\"(3,4),(1,2)\""),
        new Column("path", "'((1,2),(3,4))'", "\"((1,2),(3,4))\""),
        new Column("polygon", "'((1,2),(3,4))'", "\"((1,2),(3,4))\""),
        new Column("circle", "'<(1,2),3>'", "\"<(1,2),3>\""),
        new Column("bit(1)", "B'1'", "\"1\""),
        new Column("bit(3)", "B'101'", "\"101\""),
        new Column("varbit(8)", "B'0101'", "\"0101\""),
        new Column("pg_lsn", "'16/B374D848'", "\"16/B374D848\""),
        new Column("regclass", "'pg_class'", "\"pg_class\""),
        new Column("xid8", "'7'", "\"7\""));
  }

  @Test
  void arraysAreNestedByDimension() {
    database.execute("CREATE TYPE mood AS ENUM ('glad', 'sad, \"so\"')");
    assertJson(
        new Column("int[]", "'{1,NULL,3}'", "[1,null,3]"),
        new Column("int[][]", "'{{1,2},{3,NULL}}'", "[[1,2],[3,null]]"),
        new Column("int[]", "'[0:1]={1,2}'", "[1,2]"),
        new Column("int[]", "'[-1:0][2:3]={{1,2},{3,4}}'", "[[1,2],[3,4]]"),
        new Column("bigint[]", "'{9223372036854775807}'", "[9223372036854775807]"),
        new Column("smallint[]", "'{}'", "[]"),
        new Column(
            "text[]",
            "ARRAY['a', 'b \"c\"', 'NULL', '', NULL, 'd\\e,{f}']",
            "[\"a\",\"b \\\"c\\\"\",\"NULL\",\"\",null,\"d\\\\e,{f}\"]"),
        new Column("varchar(3)[]", "ARRAY['abc']", "[\"abc\"]"),
        new Column("numeric[]", "'{1.10,NaN}'", "[1.10,\"NaN\"]"),
        new Column("numeric(10,2)[]", "'{1}'", "[1.00]"),
        new Column("float8[]", "'{Infinity,0.1}'", "[\"Infinity\",0.1]"),
        new Column("money[]", "ARRAY['1.5'::money]", "[1.50]"),
        new Column("boolean[]", "'{t,f,NULL}'", "[true,false,null]"),
        new Column("json[]", "ARRAY['{\"a\":  1}'::json]", "[{\"a\":  1}]"),
        new Column("jsonb[]", "ARRAY['{\"a\": 1}'::jsonb, NULL]", "[{\"a\": 1},null]"),
        new Column(
            "mood[]", "ARRAY['glad', 'sad, \"so\"']::mood[]", "[\"glad\",\"sad, \\\"so\\\"\"]"),
        new Column("date[]", "'{2026-11-22,infinity}'", "[\"2026-11-22\",\"infinity\"]"),
        new Column("date[]", "'{0044-03-15 BC}'", "[\"-0043-03-15\"]"),
        new Column(
            "timestamp[]",
            "ARRAY['2026-11-22 16:30:05.5'::timestamp, '0044-03-15 12:00:00 BC', 'infinity']",
            "[\"2026-11-22T16:30:05.5\",\"-0043-03-15T12:00:00\",\"infinity\"]"),
        new Column(
            "timestamptz[]",
            "ARRAY['2026-11-22 16:30:05+02'::timestamptz, 'infinity', '0044-03-15 12:00:00+00 BC']",
            "[\"2026-11-22T14:30:05Z\",\"infinity\",\"-0043-03-15T12:00:00Z\"]"),
        new Column("time[]", "'{16:30:05.25}'", "[\"16:30:05.25\"]"),
        new Column("timetz[]", "'{16:30:05+02}'", "[\"14:30:05Z\"]"),
        new Column("interval[]", "'{1 year 4 hours}'", "[\"P1YT4H\"]"),
        new Column("bytea[]", "ARRAY['\\x01'::bytea]", "[\"AQ==\"]"),
        new Column("uuid[]", "'{}'", "[]"),
        new Column("point[]", "ARRAY['(1,2)'::point]", "[\"(1,2)\"]"),
        new Column("box[]", "ARRAY['(3,4),(1,2)'::box]", "\"{(3,4),(1,2)}\""),
        new Column("int4range[]", "ARRAY['[1,3)'::int4range]", "[\"[1,3)\"]"),
        new Column("int[]", "NULL", "null"));
  }

  @Test
  void typesOfTheDatabasesOwnAreWrittenByWhatTheyAre() {
    database.execute(
        "CREATE TYPE mood AS ENUM ('glad', 'sad')",
        "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
        "CREATE DOMAIN document AS jsonb",
        "CREATE DOMAIN stamps AS timestamptz[]",
        "CREATE DOMAIN ips AS inet[]",
        "CREATE DOMAIN some_ips AS ips CHECK (array_length(VALUE, 1) > 0)",
        "CREATE DOMAIN moods AS mood[]",
        "CREATE DOMAIN spans AS int4range[]",
        "CREATE DOMAIN boxes AS box[]",
        "CREATE TYPE place AS (street text, number int)",
        "CREATE TYPE span AS RANGE (subtype = int)",
        "CREATE SCHEMA other",
        "CREATE TYPE other.mood AS (a int, b text)",
        "CREATE DOMAIN other.positive AS text",
        "CREATE TYPE _odd AS ENUM ('{', 'plain')",
        "CREATE DOMAIN _doc AS text",
        "CREATE EXTENSION hstore",
        "CREATE EXTENSION citext",
        "CREATE DOMAIN words AS citext[]");
    assertJson(
        new Column("mood", "'glad'", "\"glad\""),
        new Column("positive", "7", "7"),
        new Column("document", "'{\"a\": 1}'", "{\"a\": 1}"),
        new Column("positive[]", "'{7,8}'", "[\"7\",\"8\"]"),
        new Column(
            "stamps", "ARRAY['2026-11-22 16:30:05+02'::timestamptz]", "[\"2026-11-22T14:30:05Z\"]"),
        new Column("ips", "'{10.0.0.1,NULL}'", "[\"10.0.0.1\",null]"),
        new Column("some_ips", "'{10.0.0.1}'", "[\"10.0.0.1\"]"),
        new Column("moods", "'{glad}'", "[\"glad\"]"),
        new Column("spans", "ARRAY['[1,3)'::int4range]", "[\"[1,3)\"]"),
        new Column("boxes", "ARRAY['(3,4),(1,2)'::box]", "\"{(3,4),(1,2)}\""),
        new Column("words", "ARRAY['Abc'::citext]", "[\"Abc\"]"),
        new Column("int2vector", "'1 2'", "\"1 2\""),
        new Column("place", "ROW('High Street', 7)", "\"(\\\"High Street\\\",7)\""),
        new Column("place[]", "ARRAY[ROW('a', 7)::place, NULL]", "[\"(a,7)\",null]"),
        new Column("span", "'[1,5)'", "\"[1,5)\""),
        new Column("other.mood", "ROW(1, 'x')", "\"(1,x)\""),
        new Column("other.mood[]", "ARRAY[ROW(1, 'x')::other.mood]", "[\"(1,x)\"]"),
        new Column("other.positive", "'text'", "\"text\""),
        new Column("_odd", "'{'", "\"{\""),
        new Column("_odd", "'plain'", "\"plain\""),
        new Column("_doc", "'{\"a\":1}'", "\"{\\\"a\\\":1}\""),
        new Column("_doc", "'{{a}b}'", "\"{{a}b}\""),
        new Column("_doc", "'{a,}'", "\"{a,}\""),
        new Column("hstore", "'a=>1, b=>NULL'", "\"\\\"a\\\"=>\\\"1\\\", \\\"b\\\"=>NULL\""),
        new Column("citext", "'Abc'", "\"Abc\""),
        new Column("citext[]", "ARRAY['Abc'::citext]", "[\"Abc\"]"));
  }

  @Test
  void aNullIsANullWhateverTheDefault() {
    assertJson(
        new Column("text DEFAULT 'd'", "NULL", "null"),
        new Column("int DEFAULT 5", "NULL", "null"),
        new Column("timestamptz DEFAULT now()", "NULL", "null"),
        new Column("jsonb DEFAULT '{}'", "NULL", "null"),
        new Column("bytea", "NULL", "null"),
        new Column("text DEFAULT 'd'", "DEFAULT", "\"d\""));
  }

  @Test
  void aTypeThatTheEngineCannotReadIsNamed() {
    database.execute(
        "CREATE TABLE things (id int PRIMARY KEY)",
        "CREATE TYPE bare AS ENUM ('glad')",
        "CREATE DOMAIN happy AS bare");
    reader.start().awaitState(Activity.BLOCKED);
    assertThat(reader.error()).contains("type happy of");

    database.execute("DROP DOMAIN happy");

    reader.awaitRunning();
  }

  @Test
  void generatedColumnsComeWhereThePublicationGivesThem() {
    database.execute(
        "CREATE TABLE things (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (id * 2) STORED,"
            + " thrice int GENERATED ALWAYS AS (id * 3) VIRTUAL, serial int GENERATED ALWAYS AS IDENTITY)");
    reader.start().awaitRunning();
    database.execute("INSERT INTO things (id) VALUES (1)");
    reader.awaitPublished(1);
    assertThat(after(0)).isEqualTo("{\"id\":1,\"serial\":1}");

    database.execute(
        "ALTER PUBLICATION slot_" + database.name() + " SET (publish_generated_columns = stored)",
        "INSERT INTO things (id) VALUES (2)");

    reader.awaitPublished(2);
    assertThat(after(1)).isEqualTo("{\"id\":2,\"twice\":4,\"serial\":2}");
  }

  private void assertJson(Column... columns) {
    List<String> definition = new ArrayList<>(List.of("id int PRIMARY KEY"));
    List<String> values = new ArrayList<>(List.of("1"));
    List<String> expected = new ArrayList<>(List.of("{\"id\":1"));
    for (Column column : columns) {
      String name = "c" + (definition.size() - 1);
      definition.add(name + " " + column.type());
      values.add(column.sql());
      expected.add(column.json());
    }
    database.execute("CREATE TABLE things (" + String.join(", ", definition) + ")");
    reader.start().awaitRunning();

    database.execute("INSERT INTO things VALUES (" + String.join(", ", values) + ")");

    reader.awaitPublished(1);
    String after = after(0);
    assertThat(after.substring(0, after.length() - 1).split(",\"c\\d+\":"))
        .containsExactly(expected.toArray(String[]::new));
    assertThat(MAPPER.readTree(json(0)).path("after").size()).isEqualTo(columns.length + 1);
  }

  private String json(int index) {
    return reader.topics.all().get(index).json();
  }

  private String after(int index) {
    Matcher after =
        Pattern.compile("\"after\":(.*),\"source\":\\{\"version\"", Pattern.DOTALL)
            .matcher(json(index));
    assertThat(after.find()).isTrue();
    return after.group(1);
  }
}
