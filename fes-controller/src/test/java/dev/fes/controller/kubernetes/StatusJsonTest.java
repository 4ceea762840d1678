package dev.fes.controller.kubernetes;

import static dev.fes.controller.kubernetes.TestStatus.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.kubernetes.ClusterResource.Since;
import dev.fes.controller.reconcile.ResourceStatus;
import dev.fes.controller.reconcile.StreamStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StatusJsonTest {

  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void hasTheShapeOfTheCrd() {
    assertThat(json(status(StreamState.RETRYING, 5), Map.of()))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"observedGeneration": 3,
                     "conditions": [
                       {"type": "Valid", "status": "True", "observedGeneration": 3,
                        "lastTransitionTime": "2026-11-22T11:00:00Z", "reason": "Valid", "message": ""},
                       {"type": "Deployed", "status": "True", "observedGeneration": 3,
                        "lastTransitionTime": "2026-11-22T11:00:00Z", "reason": "Deployed", "message": ""},
                       {"type": "Ready", "status": "False", "observedGeneration": 3,
                        "lastTransitionTime": "2026-11-22T11:00:00Z", "reason": "Waits", "message": ""}],
                     "summary": {"streams": "0/1", "lag": "4m12s", "deadLetters": 3},
                     "eventStreams": [
                       {"name": "orders", "definition": "postgres | nakadi", "state": "Retrying",
                        "stage": "sink", "error": "no answer", "lagSeconds": 252, "lagBytes": 1024,
                        "published": 5, "filtered": 1, "ignored": 2, "deadLettered": 3,
                        "deadLetterRefused": 4}]}
                    """));
  }

  @Test
  void keepsSinceWhenAConditionHolds() {
    JsonNode json =
        json(
            status(StreamState.RUNNING, 5),
            Map.of("Valid", new Since(true, LONG_AGO), "Ready", new Since(false, LONG_AGO)));

    assertThat(json.at("/conditions/0/lastTransitionTime").stringValue())
        .isEqualTo("2026-01-01T00:00:00Z");
    assertThat(json.at("/conditions/2/lastTransitionTime").stringValue())
        .isEqualTo("2026-11-22T11:00:00Z");
  }

  @Test
  void takesBackALagThatNobodyKnowsAnyMore() {
    JsonNode json = json(status(false), Map.of());

    assertThat(json.at("/summary/lag").isNull()).isTrue();
    assertThat(json.at("/summary/streams").stringValue()).isEqualTo("0/0");
  }

  @Test
  void cutsWhatTheApiServerWouldRefuse() {
    StreamStatus stream = status(StreamState.RETRYING, 5).streams().getFirst();
    StreamStatus wordy =
        new StreamStatus(
            stream.name(),
            "d".repeat(300),
            stream.state(),
            new StreamStatus.Problem("sink", "refused", "e".repeat(5000)),
            stream.figures(),
            List.of());

    JsonNode json = json(status(false, wordy), Map.of());

    assertThat(json.at("/eventStreams/0/definition").stringValue()).hasSize(255);
    assertThat(json.at("/eventStreams/0/error").stringValue()).hasSize(4096).endsWith("…");
  }

  @ParameterizedTest
  @CsvSource({"0,0s", "12,12s", "252,4m12s", "10800,3h", "190800,2d5h", "86400,1d"})
  void saysALagInItsTwoLargestUnits(long seconds, String words) {
    assertThat(StatusJson.words(Duration.ofSeconds(seconds))).isEqualTo(words);
  }

  private static JsonNode json(ResourceStatus status, Map<String, Since> since) {
    return JsonMapper.shared().readTree(StatusJson.of(status, since)).get("status");
  }
}
