package dev.fes.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class StageTest {

  @Test
  void whatServersWriteDoesNotDependOnWhereAStageRuns() {
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
      Stage.of(StageTest.class);
      assertThat(TimeZone.getDefault().getID()).isEqualTo("UTC");
    } finally {
      TimeZone.setDefault(before);
    }
  }
}
