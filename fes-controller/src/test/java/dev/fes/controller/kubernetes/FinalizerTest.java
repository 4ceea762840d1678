package dev.fes.controller.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FinalizerTest {

  @Test
  void changesNothingButTheListAsItWasSeen() {
    assertThat(Finalizer.json("u-1", List.of("a"), List.of("a", Finalizer.NAME)))
        .isEqualTo(
            """
            [{"op":"test","path":"/metadata/uid","value":"u-1"},\
            {"op":"test","path":"/metadata/finalizers","value":["a"]},\
            {"op":"add","path":"/metadata/finalizers","value":["a","fes.zalando.org/cleanup"]}]""");
  }

  @Test
  void beginsAListWhereThereIsNone() {
    assertThat(Finalizer.json("u-1", List.of(), List.of(Finalizer.NAME)))
        .contains("{\"op\":\"test\",\"path\":\"/metadata/finalizers\",\"value\":null}");
  }
}
