package dev.fes.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.StandardEnvironment;

class StageTest {

  private static final String DATA_FLOW = "spring.cloud.dataflow.stream.";

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

  @Test
  void isNobodysWhereItIsRunByHand() {
    assertThat(started(Map.of()))
        .returns("stage", stage -> stage.getProperty("fes.stage.name"))
        .returns("stage", stage -> stage.getProperty("spring.application.name"))
        .returns("local", stage -> stage.getProperty("fes.stage.application-id"));
  }

  @ParameterizedTest
  @CsvSource({"source, source", "processor, flow", "sink, sink", "app, mine"})
  void hasThePlaceOfItsAppsTypeInDataFlow(String type, String place) {
    Map<String, Object> told =
        Map.of(
            DATA_FLOW + "name", "orders",
            DATA_FLOW + "app.label", "mine",
            DATA_FLOW + "app.type", type);
    assertThat(started(told))
        .returns(place, stage -> stage.getProperty("fes.stage.name"))
        .returns("mine", stage -> stage.getProperty("spring.application.name"))
        .returns("orders", stage -> stage.getProperty("fes.stage.application-id"));
  }

  private static StandardEnvironment started(Map<String, Object> told) {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("told", told));
    environment
        .getPropertySources()
        .addLast(new PropertiesPropertySource("defaults", Stage.defaults(StageTest.class)));
    return environment;
  }
}
