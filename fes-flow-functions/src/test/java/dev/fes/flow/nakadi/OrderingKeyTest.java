package dev.fes.flow.nakadi;

import static dev.fes.flow.nakadi.Outbox.flow;
import static dev.fes.flow.nakadi.Outbox.keyOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fes.stage.StageFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderingKeyTest {

  @Test
  void isThatOfTheChangeUnlessFieldsAreNamed() {
    assertThat(keyOf(flow(), "{\"order\":1}")).isEqualTo("orders-1a2b3c");
  }

  @Test
  void isTheFieldsValueAsItIs() {
    assertThat(keyOf(flow("order"), "{\"order\":\"A|1\"}")).isEqualTo("A|1");
    assertThat(keyOf(flow("order"), "{\"order\":12345678901234567890}"))
        .isEqualTo("12345678901234567890");
    assertThat(keyOf(flow("order"), "{\"order\":true}")).isEqualTo("true");
    assertThat(keyOf(flow("order"), "{\"order\":null}")).isEqualTo("null");
  }

  @Test
  void isTheSameForTheSameTextHoweverItIsEscaped() {
    assertThat(keyOf(flow("order"), "{\"order\":\"\\u0041\"}"))
        .isEqualTo(keyOf(flow("order"), "{\"order\":\"A\"}"));
  }

  @Test
  void joinsSeveralFieldsSoThatTheyNeverRunIntoEachOther() {
    assertThat(keyOf(flow("a", "b"), "{\"b\":\"2\",\"a\":\"1\"}")).isEqualTo("1|2");
    assertThat(keyOf(flow("a", "b"), "{\"a\":\"x|\",\"b\":\"y\"}")).isEqualTo("x\\||y");
    assertThat(keyOf(flow("a", "b"), "{\"a\":\"x\",\"b\":\"|y\"}")).isEqualTo("x|\\|y");
    assertThat(keyOf(flow("a", "b"), "{\"a\":\"x\\\\\",\"b\":\"y\"}")).isEqualTo("x\\\\|y");
  }

  @Test
  void followsDotsIntoObjects() {
    assertThat(
            keyOf(
                flow("customer.address.city"),
                "{\"customer\":{\"id\":1,\"address\":{\"city\":\"Berlin\"}}}"))
        .isEqualTo("Berlin");
    assertThat(keyOf(flow("metadata.partition"), "{\"metadata\":{\"partition\":\"7\"}}"))
        .isEqualTo("7");
    assertThat(keyOf(flow("a.b"), "{\"a.b\":\"a field with a dot in its name\"}"))
        .isEqualTo("a field with a dot in its name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"order\":{\"id\":1}}", "{\"order\":[1]}", "{\"a\":{\"order\":1}}"})
  void refusesAPayloadWithoutTheField(String payload) {
    assertThatThrownBy(() -> keyOf(flow("order"), payload))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("order")
        .hasMessageContaining("partitionKeyFields");
  }
}
