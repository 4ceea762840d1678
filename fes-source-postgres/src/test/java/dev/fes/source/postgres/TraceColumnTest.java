package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.Operation;
import dev.fes.api.event.Facts;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceColumnTest {

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final Facts FACTS =
      new Facts("id", "0/1", Operation.INSERT, "public.orders", 1, null);
  private static final TablePlan TABLE =
      new TablePlan(List.of(new TablePlan.Column("trace", new ColumnForm(ColumnType.TEXT, false))));

  private final TraceColumn column = new TraceColumn("trace");

  @ParameterizedTest
  @ValueSource(strings = {TRACE, "{\"other\": [1], \"traceparent\": \"" + TRACE + "\"}"})
  void isReadAsTextAndAsAnObject(String value) {
    assertThat(column.in(row(value), FACTS).traceparent()).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "17", "{\"traceparent\": 1}", "{broken", "{}"})
  void whatIsNoTraceLeavesTheFactsAsTheyAre(String value) {
    assertThat(column.in(row(value), FACTS)).isSameAs(FACTS);
  }

  @Test
  void aTableWithoutTheColumnLeavesTheFactsAsTheyAre() {
    assertThat(new TraceColumn("traceparent").in(row(TRACE), FACTS)).isSameAs(FACTS);
    assertThat(column.in(null, FACTS)).isSameAs(FACTS);
  }

  private static Row row(@Nullable String value) {
    return Row.of(TABLE, Collections.singletonList(value));
  }
}
