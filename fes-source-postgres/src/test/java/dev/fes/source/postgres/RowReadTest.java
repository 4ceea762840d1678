package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.fes.api.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class RowReadTest {

  private static final TablePlan TABLE =
      new TablePlan(
          List.of(
              new TablePlan.Column("id", new ColumnForm(ColumnType.NUMBER, false)),
              new TablePlan.Column("text", new ColumnForm(ColumnType.TEXT, false))));

  @Test
  void passesThroughTheEngineAsItIsAndCannotBeConfirmed() {
    RowRead row =
        new RowRead(
            new TableName("public", "orders"),
            Operation.INSERT,
            new LogPlace(1, 2, 3),
            null,
            Row.of(TABLE, List.of("1", "a")));

    SourceRecord record = row.record();

    assertThat(RowRead.in(record)).isSameAs(row);
    assertThat(Mark.of(() -> record)).isNull();
  }

  @Test
  void aRowThatTheEngineHasMadeARecordOfIsNotLost() {
    Schema envelope = SchemaBuilder.struct().field("after", Schema.OPTIONAL_STRING_SCHEMA).build();
    SourceRecord record =
        new SourceRecord(Map.of(), Map.of(), "orders", envelope, new Struct(envelope));

    assertThatIllegalStateException().isThrownBy(() -> RowRead.in(record));
  }

  @Test
  void whatWasNotSentAgainIsTakenFromTheOldImage() {
    Row old = Row.of(TABLE, List.of("1", "long"));
    Row changed = new Row(TABLE);
    changed.set(0, "2");
    changed.setUnavailable(1);

    changed.complete(old);

    assertThat(changed.value("id")).isEqualTo("2");
    assertThat(changed.value("text")).isEqualTo("long");
  }

  @Test
  void anOldImageOfTheKeyAloneCompletesNothing() {
    Row old = Row.of(TABLE, Arrays.asList("1", null));
    Row changed = new Row(TABLE);
    changed.setUnavailable(1);

    changed.complete(old);

    assertThat(changed.isUnavailable(1)).isTrue();
    assertThat(changed.value("text")).isNull();
  }
}
